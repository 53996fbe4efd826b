package dev.synctrail.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a sign-in.
 *
 * @param caller the authenticated user, or null
 * @param locked the remaining time for which the name is locked; zero unless it is locked
 */
public record SignInResult(@Nullable Caller caller, Duration locked) {
  /** The name or password is wrong. */
  public static final SignInResult REFUSED = new SignInResult(null, Duration.ZERO);

  static SignInResult of(Caller caller) {
    return new SignInResult(caller, Duration.ZERO);
  }

  static SignInResult lockedFor(Duration locked) {
    return new SignInResult(null, locked);
  }

  /** Returns whether the name is locked after too many wrong passwords. */
  public boolean isLocked() {
    return !locked.isZero();
  }
}
