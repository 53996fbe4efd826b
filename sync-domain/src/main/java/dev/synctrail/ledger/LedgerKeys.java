package dev.synctrail.ledger;

import dev.synctrail.tlog.VerifierKey;
import java.util.List;

/** Provides the private key of the ledger from where the operator keeps it. */
public interface LedgerKeys {

  /**
   * Returns the key that signs now.
   *
   * @throws LedgerKeyMissing if there is none, or it cannot be read
   */
  LedgerKey current();

  /**
   * Returns the public keys of this ledger: the current one, and those that signed before it.
   *
   * @throws LedgerKeyMissing if there is no current one
   */
  List<VerifierKey> trusted();

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
