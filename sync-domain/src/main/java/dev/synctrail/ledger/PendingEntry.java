package dev.synctrail.ledger;

import java.io.ByteArrayOutputStream;

/** An entry that was committed and waits for its place in the log, as it is stored. */
public final class PendingEntry {
  private final long number;
  private final byte[] entry;
  private final byte[] salt;
  private final byte[] code;

  /**
   * @param number the order in which entries were written
   * @param entry the bytes of the leaf
   * @param salt the bytes of the {@link Salt}
   * @param code the authentication code of entry and salt
   */
  public PendingEntry(long number, byte[] entry, byte[] salt, byte[] code) {
    this.number = number;
    this.entry = entry;
    this.salt = salt;
    this.code = code;
  }

  public long number() {
    return number;
  }

  byte[] entry() {
    return entry;
  }

  byte[] salt() {
    return salt;
  }

  byte[] code() {
    return code;
  }

  /**
   * Returns the message that is authenticated. The salt comes first, because its length is fixed.
   */
  static byte[] authenticated(byte[] entry, Salt salt) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(salt.bytes());
    message.writeBytes(entry);
    return message.toByteArray();
  }
}
