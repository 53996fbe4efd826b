package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects versions of a type; a null member matches everything.
 *
 * @param from the start of the period, inclusive
 * @param until the end of the period, exclusive
 */
public record VersionFilter(
    TypeKey typeKey,
    @Nullable String author,
    @Nullable VersionSource source,
    @Nullable Instant from,
    @Nullable Instant until) {

  /** Returns a filter for all versions of the type. */
  public static VersionFilter of(TypeKey typeKey) {
    return new VersionFilter(typeKey, null, null, null, null);
  }
}
