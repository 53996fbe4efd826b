package dev.synctrail.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write of unknown outcome turned out to have done.
 *
 * @param live what is there now, or null for nothing
 */
public record ReadBack(Finding finding, @Nullable LiveState live) {

  /** Returns what is there now, empty for nothing. */
  public Optional<LiveState> found() {
    return Optional.ofNullable(live);
  }

  /** The three things that can be found. */
  public enum Finding {
    /** What was wanted is there, the platform's defaults aside. */
    WANTED,
    /** What was there before the write is still there, unchanged. */
    AS_BEFORE,
    /** Something else is there; it must not be overwritten. */
    OTHER
  }
}
