package dev.synctrail.web.access;

import jakarta.inject.Inject;
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
 * Extends Payara's HTTP listeners: requests that a listener rejects before any application sees
 * them get a problem document, and {@link ConnectionLimits} apply to their connections.
 *
 * <p>No specification provides access to a listener. It is reached through the first request that
 * it passes on. On other servers, such responses have no body, and these limits do not apply.
 */
@WebListener
public class ListenerExtension implements ServletRequestListener, ServletContextListener {
  private static final Logger LOG = System.getLogger(ListenerExtension.class.getName());

  private final ConnectionLimits limits;
  private final Map<Integer, Runnable> removals = new ConcurrentHashMap<>();

  @Inject
  ListenerExtension(ConnectionLimits limits) {
    this.limits = limits;
  }

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

  private Runnable install(HttpServletRequest request) {
    try {
      return GrizzlyListener.install(BrokenAnswer.contextOf(request), limits);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "This server has no extensible listener: requests that it rejects itself get no problem"
              + " document, and its connections are not limited: {0}",
          e.toString());
      return () -> {};
    }
  }
}
