package dev.synctrail.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts wrong passwords per name, known or not, and address, so that guessing becomes slow and
 * tells nothing, and nobody locks another one out. Each method is a transaction of its own.
 *
 * <p>Neither is kept as it is: people type their password where the name belongs.
 */
public interface SignInFailures {

  /** Returns how often the name failed from there since it last got in. */
  Optional<Failed> of(String name, String address);

  /** Counts one more. */
  void failed(String name, String address, Instant at);

  /** Forgets them, since the right password was shown. */
  void forget(String name, String address);

  /**
   * Failures in a row.
   *
   * @param lastAt when the last one was
   */
  record Failed(int times, Instant lastAt) {
    /** How many cost nothing: people mistype. */
    public static final int FREE = 5;

    /** After how long without another the name begins anew. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Returns how long the name is still locked: zero, or 5 s doubling up to 15 minutes. */
    public Duration locked(Instant now) {
      if (times < FREE) {
        return Duration.ZERO;
      }
      Duration wait = FIRST.multipliedBy(1L << Math.min(times - FREE, 20));
      Duration left =
          Duration.between(now, lastAt.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
      return left.isNegative() ? Duration.ZERO : left;
    }
  }
}
