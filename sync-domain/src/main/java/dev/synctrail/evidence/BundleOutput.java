package dev.synctrail.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes the files of a bundle one after the other. The same files always give the same bytes, on
 * any platform.
 */
public final class BundleOutput {
  private final OutputStream out;
  private final List<BundleFile> files = new ArrayList<>();
  private final List<Listed> listed = new ArrayList<>();
  private long position;

  public BundleOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a file.
   *
   * @throws IOException if it cannot be written, or the bundle would have too many files or bytes
   */
  public void add(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    BundleFile file = new BundleFile(name, (int) crc.getValue(), content.length, position);
    if (files.size() == BundleFile.MAX_FILES || position + content.length > BundleFile.MAX_BYTES) {
      throw new IOException("An evidence bundle has at most 65 534 files and 4 GB");
    }
    files.add(file);
    listed.add(new Listed(name, content.length, sha256(content)));
    write(file.local());
    write(content);
  }

  /** Returns the files that were written so far, for the manifest. */
  public List<Listed> files() {
    return List.copyOf(listed);
  }

  /** Writes the end of the bundle. */
  public void finish() throws IOException {
    long directory = position;
    for (BundleFile file : files) {
      write(file.central());
    }
    write(BundleFile.end(files.size(), position - directory, directory));
    out.flush();
  }

  /** Returns the text that the key of the log signs for a manifest: type, log and hash. */
  public static String signed(String origin, byte[] manifest) {
    return "synctrail-evidence/v1\n" + origin + "\n" + sha256(manifest) + "\n";
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * A file as the manifest lists it.
   *
   * @param name its path
   * @param size its length in bytes
   * @param sha256 its SHA-256 in hexadecimal
   */
  public record Listed(String name, long size, String sha256) {}
}
