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
 * Cuts connections that hold a thread and transfer almost no data, such as a slow request body or
 * an answer that the client does not read. The server itself only cuts connections that transfer
 * nothing.
 */
@ApplicationScoped
public class ConnectionDeadlines {
  private static final Logger LOG = System.getLogger(ConnectionDeadlines.class.getName());
  private static final long CHECK_INTERVAL_MS = 1_000;

  /** The minimum number of bytes per window; slower connections are cut. */
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
    Watch watch = new Watch(request, watches);
    watches.add(watch);
    return watch;
  }

  private void check() {
    long now = System.nanoTime();
    for (Watch watch : List.copyOf(watches)) {
      if (watch.isOver(now) && watches.remove(watch)) {
        LOG.log(Level.INFO, "A connection that transferred almost no data was closed");
        BrokenAnswer.cut(watch.request);
      }
    }
  }

  /** A watched connection. Only the time spent waiting for the client counts. */
  public static final class Watch implements AutoCloseable {
    private static final long NOT_WAITING = 0;

    private final HttpServletRequest request;
    private final Set<Watch> all;
    private long waitingSince = NOT_WAITING;
    private long waited;
    private long transferred;

    Watch(HttpServletRequest request, Set<Watch> all) {
      this.request = request;
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
