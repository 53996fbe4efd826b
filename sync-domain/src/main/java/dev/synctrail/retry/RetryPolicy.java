package dev.synctrail.retry;

import dev.synctrail.gateway.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed attempt is followed by another: exponential backoff with jitter, bounded in number
 * and delay.
 *
 * @param maxAttempts maximum number of attempts, at least 1
 * @param multiplier growth of the delay from one attempt to the next, at least 1
 * @param initialDelay delay before the second attempt
 * @param maxDelay longest delay, exceeded only when the platform itself asks for a longer one
 */
public record RetryPolicy(
    int maxAttempts, double multiplier, Duration initialDelay, Duration maxDelay) {
  /** The longest delay that a platform may ask for. */
  public static final Duration LONGEST_ASKED_DELAY = Duration.ofHours(24);

  /** 3 attempts, 1 s doubled each time, at most 30 s. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, 2, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /**
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max-attempts must be at least 1, not " + maxAttempts);
    }
    if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
      throw new IllegalArgumentException("multiplier must be at least 1, not " + multiplier);
    }
    if (initialDelay.isNegative()) {
      throw new IllegalArgumentException(
          "initial-delay must not be negative, as in " + initialDelay);
    }
    if (maxDelay.compareTo(initialDelay) < 0) {
      throw new IllegalArgumentException(
          "max-delay must be at least initial-delay " + initialDelay + ", not " + maxDelay);
    }
  }

  /**
   * Decides what follows a failed attempt.
   *
   * @param failedAttempts the number of failed attempts, including this one
   * @return the delay before the next attempt, or empty when there is none
   */
  public Optional<Duration> next(Failure failure, int failedAttempts, RandomGenerator random) {
    if (!failure.failureClass().isRetryable() || failedAttempts >= maxAttempts) {
      return Optional.empty();
    }
    Duration backoff = backoff(failedAttempts, random);
    return Optional.of(
        failure
            .askedDelay()
            .map(delay -> atMost(delay, LONGEST_ASKED_DELAY))
            .filter(delay -> delay.compareTo(backoff) > 0)
            .orElse(backoff));
  }

  /**
   * Computes a delay between half of the exponential one and all of it, so that attempts that
   * failed together are not repeated together.
   *
   * @param failedAttempts the number of failed attempts, at least 1
   */
  public Duration backoff(int failedAttempts, RandomGenerator random) {
    double exponential =
        (double) initialDelay.toMillis() * Math.pow(multiplier, failedAttempts - 1.0);
    double bounded = Math.min(exponential, (double) maxDelay.toMillis());
    return Duration.ofMillis(Math.round(bounded * (0.5 + 0.5 * random.nextDouble())));
  }

  private static Duration atMost(Duration wanted, Duration limit) {
    return wanted.compareTo(limit) > 0 ? limit : wanted;
  }
}
