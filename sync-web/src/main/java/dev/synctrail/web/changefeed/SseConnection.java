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
 * A connection that receives events. Writing never blocks: events that the client cannot take yet
 * are queued up to a bound, and a client that reads nothing for too long is disconnected and may
 * reconnect.
 */
final class SseConnection implements WriteListener, AsyncListener {
  private static final Logger LOG = System.getLogger(SseConnection.class.getName());
  private static final int MAX_QUEUED = 1_000;
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

  private final AsyncContext connection;
  private final ServletOutputStream out;
  private final Instant until;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private FeedPosition position;
  private Instant lastProgress;
  private boolean writable;
  private boolean closed;

  /**
   * Creates a connection that is not yet open.
   *
   * @param until when it is closed, so that the client has to authenticate again
   */
  SseConnection(
      AsyncContext connection,
      ServletOutputStream out,
      FeedPosition position,
      Instant now,
      Instant until) {
    this.connection = connection;
    this.out = out;
    this.position = position;
    this.lastProgress = now;
    this.until = until;
  }

  void open() {
    connection.addListener(this);
    connection.setTimeout(0);
    out.setWriteListener(this);
  }

  synchronized FeedPosition position() {
    return position;
  }

  /** Tells whether the queue has room for a batch. */
  synchronized boolean hasRoom() {
    return queue.size() < MAX_QUEUED;
  }

  /** Queues an event and records its position. */
  void send(String event, FeedPosition at) {
    synchronized (this) {
      position = at;
      queue.add(event.getBytes(StandardCharsets.UTF_8));
    }
    write();
  }

  /** Queues a keep-alive comment unless events are waiting. */
  void sendKeepAlive(String comment) {
    synchronized (this) {
      if (queue.isEmpty()) {
        queue.add(comment.getBytes(StandardCharsets.UTF_8));
      }
    }
    write();
  }

  /** Closes the connection if the client read nothing for too long or has to authenticate again. */
  synchronized boolean isOver(Instant now) {
    if (queue.isEmpty()) {
      lastProgress = now;
    }
    if (!closed && (lastProgress.plus(STALL_TIMEOUT).isBefore(now) || until.isBefore(now))) {
      close();
    }
    return closed;
  }

  private synchronized void write() {
    try {
      while (writable && !closed && out.isReady()) {
        byte[] next = queue.poll();
        if (next == null) {
          return;
        }
        out.write(next);
        if (queue.isEmpty() && out.isReady()) {
          out.flush();
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Event stream client disconnected: {0}", e.getMessage());
      close();
    }
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      queue.clear();
      try {
        connection.complete();
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "Event stream was already closed: {0}", e.getMessage());
      }
    }
  }

  /** Before the first call, the request's own thread still uses the connection. */
  @Override
  public void onWritePossible() {
    synchronized (this) {
      writable = true;
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
    queue.clear();
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
