package dev.synctrail.bulkretry;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.Intent.Cause;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that retries many syncs one after the other, until all entries are decided or it is
 * cancelled.
 *
 * @param filter the filter that selected the set when the job was created
 * @param resolved the values for which the criteria about a part of a value stood at that time
 * @param cause the cause of the job and of every sync that it starts
 * @param cancelled the last cancellation, and the resumption after it; null if it was never
 *     cancelled
 * @param problem the last error, which will be retried; null if there is none
 */
public record BulkRetry(
    UUID id,
    SyncFilter filter,
    Map<Criterion, List<String>> resolved,
    Cause cause,
    Counts counts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Cancelled cancelled,
    @Nullable String problem) {

  public BulkRetry {
    Map<Criterion, List<String>> values = new EnumMap<>(Criterion.class);
    resolved.forEach((criterion, each) -> values.put(criterion, List.copyOf(each)));
    resolved = Collections.unmodifiableMap(values);
  }

  /** The status of a job. */
  public enum Status {
    QUEUED,
    RUNNING,
    /** No more syncs are started until it is resumed. Started syncs continue. */
    CANCELLED,
    DONE
  }

  /** Returns the status. */
  public Status status() {
    if (completedAt != null) {
      return Status.DONE;
    }
    if (cancelled != null && cancelled.resumed() == null) {
      return Status.CANCELLED;
    }
    return startedAt == null ? Status.QUEUED : Status.RUNNING;
  }

  /** Returns the progress, 0 to 100. */
  public int progress() {
    return (int) (100L * (counts.total() - counts.pending()) / counts.total());
  }

  /** Returns the job after a batch. */
  BulkRetry advanced(int started, int skipped, Instant now) {
    Counts next =
        new Counts(counts.total(), counts.started() + started, counts.skipped() + skipped);
    return new BulkRetry(
        id,
        filter,
        resolved,
        cause,
        next,
        createdAt,
        startedAt == null ? now : startedAt,
        next.pending() == 0 ? now : null,
        cancelled,
        null);
  }

  /** Returns the job after a cancellation or resumption. */
  BulkRetry with(Cancelled cancellation) {
    return new BulkRetry(
        id,
        filter,
        resolved,
        cause,
        counts,
        createdAt,
        startedAt,
        completedAt,
        cancellation,
        problem);
  }

  /** Returns the job with an error. */
  BulkRetry withProblem(String error) {
    return new BulkRetry(
        id, filter, resolved, cause, counts, createdAt, startedAt, completedAt, cancelled, error);
  }

  /**
   * The number of syncs of the set by state.
   *
   * @param total at least 1
   * @param started retried or being settled
   * @param skipped skipped, with a reason
   */
  public record Counts(int total, int started, int skipped) {
    /** Returns the number of entries that are not decided yet. */
    public int pending() {
      return total - started - skipped;
    }
  }

  /**
   * A cancellation of the job.
   *
   * @param resumed the resumption; null while it is cancelled
   */
  public record Cancelled(String actor, Instant at, @Nullable Resumed resumed) {}

  /** A resumption of the job. */
  public record Resumed(String actor, Instant at) {}
}
