package dev.synctrail.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * Identifies one deployment or pull run.
 *
 * @param value a UUIDv7 (RFC 9562) made from the instant the run was requested
 */
public record RunId(UUID value) {

  /** Creates a new id for {@code createdAt}. */
  public static RunId at(Instant createdAt) {
    return new RunId(TimeOrderedIds.at(createdAt));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
