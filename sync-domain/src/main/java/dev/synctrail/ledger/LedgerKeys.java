package dev.synctrail.ledger;

import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.VerifierKey;
import java.util.List;
import java.util.Optional;

/** Provides the private key of the ledger from where the operator keeps it. */
public interface LedgerKeys {

  /**
   * Returns the key that signs now.
   *
   * @throws LedgerKeyMissing if there is none, or it cannot be read
   */
  LedgerKey current();

  /** Returns the key that the current one replaces, while it is being replaced. */
  default Optional<LedgerKey> previous() {
    return Optional.empty();
  }

  /**
   * Signs a text, while the key is being replaced also with the previous one.
   *
   * @throws LedgerKeyMissing if there is no current one
   */
  default Note sign(String text) {
    Note note = current().sign(text);
    return previous().map(key -> note.with(key.sign(text).signatures())).orElse(note);
  }

  /**
   * Returns whether an entry that waits was written by a server of this ledger.
   *
   * @throws LedgerKeyMissing if there is no current key
   */
  default boolean haveWritten(PendingEntry entry) {
    return current().isAuthentic(entry) || previous().filter(k -> k.isAuthentic(entry)).isPresent();
  }

  /**
   * Returns the public keys of this ledger, oldest first: the current one, and those that signed
   * before it.
   *
   * @throws LedgerKeyMissing if there is no current one
   */
  List<VerifierKey> trusted();

  /**
   * Returns whether a key of this ledger has signed a note. A signature with Ed25519 has no
   * randomness (RFC 8032), and with our key making it again is faster than verifying it.
   *
   * @throws LedgerKeyMissing if there is no current key
   */
  default boolean haveSigned(Note note) {
    return current().sign(note.text()).toString().equals(note.toString())
        || trusted().stream().anyMatch(key -> key.verifies(note));
  }

  /** Returns whether there is a key now, and so something can be recorded. */
  default boolean areAvailable() {
    try {
      current();
      return true;
    } catch (LedgerKeyMissing e) {
      return false;
    }
  }
}
