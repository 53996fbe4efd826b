package dev.synctrail.web.access;

import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.ServerStopping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that transfer almost no data while the server waits for the client, such as
 * one with slow headers, a slow request body, or a response that the client does not read. The
 * server itself only closes connections that transfer nothing.
 */
@ApplicationScoped
public class ConnectionDeadlines {
  private static final Logger LOG = System.getLogger(ConnectionDeadlines.class.getName());
  private static final long CHECK_INTERVAL_MS = 1_000;

  /** The minimum number of bytes per window; slower connections are closed. */
  static final int BYTES = 64 * 1024;

  /** The length of the window, in seconds. */
  static final long WINDOW_SECONDS = 20;

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService thread;

  void begin(@Observes SchemaReady ready) {
    ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(managedThreads());
    var unused =
        started.scheduleWithFixedDelay(
            this::check, CHECK_INTERVAL_MS, CHECK_INTERVAL_MS, TimeUnit.MILLISECONDS);
    thread = started;
  }

  @SuppressWarnings("BanJNDI") // a constant, and @Resource is resolved before the name is bound
  private static ThreadFactory managedThreads() {
    try {
      return (ThreadFactory) new InitialContext().lookup("java:comp/DefaultManagedThreadFactory");
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no managed thread factory", e);
    }
  }

  void end(@Observes ServerStopping stopping) {
    ScheduledExecutorService running = thread;
    if (running != null) {
      running.shutdownNow();
    }
  }

  /** Watches a connection until {@link Watch#close}; only the time spent waiting counts. */
  public Watch watch(HttpServletRequest request) {
    return watch(() -> BrokenAnswer.cut(request));
  }

  /** Watches a connection that {@code disconnect} closes. */
  Watch watch(Runnable disconnect) {
    Watch watch = new Watch(disconnect, watches);
    watches.add(watch);
    return watch;
  }

  /** Returns the number of watched connections. */
  int watched() {
    return watches.size();
  }

  private void check() {
    long now = System.nanoTime();
    int closed = 0;
    for (Watch watch : List.copyOf(watches)) {
      if (watch.isOver(now) && watches.remove(watch)) {
        watch.disconnect.run();
        closed++;
      }
    }
    if (closed > 0) {
      LOG.log(Level.INFO, "Connections closed that transferred almost no data: {0}", closed);
    }
  }

  /** A watched connection. Only the time spent waiting for the client counts. */
  public static final class Watch implements AutoCloseable {
    private static final long NOT_WAITING = 0;

    private final Runnable disconnect;
    private final Set<Watch> all;
    private long waitingSince = NOT_WAITING;
    private long waited;
    private long transferred;

    Watch(Runnable disconnect, Set<Watch> all) {
      this.disconnect = disconnect;
      this.all = all;
    }

    /** Starts waiting for the client. */
    public synchronized void startWaiting() {
      waitingSince = System.nanoTime() | 1;
    }

    /** Stops waiting after the given number of bytes were transferred. */
    public synchronized void stopWaiting(int bytes) {
      waited += System.nanoTime() - waitingSince;
      waitingSince = NOT_WAITING;
      transferred += bytes;
      if (transferred >= BYTES) {
        transferred = 0;
        waited = 0;
      }
    }

    synchronized boolean isOver(long now) {
      return waitingSince != NOT_WAITING
          && waited + now - waitingSince > TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    }

    @Override
    public void close() {
      all.remove(this);
    }
  }
}
