package dev.synctrail.web.access;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a problem of what Payara's HTTP listener answers before any application is asked: a path or
 * a {@code Host} that cannot be read, headers over its limit, TRACE.
 *
 * <p>No specification reaches that far. The first request that a listener passes on leads to it; on
 * another server such responses stay without a body.
 */
@WebListener
public class ListenerProblems implements ServletRequestListener, ServletContextListener {
  private static final Logger LOG = System.getLogger(ListenerProblems.class.getName());

  private final Map<Integer, Runnable> removals = new ConcurrentHashMap<>();

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    if (event.getServletRequest() instanceof HttpServletRequest request) {
      removals.computeIfAbsent(request.getLocalPort(), port -> install(request));
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    removals.values().forEach(Runnable::run);
  }

  private static Runnable install(HttpServletRequest request) {
    try {
      return GrizzlyListener.install(BrokenAnswer.contextOf(request));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Requests that this server cannot read are answered without a problem document: {0}",
          e.toString());
      return () -> {};
    }
  }
}
