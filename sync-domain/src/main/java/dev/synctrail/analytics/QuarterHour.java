package dev.synctrail.analytics;

import java.time.Duration;
import java.time.Instant;

/**
 * The quarters of an hour in UTC that everything is counted in. The offsets of all time zones are
 * whole quarters today, so days of every zone are made of them.
 */
public final class QuarterHour {
  /** How long one is. */
  public static final Duration LENGTH = Duration.ofMinutes(15);

  /** How many a day in UTC has. */
  public static final int PER_DAY = 96;

  private QuarterHour() {}

  /** Returns the beginning of the quarter that an instant is in. */
  public static Instant of(Instant at) {
    long seconds = LENGTH.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
  }

  /** Returns the first beginning of a quarter that is not before an instant. */
  public static Instant notBefore(Instant at) {
    Instant floor = of(at);
    return floor.equals(at) ? floor : floor.plus(LENGTH);
  }
}
