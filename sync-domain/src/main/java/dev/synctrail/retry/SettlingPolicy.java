package dev.synctrail.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a write of unknown outcome is checked before it is left to a user.
 *
 * @param maxAge time since the first byte of the sync was sent
 * @param backoff delays between checks of an unreachable platform; its number of attempts is not
 *     used
 */
public record SettlingPolicy(Duration maxAge, RetryPolicy backoff) {

  /**
   * Decides when to check again.
   *
   * @param failedChecks the number of failed checks, at least 1
   * @return when, or empty when it is left to a user
   */
  public Optional<Instant> next(
      Instant firstSentAt, int failedChecks, Instant now, RandomGenerator random) {
    Instant due = now.plus(backoff.backoff(failedChecks, random));
    return due.isAfter(firstSentAt.plus(maxAge)) ? Optional.empty() : Optional.of(due);
  }
}
