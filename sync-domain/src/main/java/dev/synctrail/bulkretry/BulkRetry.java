package dev.synctrail.bulkretry;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.Intent.Cause;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that repeats many syncs, one after the other, until all are decided or it is cancelled.
 *
 * @param filter what the set was found by, when the job was asked for
 * @param cause of the job, and of every sync that it begins
 * @param cancelled who stopped it last, and who let it go on then; null when nobody has
 * @param problem what it stumbled over last and will try again; null when nothing
 */
public record BulkRetry(
    UUID id,
    SyncFilter filter,
    Cause cause,
    Counts counts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Cancelled cancelled,
    @Nullable String problem) {

  /** Where it stands. */
  public enum Status {
    QUEUED,
    RUNNING,
    /** Nothing more is begun until it is resumed; what was begun goes on. */
    CANCELLED,
    DONE
  }

  /** Returns where it stands. */
  public Status status() {
    if (completedAt != null) {
      return Status.DONE;
    }
    if (cancelled != null && cancelled.resumed() == null) {
      return Status.CANCELLED;
    }
    return startedAt == null ? Status.QUEUED : Status.RUNNING;
  }

  /** Returns how far it is, 0 to 100. */
  public int progress() {
    return (int) (100L * (counts.total() - counts.pending()) / counts.total());
  }

  /** Goes on after a batch. */
  BulkRetry advanced(int started, int skipped, Instant now) {
    Counts next =
        new Counts(counts.total(), counts.started() + started, counts.skipped() + skipped);
    return new BulkRetry(
        id,
        filter,
        cause,
        next,
        createdAt,
        startedAt == null ? now : startedAt,
        next.pending() == 0 ? now : null,
        cancelled,
        null);
  }

  /** Begins nothing more, or goes on. */
  BulkRetry cancelled(Cancelled by) {
    return new BulkRetry(id, filter, cause, counts, createdAt, startedAt, completedAt, by, problem);
  }

  /** Says what it stumbled over. */
  BulkRetry stumbled(String over) {
    return new BulkRetry(
        id, filter, cause, counts, createdAt, startedAt, completedAt, cancelled, over);
  }

  /**
   * The syncs of the set by what became of them.
   *
   * @param total at least 1
   * @param started repeated, or being settled
   * @param skipped left alone, with the reason
   */
  public record Counts(int total, int started, int skipped) {
    /** Returns how many are not decided yet. */
    public int pending() {
      return total - started - skipped;
    }
  }

  /**
   * Who stopped it, and when.
   *
   * @param resumed who let it go on; null while it is stopped
   */
  public record Cancelled(String actor, Instant at, @Nullable Resumed resumed) {}

  /** Who let it go on, and when. */
  public record Resumed(String actor, Instant at) {}
}
