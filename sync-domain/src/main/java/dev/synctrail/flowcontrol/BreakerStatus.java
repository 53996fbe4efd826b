package dev.synctrail.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker and the rate limit of a platform at one moment.
 *
 * @param bucket null when its rate is not limited
 */
public record BreakerStatus(Breaker breaker, @Nullable Bucket bucket) {

  /**
   * The circuit breaker of this server; each server has its own.
   *
   * @param state {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
   * @param openUntil when it allows the next requests; null unless it is open
   * @param seen the number of exchanges in its window
   * @param failed how many of them failed
   */
  public record Breaker(
      String state,
      @Nullable Instant openUntil,
      int seen,
      int failed,
      int calls,
      int failuresPercent,
      Duration openFor) {}

  /**
   * The token bucket shared by all servers.
   *
   * @param left how many requests could be sent at once
   */
  public record Bucket(int ratePerMinute, int burst, long left) {}
}
