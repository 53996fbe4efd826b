package dev.synctrail.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of what would leave for a platform is held back by people, and why.
 *
 * @param why for a person; empty when nothing is held back
 * @param until when it ends by itself; null when somebody has to end it, and when there is none
 */
public record Halt(Scope scope, String why, @Nullable Instant until) {
  /** Nothing is held back. */
  public static final Halt NONE = new Halt(Scope.NOTHING, "", null);

  /** What is held back. */
  public enum Scope {
    NOTHING,
    /** Changes; looking is allowed. */
    WRITES,
    EVERYTHING
  }

  /** Tells whether a request may not leave. */
  public boolean holds(RequestPurpose requestPurpose) {
    return scope == Scope.EVERYTHING
        || (scope == Scope.WRITES && requestPurpose == RequestPurpose.WRITE);
  }

  /**
   * Makes sure that a request may leave.
   *
   * @throws Deferred when it may not; due at once, as it is not taken before the halt ends, which
   *     may be sooner than planned
   */
  public void requireNone(RequestPurpose requestPurpose, Instant now) {
    if (holds(requestPurpose)) {
      throw new Deferred(
          Failure.of(FailureClass.HALTED, until == null ? why : why + " (until " + until + ")"),
          now);
    }
  }
}
