package dev.synctrail.export;

import dev.synctrail.snapshot.Checksum;

/**
 * Which stored bytes are meant.
 *
 * @param checksum of the whole original
 * @param truncated whether only its beginning is kept
 */
public record PayloadName(Checksum checksum, boolean truncated) {
  private static final String BEGINNING = "/beginning";

  /** Returns it as it is spelled in an export. */
  @Override
  public String toString() {
    return truncated ? checksum + BEGINNING : checksum.hex();
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static PayloadName of(String text) {
    boolean truncated = text.endsWith(BEGINNING);
    return new PayloadName(
        new Checksum(truncated ? text.substring(0, text.length() - BEGINNING.length()) : text),
        truncated);
  }
}
