package dev.synctrail.web.changefeed;

import dev.synctrail.changefeed.FeedPosition;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One connection that is told the news. Nobody waits for it: what it cannot take yet is kept, up to
 * a bound, and who takes nothing for too long is let go and may come back.
 */
final class SseConnection implements WriteListener, AsyncListener {
  private static final Logger LOG = System.getLogger(SseConnection.class.getName());
  private static final int MOST_WAITING = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AsyncContext connection;
  private final ServletOutputStream out;
  private final Instant until;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private FeedPosition feedPosition;
  private Instant lastTaken;
  private boolean possible;
  private boolean closed;

  /**
   * Begins.
   *
   * @param until when it is asked to come back, to show again that it may
   */
  SseConnection(
      AsyncContext connection,
      ServletOutputStream out,
      FeedPosition feedPosition,
      Instant now,
      Instant until) {
    this.connection = connection;
    this.out = out;
    this.feedPosition = feedPosition;
    this.lastTaken = now;
    this.until = until;
  }

  void begin() {
    connection.addListener(this);
    connection.setTimeout(0);
    out.setWriteListener(this);
  }

  synchronized FeedPosition place() {
    return feedPosition;
  }

  /** Tells whether it can be given a batch. */
  synchronized boolean hasRoom() {
    return waiting.size() < MOST_WAITING;
  }

  /** Takes an event that stands at a place. */
  void take(String event, FeedPosition at) {
    synchronized (this) {
      feedPosition = at;
      waiting.add(event.getBytes(StandardCharsets.UTF_8));
    }
    write();
  }

  /** Takes what only keeps the connection alive, unless more is waiting. */
  void takeSign(String sign) {
    synchronized (this) {
      if (waiting.isEmpty()) {
        waiting.add(sign.getBytes(StandardCharsets.UTF_8));
      }
    }
    write();
  }

  /** Lets it go when it took nothing for too long, or when it is time to show who it is. */
  synchronized boolean isOver(Instant now) {
    if (waiting.isEmpty()) {
      lastTaken = now;
    }
    if (!closed && (lastTaken.plus(PATIENCE).isBefore(now) || until.isBefore(now))) {
      close();
    }
    return closed;
  }

  private synchronized void write() {
    try {
      while (possible && !closed && out.isReady()) {
        byte[] next = waiting.poll();
        if (next == null) {
          return;
        }
        out.write(next);
        if (waiting.isEmpty() && out.isReady()) {
          out.flush();
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "A reader of news is gone: {0}", e.getMessage());
      close();
    }
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      waiting.clear();
      try {
        connection.complete();
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "A reader of news was gone already: {0}", e.getMessage());
      }
    }
  }

  /** Before the first call the request's own thread is still at work on the connection. */
  @Override
  public void onWritePossible() {
    synchronized (this) {
      possible = true;
    }
    write();
  }

  @Override
  public void onError(Throwable thrown) {
    close();
  }

  @Override
  public synchronized void onComplete(AsyncEvent event) {
    closed = true;
    waiting.clear();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
