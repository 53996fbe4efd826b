package dev.synctrail.persistence.tracking;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Evidence;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a row refers to a payload: checksum, size, and whether only its beginning is kept. */
final class EvidenceColumns {
  private static final HexFormat HEX = HexFormat.of();

  private EvidenceColumns() {}

  static byte @Nullable [] checksum(@Nullable Evidence evidence) {
    return evidence == null ? null : HEX.parseHex(evidence.checksum().hex());
  }

  static @Nullable Integer size(@Nullable Evidence evidence) {
    return evidence == null ? null : evidence.originalSize();
  }

  static @Nullable Evidence evidence(
      byte @Nullable [] checksum, @Nullable Integer size, boolean truncated) {
    return checksum == null || size == null
        ? null
        : new Evidence(new Checksum(HEX.formatHex(checksum)), size, truncated);
  }
}
