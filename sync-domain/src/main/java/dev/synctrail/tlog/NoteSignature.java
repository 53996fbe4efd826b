package dev.synctrail.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One signature line of a note: {@code — name base64(key hash ‖ signature)}. */
public final class NoteSignature {
  private static final String DASH = "\u2014 ";
  private static final int HASH = 4;

  private final String name;
  private final int keyHash;
  private final byte[] bytes;

  NoteSignature(String name, int keyHash, byte[] bytes) {
    this.name = NoteText.requireName(name);
    this.keyHash = keyHash;
    this.bytes = bytes.clone();
  }

  /**
   * Reads a line without its newline.
   *
   * @throws MalformedLog if it is not a signature
   */
  public static NoteSignature parse(String line) {
    String[] parts = line.split(" ", -1);
    if (!line.startsWith(DASH) || parts.length != 3) {
      throw new MalformedLog("Not the signature of a note: " + line);
    }
    byte[] bytes = NoteText.base64(parts[2]);
    if (bytes.length <= HASH) {
      throw new MalformedLog("The signature of a note is too short: " + line);
    }
    return new NoteSignature(
        parts[1], ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, HASH, bytes.length));
  }

  /** Returns the name of the key. */
  public String name() {
    return name;
  }

  /** Returns the hash of the key. */
  public int keyHash() {
    return keyHash;
  }

  /** Returns a copy of the signature itself. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoteSignature that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the line without its newline. */
  @Override
  public String toString() {
    byte[] all = ByteBuffer.allocate(HASH + bytes.length).putInt(keyHash).put(bytes).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(all);
  }
}
