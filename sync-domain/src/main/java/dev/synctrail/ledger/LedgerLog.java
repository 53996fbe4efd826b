package dev.synctrail.ledger;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.LogTiles;
import dev.synctrail.tlog.Note;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The log as it is stored: entries in their order, tiles and checkpoints, and the queue of entries
 * that have no place yet. Writes join the caller's transaction and fail without one.
 */
public interface LedgerLog extends LogTiles {

  /** Locks the end of the log until the end of the transaction. */
  End lock();

  /** Returns the first entries that wait, in the order in which they were written. */
  List<PendingEntry> pending(int atMost);

  /** Moves entries from the queue to the end of the log, in their order. */
  void append(End end, List<PendingEntry> entries);

  /** Moves an alleged entry from the queue to the findings. */
  void reject(PendingEntry forgery, Instant at);

  /** Stores tiles that have grown. */
  void store(Map<LogTile, byte[]> tiles);

  /** Returns the newest checkpoint; empty before the first entry. */
  Optional<Note> lastCheckpoint();

  /**
   * Stores a checkpoint as the new end of the log.
   *
   * @throws IllegalStateException if another sequencer has moved the end
   */
  void store(End before, Checkpoint checkpoint, Note note, Instant at);

  /** Returns entries from a leaf on, in their order. */
  List<byte[]> entries(long from, int atMost);

  /** Returns the entries that are about a sync or a run, in their order. */
  List<Leaf> leavesOf(UUID subject);

  /** Returns how many entries about a sync or a run wait for their place. */
  int waiting(UUID subject);

  /** Returns the first checkpoint that covers a leaf; empty if none does. */
  Optional<SignedCheckpoint> covering(long leaf);

  /** Returns the newest checkpoints, newest first. */
  List<SignedCheckpoint> newest(int atMost);

  /**
   * A checkpoint with the time when it was signed.
   *
   * @param note the signed note
   */
  record SignedCheckpoint(Note note, Instant at) {
    /** Returns what was signed. */
    public Checkpoint checkpoint() {
      return Checkpoint.parse(note.text());
    }
  }

  /**
   * An entry in the log.
   *
   * @param index the index of the leaf, from 0
   * @param entry its bytes as text: canonical JSON
   */
  record Leaf(long index, String entry) {}

  /**
   * The end of the log.
   *
   * @param size the number of leaves
   * @param fence the number of batches
   */
  record End(long size, long fence) {}
}
