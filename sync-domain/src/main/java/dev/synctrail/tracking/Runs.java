package dev.synctrail.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps deployments and retrievals. Writes join the caller's transaction and fail without one. */
public interface Runs {

  /** Adds a run. */
  void add(Run run);

  /** Returns a run. */
  Optional<Run> find(RunId id);

  /** Notes that work on it has begun, the first time. */
  void started(RunId id, Instant at);

  /**
   * Counts a sync that has its outcome.
   *
   * @return whether it was the last one
   */
  boolean settled(RunId id, SyncStatus outcome, Instant at);

  /** The types were asked of the platform and are now part of the run. */
  void listed(RunId id, int total, Instant at);

  /** The types could not be asked of the platform. */
  void listingFailed(RunId id, String errorMessage, Instant at);

  /** Returns the failed syncs of a run. */
  List<SyncId> failed(RunId id);
}
