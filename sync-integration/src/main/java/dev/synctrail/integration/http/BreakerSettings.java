package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.TrafficPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * When a circuit breaker opens and for how long.
 *
 * @param calls number of exchanges in the sliding window
 * @param failures percentage of failed exchanges in the window that opens the breaker
 * @param openFor how long an open breaker rejects requests
 */
public record BreakerSettings(int calls, int failures, Duration openFor) {

  /**
   * Reads {@code sync.breaker.*}.
   *
   * @throws IllegalArgumentException naming the invalid key
   */
  public static BreakerSettings from(ConfigValues config) {
    return new BreakerSettings(
        config.number("sync.breaker.calls", 10, 1000),
        config.number("sync.breaker.failures-percent", 50, 100),
        config.duration("sync.breaker.open-for", Duration.ofSeconds(30)));
  }

  /** Returns these settings, overridden by those that users have set. */
  BreakerSettings with(TrafficPolicy.Settings set) {
    return new BreakerSettings(
        Objects.requireNonNullElse(set.calls(), calls),
        Objects.requireNonNullElse(set.failuresPercent(), failures),
        Objects.requireNonNullElse(set.openFor(), openFor));
  }
}
