package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a type are wanted; null leaves a member open.
 *
 * @param from the first instant inside
 * @param until the first instant after it
 */
public record VersionFilter(
    TypeKey typeKey,
    @Nullable String author,
    @Nullable VersionSource source,
    @Nullable Instant from,
    @Nullable Instant until) {

  /** Every version of the type. */
  public static VersionFilter of(TypeKey typeKey) {
    return new VersionFilter(typeKey, null, null, null, null);
  }
}
