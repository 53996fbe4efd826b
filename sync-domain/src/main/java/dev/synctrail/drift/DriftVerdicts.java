package dev.synctrail.drift;

import dev.synctrail.tracking.SyncId;
import java.util.Optional;

/** Keeps the latest verdict on each push. Writes join the caller's transaction. */
public interface DriftVerdicts {

  /** Keeps a verdict in place of the sync's former one. */
  void give(DriftVerdict driftVerdict);

  /** Returns the verdict on a sync. */
  Optional<DriftVerdict> on(SyncId sync);
}
