package dev.synctrail.tracking;

import java.util.Optional;

/**
 * Stores the syncs that external systems record, each change in one round trip to the database.
 * Every method joins the caller's transaction and fails without one.
 */
public interface OutsideSyncs {

  /**
   * Adds a sync that was just begun. A sync with a content hash but no version is linked to the
   * latest version of its type with this content, if there is one.
   */
  void add(Sync sync, SyncEvent begun);

  /** Returns a sync and locks it for the transaction, so that transitions happen one at a time. */
  Optional<Sync> lock(SyncId id);

  /**
   * Stores the next state of a locked sync and the event that explains it.
   *
   * @param current the sync as it was locked
   */
  void update(Sync current, Sync next, SyncEvent event);
}
