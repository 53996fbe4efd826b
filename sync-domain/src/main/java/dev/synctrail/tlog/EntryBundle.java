package dev.synctrail.tlog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The entries of a tile in one file, each after its length in 16 bits (C2SP tlog-tiles). */
public final class EntryBundle {
  /** The maximum length of an entry in bytes. */
  public static final int MAX_ENTRY = 65_535;

  private EntryBundle() {}

  /**
   * Returns the bundle of the entries.
   *
   * @throws MalformedLog if an entry is longer than {@value #MAX_ENTRY} bytes
   */
  public static byte[] of(List<byte[]> entries) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY) {
        throw new MalformedLog("An entry of " + entry.length + " bytes is too long");
      }
      bundle.write(entry.length >>> Byte.SIZE);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  /**
   * Returns the entries of a bundle.
   *
   * @throws MalformedLog if it ends within an entry
   */
  public static List<byte[]> parse(byte[] bundle) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bundle.length) {
      int start = at + 2;
      int end =
          start > bundle.length
              ? Integer.MAX_VALUE
              : start + (((bundle[at] & 0xFF) << Byte.SIZE) | (bundle[at + 1] & 0xFF));
      if (end > bundle.length) {
        throw new MalformedLog("The entry bundle ends within an entry");
      }
      entries.add(Arrays.copyOfRange(bundle, start, end));
      at = end;
    }
    return entries;
  }
}
