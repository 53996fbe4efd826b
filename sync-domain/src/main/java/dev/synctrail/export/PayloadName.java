package dev.synctrail.export;

import dev.synctrail.snapshot.Checksum;

/**
 * Identifies stored bytes in an export.
 *
 * @param checksum the checksum of the complete original
 * @param truncated whether only its beginning is stored
 */
public record PayloadName(Checksum checksum, boolean truncated) {
  private static final String BEGINNING = "/beginning";

  /** Returns the name as it appears in an export. */
  @Override
  public String toString() {
    return truncated ? checksum + BEGINNING : checksum.hex();
  }

  /**
   * Parses the result of {@link #toString()}.
   *
   * @throws IllegalArgumentException if the text is not such a name
   */
  public static PayloadName of(String text) {
    boolean truncated = text.endsWith(BEGINNING);
    return new PayloadName(
        new Checksum(truncated ? text.substring(0, text.length() - BEGINNING.length()) : text),
        truncated);
  }
}
