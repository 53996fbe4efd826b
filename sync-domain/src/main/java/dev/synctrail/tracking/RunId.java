package dev.synctrail.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * Names one deployment or retrieval.
 *
 * @param value a UUIDv7 (RFC 9562) made from the instant the run was asked for
 */
public record RunId(UUID value) {

  /** Makes a new id for {@code createdAt}. */
  public static RunId at(Instant createdAt) {
    return new RunId(TimeOrderedIds.at(createdAt));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
