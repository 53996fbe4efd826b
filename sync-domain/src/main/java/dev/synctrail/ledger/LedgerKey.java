package dev.synctrail.ledger;

import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.NoteSigner;
import dev.synctrail.tlog.VerifierKey;
import java.security.MessageDigest;

/**
 * The private key of the ledger, which is never in the database. It signs checkpoints and receipts,
 * and a key that is derived from it authenticates entries between their transaction and the
 * sequencer, so that a row that is inserted by others never becomes a leaf.
 */
public final class LedgerKey {
  private static final String PURPOSE = "synctrail ledger: pending entries, version 1";

  private final NoteSigner signer;
  private final HmacSha256 authentication;

  /**
   * @param signer signs with the private key
   * @param secret the 32 bytes of the private key (RFC 8032)
   */
  public LedgerKey(NoteSigner signer, byte[] secret) {
    this.signer = signer;
    this.authentication = new HmacSha256(HmacSha256.derive(secret, PURPOSE));
  }

  /** Returns the name of the log. */
  public String origin() {
    return signer.verifier().name();
  }

  /** Returns the public key. */
  public VerifierKey verifier() {
    return signer.verifier();
  }

  /** Signs a text. */
  public Note sign(String text) {
    return signer.sign(text);
  }

  /** Returns the code that shows the sequencer that an entry is the application's. */
  public byte[] authenticate(byte[] entry, Salt salt) {
    return authentication.of(PendingEntry.authenticated(entry, salt));
  }

  /** Returns whether an entry that waits for the sequencer is the application's. */
  public boolean isAuthentic(PendingEntry pending) {
    return pending.salt().length == Salt.LENGTH
        && MessageDigest.isEqual(
            authenticate(pending.entry(), Salt.of(pending.salt())), pending.code());
  }
}
