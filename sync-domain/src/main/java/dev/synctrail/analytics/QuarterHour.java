package dev.synctrail.analytics;

import java.time.Duration;
import java.time.Instant;

/**
 * Quarter hours in UTC, the smallest unit of the roll-ups. The current offsets of all time zones
 * are multiples of a quarter hour, so days of every zone consist of whole quarter hours.
 */
public final class QuarterHour {
  /** The length of a quarter hour. */
  public static final Duration LENGTH = Duration.ofMinutes(15);

  /** The number of quarter hours per day in UTC. */
  public static final int PER_DAY = 96;

  private QuarterHour() {}

  /** Returns the start of the quarter hour that contains an instant. */
  public static Instant of(Instant at) {
    long seconds = LENGTH.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
  }

  /** Returns the first start of a quarter hour that is not before an instant. */
  public static Instant notBefore(Instant at) {
    Instant floor = of(at);
    return floor.equals(at) ? floor : floor.plus(LENGTH);
  }
}
