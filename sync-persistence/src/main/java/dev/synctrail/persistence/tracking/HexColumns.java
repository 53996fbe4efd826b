package dev.synctrail.persistence.tracking;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Converts hashes between hexadecimal text in the domain and bytes in the database, which are half
 * as long.
 */
public final class HexColumns {
  private static final HexFormat HEX = HexFormat.of();

  private HexColumns() {}

  /** Returns the bytes of a hexadecimal text; null for null. */
  public static byte @Nullable [] bytes(@Nullable String hex) {
    return hex == null ? null : HEX.parseHex(hex);
  }

  /** Returns the hexadecimal text of bytes; null for null. */
  public static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }
}
