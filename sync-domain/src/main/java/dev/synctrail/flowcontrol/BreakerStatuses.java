package dev.synctrail.flowcontrol;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Optional;

/** Reads the state of circuit breakers and rate limits. */
public interface BreakerStatuses {

  /** Returns the current state without using up a token. */
  BreakerStatus of(Platform platform);

  /**
   * Returns until when attempts are pointless because one was just refused; empty when none was.
   * Each server finds this out for itself.
   */
  Optional<Instant> refusedUntil(PlatformId platform);

  /** Returns the state of the circuit breaker alone, after it has applied the last order. */
  BreakerStatus.Breaker breaker(PlatformId platform);
}
