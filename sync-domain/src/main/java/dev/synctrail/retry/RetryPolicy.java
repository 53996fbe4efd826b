package dev.synctrail.retry;

import dev.synctrail.platform.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed try is followed by another: exponential backoff with jitter, bounded in number and
 * delay.
 *
 * @param maxAttempts tries in all, at least 1
 * @param multiplier growth of the delay from one try to the next, at least 1
 * @param initialDelay before the second try
 * @param maxDelay never exceeded but for what the platform itself asks for
 */
public record RetryPolicy(
    int maxAttempts, double multiplier, Duration initialDelay, Duration maxDelay) {
  /** The longest delay that a platform may ask for. */
  public static final Duration LONGEST_ASKED_DELAY = Duration.ofHours(24);

  /** 3 tries, 1 s doubled each time, at most 30 s. */
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
   * Decides what follows a failed try.
   *
   * @param failedTries how many have failed, this one included
   * @return how long to wait before the next, or empty when there is none
   */
  public Optional<Duration> next(Failure failure, int failedTries, RandomGenerator random) {
    if (!failure.failureClass().isRetryable() || failedTries >= maxAttempts) {
      return Optional.empty();
    }
    Duration backoff = backoff(failedTries, random);
    return Optional.of(
        failure
            .askedDelay()
            .map(asked -> atMost(asked, LONGEST_ASKED_DELAY))
            .filter(asked -> asked.compareTo(backoff) > 0)
            .orElse(backoff));
  }

  /**
   * Computes a delay between half of the exponential one and all of it, so that many failures of
   * one moment do not return in one moment.
   *
   * @param failedTries how many have failed, at least 1
   */
  public Duration backoff(int failedTries, RandomGenerator random) {
    double exponential = (double) initialDelay.toMillis() * Math.pow(multiplier, failedTries - 1.0);
    double bounded = Math.min(exponential, (double) maxDelay.toMillis());
    return Duration.ofMillis(Math.round(bounded * (0.5 + 0.5 * random.nextDouble())));
  }

  private static Duration atMost(Duration wanted, Duration limit) {
    return wanted.compareTo(limit) > 0 ? limit : wanted;
  }
}
