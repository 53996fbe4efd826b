package dev.synctrail.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a bundle one after the other. Everything that {@link BundleOutput} would not
 * have written is refused: compression, other names, a second file of a name, bytes that do not
 * belong to a file.
 */
final class BundleInput {
  private static final Pattern NAME =
      Pattern.compile(
          "README\\.txt|index\\.html|checkpoint|keys|manifest\\.json|signature"
              + "|(?:entries|records)/(?:0|[1-9][0-9]{0,17})\\.json"
              + "|proofs/(?:0|[1-9][0-9]{0,17})\\.tlog-proof"
              + "|anchors/(?:0|[1-9][0-9]?)\\.tsr"
              + "|payloads/[0-9a-f]{64}(?:\\.salt)?");

  /** The longest file that is read into memory. */
  private static final long MAX_FILE = 256L << 20;

  private static final int SIGNATURE_LENGTH = 4;

  private final InputStream in;
  private final List<BundleFile> files = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private long position;

  BundleInput(InputStream in) {
    this.in = in;
  }

  /**
   * Returns the next file; null after the last one, when the end of the bundle was verified too.
   *
   * @throws BrokenEvidence if the bundle has another form
   */
  @Nullable Content next() throws IOException {
    long offset = position;
    byte[] signature = read(SIGNATURE_LENGTH);
    if (files.size() > BundleFile.MAX_FILES) {
      throw new BrokenEvidence("The bundle has too many files");
    }
    if (little(signature).getInt() != BundleFile.LOCAL) {
      requireEnd(signature, offset);
      return null;
    }
    byte[] fixed = Arrays.copyOf(signature, BundleFile.LOCAL_LENGTH);
    byte[] rest = read(BundleFile.LOCAL_LENGTH - SIGNATURE_LENGTH);
    System.arraycopy(rest, 0, fixed, SIGNATURE_LENGTH, rest.length);
    ByteBuffer header = little(fixed);
    int length = Short.toUnsignedInt(header.getShort(BundleFile.NAME_LENGTH_AT));
    byte[] path = read(Math.min(length, BundleFile.MAX_NAME));
    String name = new String(path, StandardCharsets.ISO_8859_1);
    if (length > BundleFile.MAX_NAME || !NAME.matcher(name).matches()) {
      throw new BrokenEvidence("The bundle contains a file that does not belong into it");
    }
    long size = Integer.toUnsignedLong(header.getInt(BundleFile.SIZE_AT));
    BundleFile file = new BundleFile(name, header.getInt(BundleFile.CRC_AT), size, offset);
    if (!Arrays.equals(file.local(), concat(fixed, path))) {
      throw new BrokenEvidence(name + ": the bundle is not in the form that Synctrail writes");
    }
    if (!names.add(name)) {
      throw new BrokenEvidence(name + " is in the bundle twice");
    }
    if (size > MAX_FILE) {
      throw new BrokenEvidence(name + " is longer than 256 MB");
    }
    byte[] content = read((int) size);
    CRC32 crc = new CRC32();
    crc.update(content);
    if ((int) crc.getValue() != file.crc()) {
      throw new BrokenEvidence(name + " was altered: its checksum is wrong");
    }
    files.add(file);
    return new Content(name, content);
  }

  private void requireEnd(byte[] signature, long offset) throws IOException {
    byte[] found = signature;
    for (BundleFile file : files) {
      byte[] central = file.central();
      requireEqual(central, concat(found, read(central.length - found.length)));
      found = new byte[0];
    }
    byte[] end = BundleFile.end(files.size(), position - offset, offset);
    requireEqual(end, concat(found, read(end.length - found.length)));
    if (in.read() >= 0) {
      throw new BrokenEvidence("Something follows the end of the bundle");
    }
  }

  private static void requireEqual(byte[] expected, byte[] found) {
    if (!Arrays.equals(expected, found)) {
      throw new BrokenEvidence("The directory of the bundle is not that of its files");
    }
  }

  private byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new BrokenEvidence("The bundle is not complete");
    }
    position += length;
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** A file with its content. */
  static final class Content {
    private final String name;
    private final byte[] bytes;

    Content(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
