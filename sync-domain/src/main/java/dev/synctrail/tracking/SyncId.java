package dev.synctrail.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * Names one sync; its time is its order.
 *
 * @param value a UUIDv7 (RFC 9562) made from the instant the intent was recorded
 */
public record SyncId(UUID value) implements Comparable<SyncId> {

  /** Makes a new id for {@code startedAt}, in milliseconds; later ones of one server sort later. */
  public static SyncId at(Instant startedAt) {
    return new SyncId(TimeOrderedIds.at(startedAt));
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
