package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.TypeListing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores deployments and pull runs. Writes join the caller's transaction and fail without one. */
public interface Runs {

  /** Adds a run. */
  void add(Run run);

  /** Returns a run. */
  Optional<Run> find(RunId id);

  /** Records the start of work on a run; later calls have no effect. */
  void started(RunId id, Instant at);

  /**
   * Counts a sync that has its outcome.
   *
   * @return whether it was the last one
   */
  boolean settled(RunId id, SyncStatus outcome, Instant at);

  /** Records that the platform has listed its types and that they are now part of the run. */
  default void listed(RunId id, int total, Instant at) {
    listed(id, total, List.of(), at);
  }

  /**
   * Records that the platform has listed its types and that they are now part of the run.
   *
   * @param total the number of syncs
   * @param skipped listed types that cannot be pulled; counted as failed
   */
  void listed(RunId id, int total, List<TypeListing.Skipped> skipped, Instant at);

  /** Records that the platform could not list its types. */
  void listingFailed(RunId id, String errorMessage, Instant at);

  /**
   * Records that a user cancelled the run.
   *
   * @return whether it could still be cancelled: it is neither complete nor cancelled already
   */
  boolean cancel(RunId id, Run.Cancellation cancellation);

  /** Returns whether a user cancelled the run. */
  boolean isCancelled(RunId id);

  /** Returns whether a run removes a type. */
  boolean removes(RunId id, TypeKey typeKey);

  /** Returns the syncs of a type in a run, in order. */
  List<SyncId> ofType(RunId id, TypeKey typeKey);

  /** Returns the syncs of a run in a status, in order. */
  List<SyncId> inStatus(RunId id, SyncStatus status);
}
