package dev.synctrail.importing;

import dev.synctrail.importing.ImportedSync.Purged;
import dev.synctrail.tracking.SyncId;

/** Marks syncs whose payloads were purged elsewhere. Joins the caller's transaction. */
public interface Tombstones {

  /** Marks a sync that was just added. */
  void mark(SyncId id, Purged purged);
}
