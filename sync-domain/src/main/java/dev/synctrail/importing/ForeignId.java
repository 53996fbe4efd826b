package dev.synctrail.importing;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Derives ids for imported records that have another form of id. The same source id always gives
 * the same id, so that a repeated import finds the record.
 */
public final class ForeignId {
  private static final long TIMESTAMP_SHIFT = 16;
  private static final long VERSION_7 = 0x7000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private ForeignId() {}

  /** Returns the id of a sync: a UUIDv7 of its start, with a hash in place of the random bits. */
  public static SyncId sync(Instant startedAt, String id) {
    UUID hash = hash("sync " + id);
    return new SyncId(
        new UUID(
            startedAt.toEpochMilli() << TIMESTAMP_SHIFT
                | VERSION_7
                | (hash.getMostSignificantBits() & 0x0FFF),
            hash.getLeastSignificantBits()));
  }

  /** Returns the id of a run: a UUIDv8 (RFC 9562, §5.8) that consists of a hash. */
  public static RunId run(String id) {
    UUID hash = hash("run " + id);
    return new RunId(
        new UUID(
            (hash.getMostSignificantBits() & ~0xF000L) | VERSION_8,
            hash.getLeastSignificantBits()));
  }

  private static UUID hash(String text) {
    String hex = Checksum.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        (Long.parseUnsignedLong(hex.substring(16, 32), 16) >>> 2) | VARIANT);
  }
}
