package dev.synctrail.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading back a write of unknown outcome.
 *
 * @param live the current state, or null when the type is absent
 */
public record ReadBack(Finding finding, @Nullable LiveState live) {

  /** Returns the current state; empty when the type is absent. */
  public Optional<LiveState> found() {
    return Optional.ofNullable(live);
  }

  /** The possible findings. */
  public enum Finding {
    /** The desired state, apart from the platform's defaults. */
    WANTED,
    /** The state before the write, unchanged. */
    AS_BEFORE,
    /** Any other state; it must not be overwritten. */
    OTHER
  }
}
