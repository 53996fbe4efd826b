package dev.synctrail.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A difference between what is stored and what the ledger says. It is reported and never repaired.
 *
 * @param kind what is wrong
 * @param leaf the index of the leaf that shows it; null if none does
 * @param place the row, payload, tile or checkpoint
 * @param detail what differs
 */
public record LedgerFinding(Kind kind, @Nullable Long leaf, String place, String detail) {

  /** What is wrong. */
  public enum Kind {
    /** The ledger has a row that is not stored, and nothing says that it was deleted. */
    MISSING_ROW,
    /** A row is not as it was recorded. */
    ALTERED_ROW,
    /** A row is stored that the ledger does not have, or says was deleted. */
    EXTRA_ROW,
    /** The bytes of a payload are not those that were recorded. */
    ALTERED_PAYLOAD,
    /** A payload is not stored, and nothing says that it was deleted. */
    MISSING_PAYLOAD,
    /** An entry is not the one whose hash is in the tree. */
    ALTERED_ENTRY,
    /** An entry that a receipt has promised is neither in the log nor waits for it. */
    MISSING_ENTRY,
    /** The salt of an entry is not stored, so that its commitments cannot be compared. */
    MISSING_SALT,
    /** A hash of the tree does not follow from the entries. */
    ALTERED_TILE,
    /** Leaves are missing between others. */
    SEQUENCE_GAP,
    /** A checkpoint is not signed, or is not that of the entries before it. */
    CHECKPOINT_DOES_NOT_CONTINUE,
    /** A checkpoint that was kept outside is one of another history. */
    SPLIT_VIEW,
    /** A row of the queue was not written by Synctrail. */
    FORGED_ENTRY
  }
}
