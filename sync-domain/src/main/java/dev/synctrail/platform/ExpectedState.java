package dev.synctrail.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live state that a write may replace; any other is a conflict.
 *
 * @param etag the strong entity tag that must still be there, or null when nothing may be there
 */
public record ExpectedState(@Nullable String etag) {
  /** Nothing may be there. */
  public static final ExpectedState ABSENT = new ExpectedState(null);

  /** Returns the tag that must match, empty when the type must be absent. */
  public Optional<String> tag() {
    return Optional.ofNullable(etag);
  }
}
