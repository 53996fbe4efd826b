package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Where an answer waits, the request received, until a test has done what it came for. */
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

  /** Lets every answer go, those that wait and those to come. */
  public synchronized void release() {
    released = true;
    notifyAll();
  }

  /** Returns how many requests have come this far. */
  public synchronized int reached() {
    return reached;
  }

  /**
   * Waits until a request has come this far.
   *
   * @return false when none did in time
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
