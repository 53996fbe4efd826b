package dev.synctrail.persistence.tracking;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.PayloadReference;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Maps a payload reference to its columns: checksum, size, and whether the stored payload is
 * truncated.
 */
final class PayloadReferenceColumns {
  private static final HexFormat HEX = HexFormat.of();

  private PayloadReferenceColumns() {}

  static byte @Nullable [] checksum(@Nullable PayloadReference payloadReference) {
    return payloadReference == null ? null : HEX.parseHex(payloadReference.checksum().hex());
  }

  static @Nullable Integer size(@Nullable PayloadReference payloadReference) {
    return payloadReference == null ? null : payloadReference.originalSize();
  }

  static @Nullable PayloadReference reference(
      byte @Nullable [] checksum, @Nullable Integer size, boolean truncated) {
    return checksum == null || size == null
        ? null
        : new PayloadReference(new Checksum(HEX.formatHex(checksum)), size, truncated);
  }
}
