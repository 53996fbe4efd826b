package dev.synctrail.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a sign-in.
 *
 * @param caller the authenticated user, or null
 * @param locked the remaining time for which the name is locked; zero unless it is locked
 * @param knownName the entered name if it is that of a user, for the access log only; null if it is
 *     not, because users enter passwords as the name
 */
public record SignInResult(@Nullable Caller caller, Duration locked, @Nullable String knownName) {
  /** The name or password is wrong. */
  public static final SignInResult REFUSED = refused(null);

  static SignInResult of(Caller caller) {
    return new SignInResult(caller, Duration.ZERO, caller.name());
  }

  static SignInResult refused(@Nullable String knownName) {
    return new SignInResult(null, Duration.ZERO, knownName);
  }

  static SignInResult lockedFor(Duration locked, @Nullable String knownName) {
    return new SignInResult(null, locked, knownName);
  }

  /** Returns whether the name is locked after too many wrong passwords. */
  public boolean isLocked() {
    return !locked.isZero();
  }
}
