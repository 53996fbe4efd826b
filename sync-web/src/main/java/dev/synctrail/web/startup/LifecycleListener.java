package dev.synctrail.web.startup;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.startup.ServerStopping;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Fires CDI events when the server has started and when it stops. */
@WebListener
public class LifecycleListener implements ServletContextListener {

  private final Event<ServerStarting> starting;
  private final Event<ServerStopping> stopping;

  @Inject
  LifecycleListener(Event<ServerStarting> starting, Event<ServerStopping> stopping) {
    this.starting = starting;
    this.stopping = stopping;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    starting.fire(new ServerStarting());
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    stopping.fire(new ServerStopping());
  }
}
