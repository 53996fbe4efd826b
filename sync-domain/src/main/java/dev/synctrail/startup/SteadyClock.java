package dev.synctrail.startup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * A monotonic clock that follows the database time, which is the same for all servers.
 *
 * <p>Between two synchronizations it advances with the monotonic counter of the machine, so changes
 * of the system clock have no effect. If the database clock is set forward, it follows at once. If
 * the database clock is set back, it runs at half speed until the database has caught up, so that
 * later ids stay larger. It ticks in milliseconds, the precision of ids and columns.
 */
public final class SteadyClock extends Clock {
  private static final int SLOWDOWN = 2;

  private final LongSupplier nanos;
  private long nanosAtSync;
  private Instant timeAtSync;
  private Instant databaseTime;

  /**
   * Creates a clock that starts at {@code now} and is not yet synchronized with the database.
   *
   * @param nanos a monotonic counter of nanoseconds with an arbitrary origin
   */
  public SteadyClock(Instant now, LongSupplier nanos) {
    this.nanos = nanos;
    this.nanosAtSync = nanos.getAsLong();
    this.timeAtSync = now;
    this.databaseTime = now;
  }

  /**
   * Sets the initial time. Only here may the clock go back, because nothing has been recorded with
   * it yet.
   *
   * @param now the time of the database
   * @param notBefore the latest time that is already recorded
   */
  public synchronized void begin(Instant now, Instant notBefore) {
    nanosAtSync = nanos.getAsLong();
    databaseTime = now;
    timeAtSync = later(now, notBefore);
  }

  /** Synchronizes with the time of the database. */
  public synchronized void follow(Instant now) {
    timeAtSync = later(exact(), now);
    nanosAtSync = nanos.getAsLong();
    databaseTime = now;
  }

  @Override
  public synchronized Instant instant() {
    return exact().truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant exact() {
    Duration passed = Duration.ofNanos(nanos.getAsLong() - nanosAtSync);
    return later(databaseTime.plus(passed), timeAtSync.plus(passed.dividedBy(SLOWDOWN)));
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
