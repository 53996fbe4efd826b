package dev.synctrail.drift;

import dev.synctrail.tracking.SyncId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Stores the latest verdict on each push. Writes join the caller's transaction. */
public interface DriftVerdicts {

  /** Stores a verdict, replacing the earlier one of the sync. */
  void save(DriftVerdict driftVerdict);

  /** Returns the verdict on a sync. */
  Optional<DriftVerdict> on(SyncId sync);

  /**
   * Returns the verdicts on many syncs as constants. Syncs without a verdict are not in the map.
   */
  Map<SyncId, DriftVerdict.Word> words(Collection<SyncId> syncs);
}
