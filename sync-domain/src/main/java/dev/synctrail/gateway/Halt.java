package dev.synctrail.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What users have blocked for a platform, and why.
 *
 * @param why an explanation for people; empty when nothing is blocked
 * @param until when it expires; null when a user has to end it, and when nothing is blocked
 */
public record Halt(Scope scope, String why, @Nullable Instant until) {
  /** Nothing is blocked. */
  public static final Halt NONE = new Halt(Scope.NOTHING, "", null);

  /** What is blocked. */
  public enum Scope {
    NOTHING,
    /** Changes; reads are allowed. */
    WRITES,
    EVERYTHING
  }

  /** Returns whether a request must not be sent. */
  public boolean holds(RequestPurpose requestPurpose) {
    return scope == Scope.EVERYTHING
        || (scope == Scope.WRITES && requestPurpose == RequestPurpose.WRITE);
  }

  /**
   * Verifies that a request may be sent.
   *
   * @throws Deferred when it may not. It is due at once, because it is not taken before the halt
   *     ends, which may be earlier than planned
   */
  public void requireNone(RequestPurpose requestPurpose, Instant now) {
    if (holds(requestPurpose)) {
      throw new Deferred(
          Failure.of(FailureClass.HALTED, until == null ? why : why + " (until " + until + ")"),
          now);
    }
  }
}
