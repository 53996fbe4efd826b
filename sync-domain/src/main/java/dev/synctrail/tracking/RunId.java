package dev.synctrail.tracking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  /** Returns the id that is written in this text (RFC 9562); empty if it is absent or no UUID. */
  public static Optional<RunId> parse(@Nullable String text) {
    return TimeOrderedIds.parse(text).map(RunId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
