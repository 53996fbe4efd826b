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
import jakarta.enterprise.context.Dependent;
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
 * Asks for jobs that repeat many syncs, and does them batch by batch; each batch with the syncs it
 * begins is one transaction, so that a killed server leaves nothing to repair.
 */
@Dependent
@Transactional
public class BulkRetrying {
  /** The most syncs that one job takes. */
  public static final int MOST = 1_000_000;

  private static final int BATCH = 100;

  /** A platform with so many syncs waiting gets no more, so that others' work finds its turn. */
  private static final int ENOUGH = 500;

  private final BulkRetries retries;
  private final Retrying retrying;
  private final Clock clock;

  @Inject
  public BulkRetrying(BulkRetries retries, Retrying retrying, Clock clock) {
    this.retries = retries;
    this.retrying = retrying;
    this.clock = clock;
  }

  /** Counts what a job of that filter would be about; of too many, {@link #MOST} and one. */
  public Matching count(SyncFilter filter) {
    Matching found = retries.count(filter, MOST);
    long refused =
        retries.rollbacks(filter, MOST).stream()
            .filter(id -> retrying.refusal(id).isPresent())
            .count();
    return new Matching(found.matching(), found.repeatable() - refused);
  }

  /**
   * Writes down what the filter finds and queues its repetition.
   *
   * @param expected how many syncs the caller counted; null when that does not matter
   * @throws InvalidSelection when nothing is found, or not as many as expected, or too many
   */
  public BulkRetry begin(SyncFilter filter, @Nullable Long expected, Cause cause) {
    Instant now = clock.instant();
    UUID id = SyncId.at(now).value();
    int total = retries.freeze(id, filter, MOST);
    if (total > MOST) {
      throw new InvalidSelection(
          Why.TOO_MANY, "More than " + MOST + " syncs match; narrow the filter");
    }
    if (expected != null && expected != total) {
      throw new InvalidSelection(Why.SET_CHANGED, total + " syncs match now, not " + expected);
    }
    if (total == 0) {
      throw new InvalidSelection(Why.NOTHING_MATCHES, "No syncs match");
    }
    BulkRetry job =
        new BulkRetry(id, filter, cause, new Counts(total, 0, 0), now, null, null, null, null);
    retries.add(job);
    return job;
  }

  /**
   * Lets a job begin nothing more.
   *
   * @return the job as it is then; empty when there is none
   * @throws IllegalTransition when it is over, or cancelled already
   */
  public Optional<BulkRetry> cancel(UUID id, String actor) {
    return retries
        .lock(id)
        .map(
            job -> {
              if (job.status() == Status.DONE || job.status() == Status.CANCELLED) {
                throw new IllegalTransition("The job is " + job.status());
              }
              return kept(job.cancelled(new Cancelled(actor, clock.instant(), null)));
            });
  }

  /**
   * Lets a cancelled job go on.
   *
   * @return the job as it is then; empty when there is none
   * @throws IllegalTransition when it is not cancelled
   */
  public Optional<BulkRetry> resume(UUID id, String actor) {
    return retries
        .lock(id)
        .map(
            job -> {
              Cancelled stop = job.cancelled();
              if (stop == null || job.status() != Status.CANCELLED) {
                throw new IllegalTransition("The job is " + job.status());
              }
              Resumed again = new Resumed(actor, clock.instant());
              return kept(job.cancelled(new Cancelled(stop.actor(), stop.at(), again)));
            });
  }

  private BulkRetry kept(BulkRetry job) {
    retries.update(job);
    return job;
  }

  /** Returns the oldest job that has something to do now. */
  public Optional<UUID> next() {
    return retries.next(ENOUGH);
  }

  /** Does the next batch of a job, unless it was cancelled meanwhile. */
  public void step(UUID id) {
    retries
        .lock(id)
        .filter(BulkRetrying::goesOn)
        .ifPresent(job -> advance(job, retries.pending(id, ENOUGH, BATCH)));
  }

  private static boolean goesOn(BulkRetry job) {
    return job.status() == Status.QUEUED || job.status() == Status.RUNNING;
  }

  private void advance(BulkRetry job, List<BulkRetryEntry> batch) {
    List<BulkRetryEntry> decided = new ArrayList<>();
    List<BulkRetryEntry> last = new ArrayList<>();
    for (BulkRetryEntry bulkRetryEntry : batch) {
      if (bulkRetryEntry.supersededBy() == null) {
        last.add(bulkRetryEntry);
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
        retrying.each(last.stream().map(BulkRetryEntry::sync).toList(), job.id(), job.cause());
    for (int i = 0; i < last.size(); i++) {
      decided.add(decided(last.get(i), repeated.get(i)));
    }
    retries.decide(job.id(), decided);
    int started = (int) decided.stream().filter(e -> e.state() == State.STARTED).count();
    retries.update(job.advanced(started, decided.size() - started, clock.instant()));
  }

  private static BulkRetryEntry decided(BulkRetryEntry bulkRetryEntry, Repeated repeated) {
    SyncId next = repeated.next();
    return next == null ? bulkRetryEntry.skipped(repeated.refusal()) : bulkRetryEntry.started(next);
  }

  /** Writes down what the next batch of a job failed over; it will be tried again. */
  public void stumbled(UUID id, String over) {
    retries
        .lock(id)
        .filter(BulkRetrying::goesOn)
        .ifPresent(job -> retries.update(job.stumbled(over)));
  }
}
