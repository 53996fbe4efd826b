package dev.synctrail.gateway;

import dev.synctrail.platform.PlatformId;

/** Reports the state of this server's circuit breakers. */
public interface CircuitBreakers {

  /** Returns the name of the state: {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}. */
  String state(PlatformId platform);
}
