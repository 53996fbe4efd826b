package dev.synctrail.bulkretry;

import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Counts;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.bulkretry.BulkRetry.Status;
import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.bulkretry.InvalidSelection.Why;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.deployment.Retrying.Repeated;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates bulk retry jobs and executes them batch by batch. Each batch and the syncs it starts are
 * one transaction, so that a killed server leaves nothing to repair.
 */
@ApplicationScoped
@Transactional
public class BulkRetrying {
  /** The maximum number of syncs per job. */
  public static final int MAX_SYNCS = 1_000_000;

  private static final int BATCH_SIZE = 100;

  /**
   * No more syncs are started for a platform with this many waiting syncs, so that other work is
   * not delayed.
   */
  private static final int MAX_WAITING = 500;

  private final BulkRetries retries;
  private final Retrying retrying;
  private final Clock clock;

  @Inject
  public BulkRetrying(BulkRetries retries, Retrying retrying, Clock clock) {
    this.retries = retries;
    this.retrying = retrying;
    this.clock = clock;
  }

  /**
   * Counts the syncs that a job with the filter would contain, up to {@link #MAX_SYNCS} and one.
   */
  public Matching count(SyncFilter filter) {
    Matching found = retries.count(filter, MAX_SYNCS);
    long rejected =
        retries.rollbacks(filter, MAX_SYNCS).stream()
            .filter(id -> retrying.refusal(id).isPresent())
            .count();
    return found.skipping(rejected, SkipReason.ROLLBACK);
  }

  /**
   * Stores the syncs that match the filter and queues their retries.
   *
   * @param expected the number of syncs that the caller expects; null for any
   * @throws InvalidSelection if no syncs match, the number differs from the expected one, or there
   *     are too many
   */
  public BulkRetry begin(SyncFilter filter, @Nullable Long expected, Cause cause) {
    Instant now = clock.instant();
    UUID id = SyncId.at(now).value();
    int total = retries.freeze(id, filter, MAX_SYNCS);
    if (total > MAX_SYNCS) {
      throw new InvalidSelection(
          Why.TOO_MANY, "More than " + MAX_SYNCS + " syncs match; narrow the filter");
    }
    if (expected != null && expected != total) {
      throw new InvalidSelection(
          Why.SET_CHANGED,
          total + (total == 1 ? " sync matches" : " syncs match") + " now, not " + expected);
    }
    if (total == 0) {
      throw new InvalidSelection(Why.NOTHING_MATCHES, "No syncs match");
    }
    BulkRetry job =
        new BulkRetry(
            id,
            filter,
            retries.resolve(filter),
            cause,
            new Counts(total, 0, 0),
            now,
            null,
            null,
            null,
            null);
    retries.add(job);
    return job;
  }

  /**
   * Cancels a job: it starts no more syncs.
   *
   * @return the updated job; empty if it does not exist
   * @throws IllegalTransition if it is completed or cancelled
   */
  public Optional<BulkRetry> cancel(UUID id, String actor) {
    return retries
        .lock(id)
        .map(
            job -> {
              if (job.status() == Status.DONE || job.status() == Status.CANCELLED) {
                throw new IllegalTransition("The job is " + job.status());
              }
              return update(job.with(new Cancelled(actor, clock.instant(), null)));
            });
  }

  /**
   * Resumes a cancelled job.
   *
   * @return the updated job; empty if it does not exist
   * @throws IllegalTransition if it is not cancelled
   */
  public Optional<BulkRetry> resume(UUID id, String actor) {
    return retries
        .lock(id)
        .map(
            job -> {
              Cancelled cancellation = job.cancelled();
              if (cancellation == null || job.status() != Status.CANCELLED) {
                throw new IllegalTransition("The job is " + job.status());
              }
              Resumed resumption = new Resumed(actor, clock.instant());
              return update(
                  job.with(new Cancelled(cancellation.actor(), cancellation.at(), resumption)));
            });
  }

  private BulkRetry update(BulkRetry job) {
    retries.update(job);
    return job;
  }

  /** Returns the oldest job that can continue now. */
  public Optional<UUID> next() {
    return retries.next(MAX_WAITING);
  }

  /** Executes the next batch of a job, unless it was cancelled. */
  public void step(UUID id) {
    retries
        .lock(id)
        .filter(BulkRetrying::isActive)
        .ifPresent(job -> advance(job, retries.pending(id, MAX_WAITING, BATCH_SIZE)));
  }

  private static boolean isActive(BulkRetry job) {
    return job.status() == Status.QUEUED || job.status() == Status.RUNNING;
  }

  private void advance(BulkRetry job, List<BulkRetryEntry> batch) {
    List<BulkRetryEntry> decided = new ArrayList<>();
    List<BulkRetryEntry> retryable = new ArrayList<>();
    for (BulkRetryEntry bulkRetryEntry : batch) {
      if (bulkRetryEntry.supersededBy() == null) {
        retryable.add(bulkRetryEntry);
      } else {
        decided.add(
            bulkRetryEntry.skipped(
                "Sync "
                    + bulkRetryEntry.sync()
                    + " was superseded by "
                    + bulkRetryEntry.supersededBy()
                    + ", which has the same type and is in the same set"));
      }
    }
    List<Repeated> repeated =
        retrying.each(retryable.stream().map(BulkRetryEntry::sync).toList(), job.id(), job.cause());
    for (int i = 0; i < retryable.size(); i++) {
      decided.add(decided(retryable.get(i), repeated.get(i)));
    }
    retries.decide(job.id(), decided);
    int started = (int) decided.stream().filter(e -> e.state() == State.STARTED).count();
    retries.update(job.advanced(started, decided.size() - started, clock.instant()));
  }

  private static BulkRetryEntry decided(BulkRetryEntry bulkRetryEntry, Repeated repeated) {
    SyncId next = repeated.next();
    return next == null ? bulkRetryEntry.skipped(repeated.refusal()) : bulkRetryEntry.started(next);
  }

  /** Records why the next batch of a job failed. It will be retried. */
  public void failed(UUID id, String error) {
    retries
        .lock(id)
        .filter(BulkRetrying::isActive)
        .ifPresent(job -> retries.update(job.withProblem(error)));
  }
}
