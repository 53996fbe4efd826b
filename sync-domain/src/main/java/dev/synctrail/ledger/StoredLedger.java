package dev.synctrail.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the ledger and the rows that it is about, as they are stored. */
public interface StoredLedger {

  /** Returns everything as it is now. What is written later is not seen. */
  Moment now();

  /** Everything as it was at one moment. It must be closed, because it holds a connection. */
  interface Moment extends StoredTiles, AutoCloseable {

    /** Returns the end of the log. */
    LedgerLog.End end();

    /** Returns the number of leaves of the last checkpoint that was signed before a time. */
    long sizeBefore(Instant at);

    /** Returns checkpoints of more leaves than this, in their order. */
    List<SignedSize> checkpointsAfter(long size, int atMost);

    /** Returns the checkpoint of this many leaves; null if there is none. */
    @Nullable SignedSize checkpointOf(long size);

    /** Returns how many checkpoints are stored. */
    long checkpoints();

    /** Returns entries from a leaf on, in their order; fewer if they are long. */
    List<LogEntry> entries(long from, int atMost);

    /** Returns entries of the queue after a number, in their order; fewer if they are long. */
    List<QueuedEntry> queue(long after, int atMost);

    /** Returns the numbers of the rows of the queue that the sequencer has rejected. */
    List<Long> forgeries();

    /**
     * Compares rows with the next entries, which come in the order in which they were written.
     *
     * @return the number of rows that differ so far; a later entry may explain them
     */
    int compare(List<StoredEntry> entries);

    /** Takes entries whose facts may not be right: their rows are known, but not compared. */
    void skip(List<StoredEntry> entries);

    /**
     * Takes entries after those that are verified. They are only asked whether they explain a row
     * that differs.
     */
    int explain(List<StoredEntry> entries);

    /**
     * Returns what differs after the last entry.
     *
     * @param extraRows whether rows that no entry is about are findings
     */
    List<LedgerFinding> findings(boolean extraRows);

    @Override
    void close();
  }

  /**
   * A checkpoint as it is stored.
   *
   * @param size the number of leaves
   * @param note the signed note
   */
  record SignedSize(long size, String note) {}

  /** An entry in the log as it is stored. */
  final class LogEntry {
    private final long leaf;
    private final byte[] entry;
    private final byte @Nullable [] salt;
    private final byte @Nullable [] salts;
    private final Set<UUID> subjects;

    /**
     * @param leaf the index of the leaf
     * @param entry the bytes of the leaf
     * @param salt the bytes of the {@link Salt}; null if it is not stored
     * @param salts the {@link EntrySalts} that are stored in its place, since a value was erased
     * @param subjects the syncs and runs by which it is found
     */
    public LogEntry(
        long leaf,
        byte[] entry,
        byte @Nullable [] salt,
        byte @Nullable [] salts,
        Set<UUID> subjects) {
      this.leaf = leaf;
      this.entry = entry;
      this.salt = salt;
      this.salts = salts;
      this.subjects = subjects;
    }

    long leaf() {
      return leaf;
    }

    byte[] entry() {
      return entry;
    }

    byte @Nullable [] salt() {
      return salt;
    }

    byte @Nullable [] salts() {
      return salts;
    }

    Set<UUID> subjects() {
      return subjects;
    }
  }

  /**
   * An entry of the queue.
   *
   * @param pending the entry
   * @param subjects the syncs and runs by which it will be found
   */
  record QueuedEntry(PendingEntry pending, Set<UUID> subjects) {
    public QueuedEntry {
      subjects = Set.copyOf(subjects);
    }
  }
}
