package dev.synctrail.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A file of a bundle, and the only records of the ZIP format (APPNOTE 6.3.10) that describe it: no
 * compression, no time, no attributes.
 *
 * @param name its path, in ASCII
 * @param crc the CRC-32 of its content
 * @param size the length of its content
 * @param offset where it begins in the bundle
 */
record BundleFile(String name, int crc, long size, long offset) {
  static final int LOCAL = 0x04034b50;
  static final int LOCAL_LENGTH = 30;
  static final int CRC_AT = 14;
  static final int SIZE_AT = 18;
  static final int NAME_LENGTH_AT = 26;

  /** What offsets and counts of the format hold without its extensions. */
  static final long MAX_BYTES = 0xFFFF_0000L;

  static final int MAX_FILES = 0xFFFE;
  static final int MAX_NAME = 100;

  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final short VERSION = 10;
  private static final short FIRST_OF_JANUARY_1980 = 0x21;
  private static final short NONE = 0;

  byte[] local() {
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    return described(buffer(LOCAL_LENGTH + path.length).putInt(LOCAL), path)
        .putShort(NONE)
        .put(path)
        .array();
  }

  byte[] central() {
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    return described(buffer(CENTRAL_LENGTH + path.length).putInt(CENTRAL).putShort(VERSION), path)
        .putShort(NONE) // extensions
        .putShort(NONE) // comment
        .putShort(NONE) // disk
        .putShort(NONE) // internal attributes
        .putInt(0) // external attributes
        .putInt((int) offset)
        .put(path)
        .array();
  }

  private ByteBuffer described(ByteBuffer record, byte[] path) {
    return record
        .putShort(VERSION)
        .putShort(NONE) // flags
        .putShort(NONE) // stored
        .putShort(NONE) // time
        .putShort(FIRST_OF_JANUARY_1980)
        .putInt(crc)
        .putInt((int) size)
        .putInt((int) size)
        .putShort((short) path.length);
  }

  static byte[] end(int files, long directory, long offset) {
    return buffer(END_LENGTH)
        .putInt(END)
        .putShort(NONE)
        .putShort(NONE)
        .putShort((short) files)
        .putShort((short) files)
        .putInt((int) directory)
        .putInt((int) offset)
        .putShort(NONE)
        .array();
  }

  static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
