package dev.synctrail.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long a write of unknown outcome is looked after before it waits for a person.
 *
 * @param maxAge since the first byte of the sync left
 * @param backoff between looks at a platform that is out of reach; its number of tries is not used
 */
public record SettlingPolicy(Duration maxAge, RetryPolicy backoff) {

  /**
   * Decides when to look again.
   *
   * @param looks how many were in vain, at least 1
   * @return when, or empty when it is left to a person
   */
  public Optional<Instant> next(
      Instant firstSentAt, int looks, Instant now, RandomGenerator random) {
    Instant due = now.plus(backoff.backoff(looks, random));
    return due.isAfter(firstSentAt.plus(maxAge)) ? Optional.empty() : Optional.of(due);
  }
}
