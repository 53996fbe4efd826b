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
 * Limits concurrent exports. Each export holds a thread and a database connection until its client
 * has read it all. Therefore their number is limited, in total and per caller, and clients that do
 * not read are disconnected.
 */
@ApplicationScoped
@SuppressWarnings("try") // a slot is only held
public class ExportSlots {
  private final InFlightLimits inFlightLimits;
  private final ConnectionDeadlines connectionDeadlines;
  private final int maximum;
  private final int perCaller;

  @Inject
  ExportSlots(
      InFlightLimits inFlightLimits,
      ConnectionDeadlines connectionDeadlines,
      @ConfigProperty(name = "sync.exports.at-once", defaultValue = "12") int maximum,
      @ConfigProperty(name = "sync.exports.per-caller", defaultValue = "4") int perCaller) {
    if (perCaller < 1 || maximum < perCaller) {
      throw new IllegalArgumentException(
          "sync.exports.per-caller must be at least 1, and sync.exports.at-once not" + " smaller");
    }
    this.inFlightLimits = inFlightLimits;
    this.connectionDeadlines = connectionDeadlines;
    this.maximum = maximum;
    this.perCaller = perCaller;
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /**
   * Writes an export if a slot is free.
   *
   * @throws Problem 429 or 503 if all slots are taken
   */
  public void write(HttpServletRequest request, OutputStream out, Export export)
      throws IOException {
    String caller = request.getUserPrincipal().getName();
    try (InFlightLimits.Slot own =
            inFlightLimits.enter(
                "exports of " + caller,
                perCaller,
                () ->
                    Problem.of(
                            429,
                            "TOO_MANY_EXPORTS",
                            "The limit of concurrent exports per caller is " + perCaller)
                        .withHeader("Retry-After", "10"));
        InFlightLimits.Slot total =
            inFlightLimits.enter(
                "exports",
                maximum,
                () ->
                    Problem.of(
                            503,
                            "TOO_MANY_EXPORTS",
                            "The limit of concurrent exports on this server is " + maximum)
                        .withHeader("Retry-After", "10"));
        ConnectionDeadlines.Watch watch = connectionDeadlines.watch(request)) {
      export.to(new WatchedOutput(out, watch));
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Export {
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
      watch.startWaiting();
      try {
        out.write(bytes, offset, length);
      } finally {
        watch.stopWaiting(length);
      }
    }

    @Override
    public void flush() throws IOException {
      watch.startWaiting();
      try {
        out.flush();
      } finally {
        watch.stopWaiting(0);
      }
    }
  }
}
