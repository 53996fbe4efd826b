package dev.synctrail.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How showing a password went.
 *
 * @param caller who was let in, or null
 * @param locked how long nothing is looked at for this name; zero unless it is locked
 */
public record SignInResult(@Nullable Caller caller, Duration locked) {
  /** The name or the password is wrong. */
  public static final SignInResult REFUSED = new SignInResult(null, Duration.ZERO);

  static SignInResult of(Caller caller) {
    return new SignInResult(caller, Duration.ZERO);
  }

  static SignInResult notBefore(Duration locked) {
    return new SignInResult(null, locked);
  }

  /** Tells whether the name is locked after too many wrong passwords. */
  public boolean isLocked() {
    return !locked.isZero();
  }
}
