package dev.synctrail.persistence;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a column contains in place of the checksum of a payload that was erased: the id of the purge
 * or erasure, and the commitment of the payload. A checksum is shorter.
 *
 * @param by the purge or erasure
 * @param commitment 64 lower-case hexadecimal digits
 */
public record ErasedReference(UUID by, String commitment) {
  private static final int ID_DIGITS = 32;
  private static final int DIGITS = ID_DIGITS + 64;
  private static final int HEX = 16;

  /** Reads the hexadecimal text of a column; null if that is a checksum. */
  public static @Nullable ErasedReference of(String hex) {
    return hex.length() == DIGITS
        ? new ErasedReference(
            new UUID(
                Long.parseUnsignedLong(hex, 0, ID_DIGITS / 2, HEX),
                Long.parseUnsignedLong(hex, ID_DIGITS / 2, ID_DIGITS, HEX)),
            hex.substring(ID_DIGITS))
        : null;
  }

  /** Returns the checksum, or what is known of an erased one, in hexadecimal. */
  static String hash(String hex) {
    return hex.length() == DIGITS ? hex.substring(ID_DIGITS) : hex;
  }

  /**
   * Returns the column as it is to be stored: what it is now, unless the reference is to another
   * payload.
   */
  public static byte @Nullable [] keepIfErased(byte @Nullable [] current, byte @Nullable [] next) {
    return current != null
            && next != null
            && current.length == DIGITS / 2
            && Arrays.equals(current, ID_DIGITS / 2, DIGITS / 2, next, 0, next.length)
        ? current
        : next;
  }
}
