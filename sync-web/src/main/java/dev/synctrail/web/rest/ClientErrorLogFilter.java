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
 * Drops log records of Jersey and Grizzly that report an error of a client as an error of the
 * server, with a stack trace: a connection that the client closed early, or a body that violates
 * its encoding. Neither has a setting for it.
 */
@ApplicationScoped
public class ClientErrorLogFilter {
  /** Strong references: the log manager keeps only weak ones, and a filter is lost with them. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder"),
          Logger.getLogger("org.glassfish.grizzly.filterchain.DefaultFilterChain"));

  private static final String BROKEN_BODY = "org.glassfish.grizzly.http.HttpBrokenContentException";

  private final Map<Logger, @Nullable Filter> earlier = new HashMap<>();

  void begin(@Observes ServerStarting starting) {
    for (Logger logger : LOGGERS) {
      Filter existing = logger.getFilter();
      earlier.put(logger, existing);
      logger.setFilter(
          log -> !isClientError(log) && (existing == null || existing.isLoggable(log)));
    }
  }

  void end(@Observes ServerStopping stopping) {
    earlier.forEach(Logger::setFilter);
  }

  private static boolean isClientError(LogRecord log) {
    for (Throwable at = log.getThrown(); at != null; at = at.getCause()) {
      if (at instanceof IOException || at.getClass().getName().equals(BROKEN_BODY)) {
        return true;
      }
    }
    return false;
  }
}
