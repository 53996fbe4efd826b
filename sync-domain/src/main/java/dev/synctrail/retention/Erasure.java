package dev.synctrail.retention;

import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One erasure on request: of the payloads of a sync, or of a person's name. The record of it is
 * kept, without the name.
 *
 * @param sync the sync whose payloads are erased; null for a person
 * @param person the name that is erased; null for a sync, and once it was erased
 * @param after how far the step is
 * @param counts what was erased so far: rows by table, entries of the ledger whose salt was
 *     destroyed, and payloads
 * @param problem why it was refused; or the last error, which will be retried
 */
public record Erasure(
    UUID id,
    String actor,
    String reason,
    @Nullable SyncId sync,
    @Nullable String person,
    Step step,
    long after,
    Map<String, Long> counts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem) {
  private static final int PSEUDONYM_DIGITS = 12;

  public Erasure {
    counts = Map.copyOf(counts);
  }

  /** The steps of an erasure; a person and a sync have different ones. */
  public enum Step {
    NAMES,
    WAITING,
    SALTS,
    PAYLOADS,
    MARKING,
    SPARING,
    BYTES,
    DONE;

    Step next() {
      return switch (this) {
        case NAMES -> WAITING;
        case WAITING -> SALTS;
        case PAYLOADS -> MARKING;
        case MARKING -> SPARING;
        case SPARING -> BYTES;
        case SALTS, BYTES, DONE -> DONE;
      };
    }
  }

  /** What is erased. */
  public enum Kind {
    PAYLOADS,
    PERSON
  }

  /** The state of an erasure. */
  public enum State {
    QUEUED,
    RUNNING,
    COMPLETED,
    REFUSED
  }

  /** What is erased. */
  public Kind kind() {
    return sync == null ? Kind.PERSON : Kind.PAYLOADS;
  }

  /** The state of the erasure. */
  public State state() {
    if (endedAt != null) {
      return problem == null ? State.COMPLETED : State.REFUSED;
    }
    return startedAt == null ? State.QUEUED : State.RUNNING;
  }

  /** Returns what takes the place of the name, and of texts that the person has given. */
  public String pseudonym() {
    String digits = id.toString();
    return "erased-" + digits.substring(digits.length() - PSEUDONYM_DIGITS);
  }

  /** Returns the erasure after a batch, which counts what it erased. */
  Erasure advanced(Progress progress, Instant now) {
    Map<String, Long> all = new TreeMap<>(counts);
    progress.counts().forEach((of, count) -> all.merge(of, count, Long::sum));
    all.values().removeIf(count -> count == 0);
    Step next = progress.ended() ? step.next() : step;
    return new Erasure(
        id,
        actor,
        reason,
        sync,
        next == Step.DONE ? null : person,
        next,
        progress.after(),
        all,
        createdAt,
        startedAt == null ? now : startedAt,
        next == Step.DONE ? now : null,
        null);
  }

  /** Returns the erasure with an error. */
  Erasure withProblem(String error) {
    return new Erasure(
        id, actor, reason, sync, person, step, after, counts, createdAt, startedAt, endedAt, error);
  }

  /** Returns the erasure, which ends because of a refusal. */
  Erasure refused(Refusal refusal, Instant now) {
    return new Erasure(
        id,
        actor,
        reason,
        sync,
        null,
        Step.DONE,
        after,
        counts,
        createdAt,
        now,
        now,
        refusal.name());
  }

  /** Why something must not be erased. */
  public enum Refusal {
    /** There is no such sync. */
    SYNC_NOT_FOUND,
    /** The sync is not terminal, so that its payloads are still needed. */
    SYNC_OPEN,
    /** The payloads were erased already. */
    ALREADY_ERASED,
    /** An unresolved conflict needs the payloads. */
    OPEN_CONFLICT,
    /** A legal hold protects them. */
    ON_LEGAL_HOLD
  }

  /**
   * What one batch did.
   *
   * @param ended whether the step is over
   * @param after how far the step is
   * @param counts what was erased
   */
  public record Progress(boolean ended, long after, Map<String, Long> counts) {
    public Progress {
      counts = Map.copyOf(counts);
    }

    /** Returns the end of a step. */
    public static Progress end(long after) {
      return new Progress(true, after, Map.of());
    }
  }
}
