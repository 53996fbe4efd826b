package dev.synctrail.tracking;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDComparator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates UUIDv7 values (RFC 9562): the first 48 bits are the milliseconds since the epoch. */
final class TimeOrderedIds {
  /** The order of {@code uuid} in the database: unsigned, byte by byte. */
  static final Comparator<UUID> ORDER = UUIDComparator::staticCompare;

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private TimeOrderedIds() {}

  static UUID at(Instant instant) {
    return GENERATOR.construct(instant.toEpochMilli());
  }

  /**
   * Returns the UUID that is written in the text (RFC 9562), in full length; empty for any other.
   */
  static Optional<UUID> parse(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(UUID::fromString)
          .filter(id -> id.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Instant instantOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
