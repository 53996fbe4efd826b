package dev.synctrail.startup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only advances when a test moves it. */
public final class TestClock extends Clock {
  /** The initial time. */
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = NOON;

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock forward. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Moves the clock to a time unless it is already later. */
  public void advanceTo(Instant time) {
    now = time.isAfter(now) ? time : now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Times are UTC");
  }
}
