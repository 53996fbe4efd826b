package dev.synctrail.gateway;

import java.time.Instant;

/**
 * Thrown when no request was allowed to be sent (open circuit breaker, empty bucket). It can be
 * repeated later and does not count as an attempt.
 */
public final class Deferred extends PlatformException {
  private static final long serialVersionUID = 1L;

  private final Instant notBefore;

  public Deferred(Failure failure, Instant notBefore) {
    super(failure);
    this.notBefore = notBefore;
  }

  /** Returns the earliest time at which a repetition may succeed. */
  public Instant notBefore() {
    return notBefore;
  }
}
