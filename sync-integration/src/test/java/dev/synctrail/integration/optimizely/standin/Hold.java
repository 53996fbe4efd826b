package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point at which responses wait until a test releases them; their requests have been received.
 */
public final class Hold {
  private int reached;
  private boolean released;

  Hold() {}

  synchronized void pass() throws InterruptedException {
    reached++;
    notifyAll();
    while (!released) {
      wait();
    }
  }

  /** Releases all responses, waiting and future ones. */
  public synchronized void release() {
    released = true;
    notifyAll();
  }

  /** Returns how many requests have reached the hold. */
  public synchronized int reached() {
    return reached;
  }

  /**
   * Waits until a request has reached the hold.
   *
   * @return false on timeout
   */
  public synchronized boolean awaitReached(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (reached == 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
