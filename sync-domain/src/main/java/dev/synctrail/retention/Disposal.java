package dev.synctrail.retention;

import dev.synctrail.retention.Purge.Counts;
import dev.synctrail.tracking.SyncId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes purged data, one batch per call, in the caller's transaction. Syncs that are not
 * terminal, or on legal hold when the batch is selected, are not deleted.
 *
 * <p>A payload's bytes are deleted in three steps, so that a concurrent writer of the same bytes
 * either finds them or stores them again: they are marked while no payload is being stored; bytes
 * that are still referenced are unmarked; and bytes that are still marked are deleted. Storing a
 * payload removes its mark.
 */
public interface Disposal {

  /** Counts everything that a purge would delete now. */
  Counts count(Purge purge);

  /** Deletes syncs that are too old. */
  Batch rows(Purge purge, int limit);

  /** Deletes the attempts of syncs that are kept. */
  Batch attempts(Purge purge, int limit);

  /** Deletes the payloads of syncs that are kept: the syncs no longer refer to any bytes. */
  Batch payloads(Purge purge, int limit);

  /** Returns why the payloads of a sync must not be erased now; empty if they may be. */
  Optional<Erasure.Refusal> refusal(SyncId sync);

  /**
   * Removes all references of a sync to its payloads, as a purge does.
   *
   * @param by the erasure
   * @return the number of rows by table
   */
  Map<String, Long> payloadsOf(SyncId sync, UUID by);

  /**
   * Marks the bytes that deleted data referred to.
   *
   * @param by the purge or erasure
   * @throws Busy if a transaction that stores payloads takes too long
   */
  void mark(UUID by);

  /** Unmarks bytes that are still referenced. */
  void spare();

  /** Deletes bytes that are still marked. */
  Batch bytes(int limit);

  /**
   * What one call deleted.
   *
   * @param last the last sync, or any id for bytes; null if nothing was left
   */
  record Batch(@Nullable UUID last, Counts deleted) {}

  /** Thrown if payloads are being stored, or entries wait for their place in the ledger. */
  final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Busy(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
