package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.TypeListing;
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
  default void listed(RunId id, int total, Instant at) {
    listed(id, total, List.of(), at);
  }

  /**
   * The types were asked of the platform and are now part of the run.
   *
   * @param total how many syncs it has
   * @param skipped what was listed besides and cannot be taken; counted as failed
   */
  void listed(RunId id, int total, List<TypeListing.Skipped> skipped, Instant at);

  /** The types could not be asked of the platform. */
  void listingFailed(RunId id, String errorMessage, Instant at);

  /**
   * Notes that a person has stopped it.
   *
   * @return whether it could still be stopped: it is neither complete nor stopped already
   */
  boolean cancel(RunId id, Run.Cancellation cancellation);

  /** Tells whether a person has stopped it. */
  boolean isCancelled(RunId id);

  /** Tells whether a run wants a type gone. */
  boolean removes(RunId id, TypeKey typeKey);

  /** Returns the syncs of a run that are of a type, in order. */
  List<SyncId> ofType(RunId id, TypeKey typeKey);

  /** Returns the syncs of a run that stand in a status, in order. */
  List<SyncId> standing(RunId id, SyncStatus status);
}
