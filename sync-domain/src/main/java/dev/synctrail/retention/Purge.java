package dev.synctrail.retention;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One going through what is recorded, taking away what is older than the rules of that moment
 * allow; it stays when what it took is gone.
 *
 * @param dryRun whether it only counts
 * @param rules as they were when it was asked for; ages count back from {@code createdAt}
 * @param after the last sync of the step that is done; null at the step's beginning
 * @param problem what it stumbled over last and will try again; null when nothing
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

  /** How far it has come. */
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

  /** Where it stands. */
  public enum State {
    QUEUED,
    RUNNING,
    COMPLETED
  }

  /** Where it stands. */
  public State state() {
    if (step == Step.DONE) {
      return State.COMPLETED;
    }
    return startedAt == null ? State.QUEUED : State.RUNNING;
  }

  /**
   * Goes on after a batch.
   *
   * @param last the batch's last sync; null when there was none left, which ends the step
   */
  Purge advanced(@Nullable UUID last, Counts taken, Instant now) {
    Step next = last == null ? step.next() : step;
    return new Purge(
        id,
        dryRun,
        actor,
        reason,
        rules,
        next,
        last,
        counts.plus(taken),
        createdAt,
        startedAt == null ? now : startedAt,
        next == Step.DONE ? now : null,
        null);
  }

  /** Says what it stumbled over. */
  Purge stumbled(String over) {
    return new Purge(
        id, dryRun, actor, reason, rules, step, after, counts, createdAt, startedAt, endedAt, over);
  }

  /** Ends at once, as a dry run does. */
  Purge counted(Counts all, Instant startedCounting, Instant now) {
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
        startedCounting,
        now,
        null);
  }

  /**
   * What is gone, or would be.
   *
   * @param rows syncs with everything that belongs to them
   * @param attempts tries, those of gone syncs included
   * @param payloads syncs that stay and whose payloads are gone
   * @param snapshots stored payloads that nothing refers to any more
   * @param bytes that these took
   */
  public record Counts(long rows, long attempts, long payloads, long snapshots, long bytes) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Returns both together. */
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
