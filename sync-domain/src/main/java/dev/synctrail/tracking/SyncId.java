package dev.synctrail.tracking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one sync; ids sort by time.
 *
 * @param value a UUIDv7 (RFC 9562) made from the instant the intent was recorded
 */
public record SyncId(UUID value) implements Comparable<SyncId> {

  /**
   * Creates a new id for {@code startedAt}, in milliseconds; later ids of one server sort later.
   */
  public static SyncId at(Instant startedAt) {
    return new SyncId(TimeOrderedIds.at(startedAt));
  }

  /** Returns the id that is written in this text (RFC 9562); empty if it is absent or no UUID. */
  public static Optional<SyncId> parse(@Nullable String text) {
    return TimeOrderedIds.parse(text).map(SyncId::new);
  }

  /** Returns the instant the id was made from, in milliseconds. */
  public Instant startedAt() {
    return TimeOrderedIds.instantOf(value);
  }

  @Override
  public int compareTo(SyncId other) {
    return TimeOrderedIds.ORDER.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
