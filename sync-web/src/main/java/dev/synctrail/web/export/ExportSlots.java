package dev.synctrail.web.export;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.access.ConnectionDeadlines;
import dev.synctrail.web.access.InFlightLimits;
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
public class ExportPositions {
  private final InFlightLimits inFlightLimits;
  private final ConnectionDeadlines connectionDeadlines;
  private final int inAll;
  private final int perCaller;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected ExportPositions() {
    this.inFlightLimits = null;
    this.connectionDeadlines = null;
    this.inAll = 0;
    this.perCaller = 0;
  }

  @Inject
  ExportPositions(
      InFlightLimits inFlightLimits,
      ConnectionDeadlines connectionDeadlines,
      @ConfigProperty(name = "sync.exports.at-once", defaultValue = "12") int inAll,
      @ConfigProperty(name = "sync.exports.per-caller", defaultValue = "4") int perCaller) {
    if (perCaller < 1 || inAll < perCaller) {
      throw new IllegalArgumentException(
          "sync.exports.per-caller is at least 1, sync.exports.at-once not smaller");
    }
    this.inFlightLimits = inFlightLimits;
    this.connectionDeadlines = connectionDeadlines;
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
    try (InFlightLimits.Place own =
            inFlightLimits.enter(
                "exports of " + caller,
                perCaller,
                () ->
                    Problem.of(
                            429,
                            "TOO_MANY_EXPORTS",
                            "At most " + perCaller + " exports of one caller at once")
                        .withHeader("Retry-After", "10"));
        InFlightLimits.Place all =
            inFlightLimits.enter(
                "exports",
                inAll,
                () ->
                    Problem.of(
                            503, "TOO_MANY_EXPORTS", "At most " + inAll + " exports at once here")
                        .withHeader("Retry-After", "10"));
        ConnectionDeadlines.Watch watch = connectionDeadlines.watch(request)) {
      export.to(new WatchedOutput(out, watch));
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Export {
    void to(OutputStream out) throws IOException;
  }

  private static final class WatchedOutput extends FilterOutputStream {
    private final ConnectionDeadlines.Watch watch;

    WatchedOutput(OutputStream out, ConnectionDeadlines.Watch watch) {
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
