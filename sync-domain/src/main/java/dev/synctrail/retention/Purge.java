package dev.synctrail.retention;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One purge, which deletes recorded data that is older than its retention rules allow. The record
 * of the purge is kept after the data is deleted.
 *
 * @param dryRun whether it only counts what it would delete
 * @param rules the rules at the time of the request; ages are relative to {@code createdAt}
 * @param after the last sync that the current step has processed; null at the start of the step
 * @param problem the last error, which will be retried; null if there is none
 */
public record Purge(
    UUID id,
    boolean dryRun,
    String actor,
    @Nullable String reason,
    RetentionRules rules,
    Step step,
    @Nullable UUID after,
    Counts counts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem) {

  /** The steps of a purge, in order. */
  public enum Step {
    ROWS,
    ATTEMPTS,
    PAYLOADS,
    MARKING,
    SPARING,
    BYTES,
    DONE;

    Step next() {
      return switch (this) {
        case ROWS -> ATTEMPTS;
        case ATTEMPTS -> PAYLOADS;
        case PAYLOADS -> MARKING;
        case MARKING -> SPARING;
        case SPARING -> BYTES;
        case BYTES, DONE -> DONE;
      };
    }
  }

  /** The state of a purge. */
  public enum State {
    QUEUED,
    RUNNING,
    COMPLETED
  }

  /** The state of a purge. */
  public State state() {
    if (step == Step.DONE) {
      return State.COMPLETED;
    }
    return startedAt == null ? State.QUEUED : State.RUNNING;
  }

  /**
   * Returns the purge after a batch.
   *
   * @param last the batch's last sync; null if none was left, which ends the step
   */
  Purge advanced(@Nullable UUID last, Counts deleted, Instant now) {
    Step next = last == null ? step.next() : step;
    return new Purge(
        id,
        dryRun,
        actor,
        reason,
        rules,
        next,
        last,
        counts.plus(deleted),
        createdAt,
        startedAt == null ? now : startedAt,
        next == Step.DONE ? now : null,
        null);
  }

  /** Returns the purge with an error. */
  Purge withProblem(String error) {
    return new Purge(
        id, dryRun, actor, reason, rules, step, after, counts, createdAt, startedAt, endedAt,
        error);
  }

  /** Returns the completed dry run. */
  Purge counted(Counts all, Instant countingStartedAt, Instant now) {
    return new Purge(
        id,
        dryRun,
        actor,
        reason,
        rules,
        Step.DONE,
        null,
        all,
        createdAt,
        countingStartedAt,
        now,
        null);
  }

  /**
   * What was deleted, or would be.
   *
   * @param rows the number of syncs, with all their data
   * @param attempts the number of attempts, including those of deleted syncs
   * @param payloads the number of kept syncs whose payloads were deleted
   * @param snapshots the number of stored payloads that are no longer referenced
   * @param bytes the number of bytes that these occupied
   */
  public record Counts(long rows, long attempts, long payloads, long snapshots, long bytes) {
    /** No data. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Returns the sum. */
    public Counts plus(Counts more) {
      return new Counts(
          rows + more.rows,
          attempts + more.attempts,
          payloads + more.payloads,
          snapshots + more.snapshots,
          bytes + more.bytes);
    }
  }
}
