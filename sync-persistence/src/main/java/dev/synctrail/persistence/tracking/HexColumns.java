package dev.synctrail.persistence.tracking;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Hashes are hex to the domain and half as long in the database. */
public final class HexColumns {
  private static final HexFormat HEX = HexFormat.of();

  private HexColumns() {}

  /** Returns what the column holds; null for null. */
  public static byte @Nullable [] bytes(@Nullable String hex) {
    return hex == null ? null : HEX.parseHex(hex);
  }

  /** Reads what {@link #bytes(String)} made. */
  public static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }
}
