package dev.synctrail.ledger;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.evidence.Closing;
import dev.synctrail.tlog.Note;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the ledger has about syncs, and what opens its commitments. */
public interface LedgerEvidence {
  /** The maximum number of entries of one bundle. */
  int MAX_LEAVES = 10_000;

  /**
   * Passes everything to the sink, from one snapshot of the database.
   *
   * @param subjects ids of syncs and runs
   * @param content whether to open values and payloads
   * @throws NotSequenced before anything is passed, if an entry about them still waits
   * @throws EvidenceTooLarge before anything is passed, if there are too many entries
   */
  void read(Set<UUID> subjects, boolean content, Sink sink) throws IOException;

  /** Receives the evidence in the order of the leaves. */
  interface Sink {
    /**
     * Receives a checkpoint that covers all leaves: the first one that places outside have signed,
     * or else the newest.
     *
     * @param anchors what places outside have signed of it
     */
    void begin(Note checkpoint, List<Anchor> anchors) throws IOException;

    /** Receives an entry with one value for each of its commitments. */
    void leaf(long leaf, byte[] entry, List<Value> values) throws IOException;

    /** Receives a payload that a value of the last leaf names, once. */
    void payload(Commitment commitment, Salt salt, byte[] bytes) throws IOException;
  }

  /**
   * What is known of a value that an entry commits to; or, if it is closed as {@link
   * Closing#DIFFERS}, of any column.
   *
   * @param fact the index of the fact in the entry
   * @param column the column
   * @param salt the salt of the text
   * @param text the text that was committed to
   * @param payload the payload that was committed to
   * @param closed why neither is known
   */
  record Value(
      int fact,
      String column,
      @Nullable Salt salt,
      @Nullable String text,
      @Nullable Commitment payload,
      @Nullable Closing closed) {
    /** Returns a value that is known. */
    public static Value of(int fact, String column, Salt salt, String text) {
      return new Value(fact, column, salt, text, null, null);
    }

    /** Returns a value that is a stored payload. */
    public static Value of(int fact, String column, Commitment payload) {
      return new Value(fact, column, null, null, payload, null);
    }

    /** Returns a value that is not known. */
    public static Value of(int fact, String column, Closing closed) {
      return new Value(fact, column, null, null, null, closed);
    }
  }
}
