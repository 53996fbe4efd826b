package dev.synctrail.integration.lane;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Makes long work rest between its steps, so that it takes only a share of the time. */
final class Pace {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

  private final double restPerWork;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private long since;

  /**
   * @param share of the time for the work, more than 0 and at most 1
   */
  Pace(double share, LongSupplier nanoTime, Sleep sleep) {
    this.restPerWork = (1 - share) / share;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.since = nanoTime.getAsLong();
  }

  /** Rests after a step, unless the server stops, and returns whether it does. */
  boolean rest(BooleanSupplier stopping) {
    long now = nanoTime.getAsLong();
    long rested = now + (long) ((now - since) * restPerWork);
    while (now < rested && !stopping.getAsBoolean()) {
      sleep.forNanos(Math.min(SLICE, rested - now));
      now = nanoTime.getAsLong();
    }
    since = now;
    return stopping.getAsBoolean();
  }

  /** Waits. */
  @FunctionalInterface
  interface Sleep {
    void forNanos(long nanos);
  }
}
