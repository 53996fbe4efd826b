package dev.synctrail.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live state that a write may replace; any other state is a conflict.
 *
 * @param etag the strong entity tag that must still match, or null when the type must be absent
 */
public record ExpectedState(@Nullable String etag) {
  /** The type must be absent. */
  public static final ExpectedState ABSENT = new ExpectedState(null);

  /** Returns the entity tag that must match; empty when the type must be absent. */
  public Optional<String> tag() {
    return Optional.ofNullable(etag);
  }
}
