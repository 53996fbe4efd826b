package dev.synctrail.flowcontrol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands between us and a platform at one moment.
 *
 * @param bucket null when its rate is not limited
 */
public record BreakerStatus(Breaker breaker, @Nullable Bucket bucket) {

  /**
   * The breaker, as this server has it: each finds out for itself.
   *
   * @param state {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
   * @param openUntil when it tries again; null unless it is open
   * @param seen how many exchanges it has counted
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
   * The bucket of all servers together.
   *
   * @param left how many requests could leave at once
   */
  public record Bucket(int ratePerMinute, int burst, long left) {}
}
