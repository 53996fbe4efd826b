package dev.synctrail.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How showing a password went.
 *
 * @param caller who was let in, or null
 * @param locked how long nothing is looked at for this name; zero unless it is locked
 */
public record Admission(@Nullable Caller caller, Duration locked) {
  /** The name or the password is wrong. */
  public static final Admission REFUSED = new Admission(null, Duration.ZERO);

  static Admission of(Caller caller) {
    return new Admission(caller, Duration.ZERO);
  }

  static Admission notBefore(Duration locked) {
    return new Admission(null, locked);
  }

  /** Tells whether the name is locked after too many wrong passwords. */
  public boolean isLocked() {
    return !locked.isZero();
  }
}
