package dev.synctrail.web.export;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.access.Deadlines;
import dev.synctrail.web.access.InFlight;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where exports are written. Each holds a thread and a connection of the database until its reader
 * has read it all, so there are few places, fewer for one caller, and none for a reader who does
 * not read.
 */
@ApplicationScoped
@SuppressWarnings("try") // a place is only held
public class ExportPlaces {
  private final InFlight inFlight;
  private final Deadlines deadlines;
  private final int inAll;
  private final int perCaller;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected ExportPlaces() {
    this.inFlight = null;
    this.deadlines = null;
    this.inAll = 0;
    this.perCaller = 0;
  }

  @Inject
  ExportPlaces(
      InFlight inFlight,
      Deadlines deadlines,
      @ConfigProperty(name = "sync.exports.at-once", defaultValue = "12") int inAll,
      @ConfigProperty(name = "sync.exports.per-caller", defaultValue = "4") int perCaller) {
    if (perCaller < 1 || inAll < perCaller) {
      throw new IllegalArgumentException(
          "sync.exports.per-caller is at least 1, sync.exports.at-once not smaller");
    }
    this.inFlight = inFlight;
    this.deadlines = deadlines;
    this.inAll = inAll;
    this.perCaller = perCaller;
  }

  void begin(@Observes ServerStarting starting) {
    // made now, so that what is configured wrongly does not deploy
  }

  /**
   * Writes one as soon as it may.
   *
   * @throws Problem 429 or 503 when there is no place
   */
  void write(HttpServletRequest request, OutputStream out, Export export) throws IOException {
    String caller = request.getUserPrincipal().getName();
    try (InFlight.Place own =
            inFlight.enter(
                "exports of " + caller,
                perCaller,
                () ->
                    Problem.of(
                            429,
                            "TOO_MANY_EXPORTS",
                            "At most " + perCaller + " exports of one caller at once")
                        .withHeader("Retry-After", "10"));
        InFlight.Place all =
            inFlight.enter(
                "exports",
                inAll,
                () ->
                    Problem.of(
                            503, "TOO_MANY_EXPORTS", "At most " + inAll + " exports at once here")
                        .withHeader("Retry-After", "10"));
        Deadlines.Watch watch = deadlines.watch(request)) {
      export.to(new WatchedOutput(out, watch));
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Export {
    void to(OutputStream out) throws IOException;
  }

  private static final class WatchedOutput extends FilterOutputStream {
    private final Deadlines.Watch watch;

    WatchedOutput(OutputStream out, Deadlines.Watch watch) {
      super(out);
      this.watch = watch;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      watch.waits();
      try {
        out.write(bytes, offset, length);
      } finally {
        watch.moved(length);
      }
    }

    @Override
    public void flush() throws IOException {
      watch.waits();
      try {
        out.flush();
      } finally {
        watch.moved(0);
      }
    }
  }
}
