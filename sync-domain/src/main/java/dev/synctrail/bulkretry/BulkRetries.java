package dev.synctrail.bulkretry;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.SyncId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps jobs and their sets. Writes join the caller's transaction and fail without one. */
public interface BulkRetries {

  /**
   * Counts what a filter finds, and what of it could be repeated or settled now.
   *
   * @param atMost where it stops: of more, one more than that are looked at
   */
  Matching count(SyncFilter filter, int atMost);

  /**
   * Returns which of those that {@link #count} calls repeatable belong to a rollback, whose own
   * guard has to be asked too.
   *
   * @param atMost as for {@link #count}
   */
  List<SyncId> rollbacks(SyncFilter filter, int atMost);

  /**
   * Writes down which syncs a job is about: those that the filter finds now.
   *
   * @return how many; when there are more than {@code atMost}, one more than that
   */
  int freeze(UUID job, SyncFilter filter, int atMost);

  /** Adds a job whose set is written down. */
  void add(BulkRetry job);

  /** Keeps how far a job has come. */
  void update(BulkRetry job);

  /** Returns a job. */
  Optional<BulkRetry> find(UUID job);

  /** Returns a job and holds it for the transaction. */
  Optional<BulkRetry> lock(UUID job);

  /**
   * Returns the oldest job that is to go on and has entries to be decided on platforms that have
   * not too much to do already.
   *
   * @param enough how many waiting syncs of a platform are that
   */
  Optional<UUID> next(int enough);

  /**
   * Returns the next entries of a job to be decided, the oldest syncs first, but for those of
   * platforms that have too much to do already.
   *
   * @param enough how many waiting syncs of a platform are that
   */
  List<BulkRetryEntry> pending(UUID job, int enough, int limit);

  /** Keeps what became of entries. */
  void decide(UUID job, List<BulkRetryEntry> decided);

  /**
   * Returns jobs, the newest first.
   *
   * @param beside the job beside which they begin, itself not among them; null for the newest
   */
  List<BulkRetry> list(@Nullable UUID beside, boolean backwards, int limit);

  /**
   * Returns entries of a job, the oldest syncs first.
   *
   * @param state only these; null for all
   * @param beside the sync beside which they begin, itself not among them; null for the first
   */
  List<BulkRetryEntry> entries(
      UUID job,
      BulkRetryEntry.@Nullable State state,
      @Nullable SyncId beside,
      boolean backwards,
      int limit);

  /**
   * What a filter finds.
   *
   * @param matching how many, as far as was counted
   * @param repeatable how many of them a job would begin anew or settle, and not skip
   */
  record Matching(long matching, long repeatable) {}
}
