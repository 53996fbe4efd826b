package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.TrafficPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * When a platform is left alone because it does not answer.
 *
 * @param calls how many of the last exchanges are looked at
 * @param failures how many of them, in percent, must have failed
 * @param openFor how long nothing leaves then
 */
public record BreakerSettings(int calls, int failures, Duration openFor) {

  /**
   * Reads {@code sync.breaker.*}.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  public static BreakerSettings from(ConfigValues config) {
    return new BreakerSettings(
        config.number("sync.breaker.calls", 10, 1000),
        config.number("sync.breaker.failures-percent", 50, 100),
        config.duration("sync.breaker.open-for", Duration.ofSeconds(30)));
  }

  /** Returns these with what people set instead. */
  BreakerSettings with(TrafficPolicy.Settings set) {
    return new BreakerSettings(
        Objects.requireNonNullElse(set.calls(), calls),
        Objects.requireNonNullElse(set.failuresPercent(), failures),
        Objects.requireNonNullElse(set.openFor(), openFor));
  }
}
