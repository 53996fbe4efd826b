package dev.synctrail.web.rest;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.startup.ServerStopping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps stack traces out of the log that tell of a client and not of the server: a connection that
 * was closed before the response was read, a body that breaks its own encoding. Jersey and Payara's
 * listener log them as errors, with no other way to stop it.
 */
@ApplicationScoped
public class ClientFaults {
  /** Held here, since the log manager forgets a logger, with its filter, that nothing refers to. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder"),
          Logger.getLogger("org.glassfish.grizzly.filterchain.DefaultFilterChain"));

  private static final String BROKEN_BODY = "org.glassfish.grizzly.http.HttpBrokenContentException";

  private final Map<Logger, @Nullable Filter> before = new HashMap<>();

  void begin(@Observes ServerStarting starting) {
    for (Logger logger : LOGGERS) {
      Filter theirs = logger.getFilter();
      before.put(logger, theirs);
      logger.setFilter(line -> !tellsOfClient(line) && (theirs == null || theirs.isLoggable(line)));
    }
  }

  void end(@Observes ServerStopping stopping) {
    before.forEach(Logger::setFilter);
  }

  static boolean tellsOfClient(LogRecord line) {
    for (Throwable at = line.getThrown(); at != null; at = at.getCause()) {
      if (at instanceof IOException || at.getClass().getName().equals(BROKEN_BODY)) {
        return true;
      }
    }
    return false;
  }
}
