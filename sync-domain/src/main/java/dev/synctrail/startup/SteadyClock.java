package dev.synctrail.startup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Shows the database's time, which is the same for every server, and never runs backwards.
 *
 * <p>Between two comparisons with the database it counts on by the machine's own counter, so a step
 * of the machine's clock does not show. Where the database's clock was set forward it follows at
 * once; where it was set back it runs at half speed until the database has caught up, so that later
 * ids stay later. It ticks in milliseconds, which is what an id and a column can hold.
 */
public final class SteadyClock extends Clock {
  private static final int SLOWER = 2;

  private final LongSupplier nanos;
  private long since;
  private Instant shown;
  private Instant truth;

  /**
   * Makes one that shows {@code now} until it is told the database's time.
   *
   * @param nanos counts nanoseconds from anywhere, and never runs backwards
   */
  public SteadyClock(Instant now, LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.shown = now;
    this.truth = now;
  }

  /**
   * Begins anew; the only time that it may go back, as nothing was recorded by it yet.
   *
   * @param now what the database says
   * @param notBefore the latest time that is recorded already
   */
  public synchronized void begin(Instant now, Instant notBefore) {
    since = nanos.getAsLong();
    truth = now;
    shown = later(now, notBefore);
  }

  /** Takes over what the database says. */
  public synchronized void follow(Instant now) {
    shown = later(exact(), now);
    since = nanos.getAsLong();
    truth = now;
  }

  @Override
  public synchronized Instant instant() {
    return exact().truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant exact() {
    Duration passed = Duration.ofNanos(nanos.getAsLong() - since);
    return later(truth.plus(passed), shown.plus(passed.dividedBy(SLOWER)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Times must be UTC");
  }
}
