package dev.synctrail.tracking;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDComparator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** Creates UUIDv7 values (RFC 9562): the first 48 bits are the milliseconds since the epoch. */
final class TimeOrderedIds {
  /** The order of {@code uuid} in the database: unsigned, byte by byte. */
  static final Comparator<UUID> ORDER = UUIDComparator::staticCompare;

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private TimeOrderedIds() {}

  static UUID at(Instant instant) {
    return GENERATOR.construct(instant.toEpochMilli());
  }

  static Instant instantOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
