package dev.synctrail.bulkretry;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.SyncId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores bulk retry jobs and their sets. Writes join the caller's transaction and fail without one.
 */
public interface BulkRetries {

  /**
   * Counts the syncs that match a filter: those that could be retried or settled now, and the
   * others by reason.
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
   * Resolves the criteria of a filter that are about a part of a value: returns for each the values
   * of existing syncs that contain the part, sorted.
   */
  Map<Criterion, List<String>> resolve(SyncFilter filter);

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
   * Returns why entries of a job were skipped, the most frequent reason first.
   *
   * @param limit the maximum number of different reasons
   */
  List<Skips> skips(UUID job, int limit);

  /**
   * The skipped entries of a job with one reason.
   *
   * @param reason with an ellipsis for each id, because their reasons differ only in ids
   */
  record Skips(String reason, long count) {}

  /**
   * The number of syncs that match a filter, up to the limit.
   *
   * @param repeatable the number of those that a job would retry or settle
   * @param skipped the number of those that it would skip, by reason
   */
  record Matching(long repeatable, Map<SkipReason, Long> skipped) {
    public Matching {
      Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
      counts.putAll(skipped);
      skipped = Collections.unmodifiableMap(counts);
    }

    /** Returns the number of all that match. */
    public long matching() {
      return repeatable + skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the counts if syncs turn out to be skipped after all. */
    Matching skipping(long more, SkipReason reason) {
      if (more == 0) {
        return this;
      }
      Map<SkipReason, Long> next = new EnumMap<>(SkipReason.class);
      next.putAll(skipped);
      next.merge(reason, more, Long::sum);
      return new Matching(repeatable - more, next);
    }
  }
}
