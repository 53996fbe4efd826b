package dev.synctrail.bulkretry;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.SyncId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores bulk retry jobs and their sets. Writes join the caller's transaction and fail without one.
 */
public interface BulkRetries {

  /**
   * Counts the syncs that match a filter, and those of them that could be retried or settled now.
   *
   * @param limit the limit of the count; if there are more, {@code limit + 1} are counted
   */
  Matching count(SyncFilter filter, int limit);

  /**
   * Returns the syncs that {@link #count} counts as retryable but that belong to a rollback. The
   * rollback guard must be checked for them, too.
   *
   * @param limit as for {@link #count}
   */
  List<SyncId> rollbacks(SyncFilter filter, int limit);

  /**
   * Stores the set of a job: the syncs that match the filter now.
   *
   * @return the number of syncs; {@code limit + 1} if there are more than {@code limit}
   */
  int freeze(UUID job, SyncFilter filter, int limit);

  /** Adds a job whose set is stored. */
  void add(BulkRetry job);

  /** Stores the progress of a job. */
  void update(BulkRetry job);

  /** Returns a job. */
  Optional<BulkRetry> find(UUID job);

  /** Returns a job and locks it until the transaction ends. */
  Optional<BulkRetry> lock(UUID job);

  /**
   * Returns the oldest active job with pending entries for platforms whose backlog is not full.
   *
   * @param maxWaiting the number of waiting syncs from which the backlog of a platform is full
   */
  Optional<UUID> next(int maxWaiting);

  /**
   * Returns the next pending entries of a job, oldest syncs first, except for those of platforms
   * whose backlog is full.
   *
   * @param maxWaiting the number of waiting syncs from which the backlog of a platform is full
   */
  List<BulkRetryEntry> pending(UUID job, int maxWaiting, int limit);

  /** Stores the decisions on entries. */
  void decide(UUID job, List<BulkRetryEntry> decided);

  /**
   * Returns a page of jobs, newest first.
   *
   * @param cursor the job next to which the page starts, exclusive; null for the newest
   */
  List<BulkRetry> list(@Nullable UUID cursor, boolean backwards, int limit);

  /**
   * Returns a page of the entries of a job, oldest syncs first.
   *
   * @param state the state to select; null for all
   * @param cursor the sync next to which the page starts, exclusive; null for the first
   */
  List<BulkRetryEntry> entries(
      UUID job,
      BulkRetryEntry.@Nullable State state,
      @Nullable SyncId cursor,
      boolean backwards,
      int limit);

  /**
   * The number of syncs that match a filter.
   *
   * @param matching the number of matching syncs, up to the limit
   * @param repeatable the number of those that a job would retry or settle instead of skipping
   */
  record Matching(long matching, long repeatable) {}
}
