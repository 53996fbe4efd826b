package dev.synctrail.platform;

import java.time.Instant;

/** No request was allowed to leave (open breaker, empty bucket): come back, no try is used up. */
public final class Deferred extends PlatformException {
  private static final long serialVersionUID = 1L;

  private final Instant notBefore;

  public Deferred(Failure failure, Instant notBefore) {
    super(failure);
    this.notBefore = notBefore;
  }

  /** Returns when it is worth asking again. */
  public Instant notBefore() {
    return notBefore;
  }
}
