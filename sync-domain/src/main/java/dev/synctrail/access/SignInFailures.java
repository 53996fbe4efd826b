package dev.synctrail.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts wrong passwords per name and address, for known and unknown names, so that guessing is
 * slow, reveals nothing, and cannot lock out others. Each method runs in its own transaction.
 *
 * <p>Names and addresses are not stored in clear text, because users may enter their password as
 * the name.
 */
public interface SignInFailures {

  /** Returns the failures of a name from an address since its last successful sign-in. */
  Optional<Failed> of(String name, String address);

  /** Records a failure. */
  void failed(String name, String address, Instant at);

  /** Deletes the failures after a successful sign-in. */
  void forget(String name, String address);

  /**
   * Consecutive failures.
   *
   * @param lastAt the time of the last failure
   */
  record Failed(int times, Instant lastAt) {
    /** The number of failures without a lock, to allow for typing errors. */
    public static final int FREE_ATTEMPTS = 5;

    /** The time without a failure after which the count is reset. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration MAX_WAIT = Duration.ofMinutes(15);

    /** Returns the remaining lock time of the name: zero, or 5 s doubling up to 15 minutes. */
    public Duration locked(Instant now) {
      if (times < FREE_ATTEMPTS) {
        return Duration.ZERO;
      }
      Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(times - FREE_ATTEMPTS, 20));
      Duration remaining =
          Duration.between(now, lastAt.plus(wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait));
      return remaining.isNegative() ? Duration.ZERO : remaining;
    }
  }
}
