package dev.synctrail.tracking;

import dev.synctrail.platform.Failure;
import dev.synctrail.snapshot.PayloadReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try: opened before its first request, closed with its outcome.
 *
 * @param number 1 for the first, never used twice within a sync
 * @param fence the token its holder had; a later token makes this one stale
 * @param lane who worked on it, for the operator
 * @param outcome null while it is open
 * @param response what a system that records its own tries reported as the answer; ours are in the
 *     exchanges
 * @param trace where it stands in a trace; null for those that nobody traced
 */
public record Attempt(
    SyncId syncId,
    int number,
    Trigger trigger,
    long fence,
    @Nullable String lane,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    @Nullable Failure failure,
    @Nullable PayloadReference response,
    @Nullable Trace trace) {

  /** Opens a try. */
  public static Attempt open(
      AttemptKey key, Trigger trigger, @Nullable String lane, Instant at, @Nullable Trace trace) {
    return new Attempt(
        new SyncId(key.trail()),
        key.number(),
        trigger,
        key.fence(),
        lane,
        at,
        null,
        null,
        null,
        null,
        trace);
  }

  /** A try that another system made and reports as a whole. */
  public static Attempt reported(
      SyncId syncId,
      int number,
      Instant startedAt,
      Instant endedAt,
      @Nullable Failure failure,
      @Nullable PayloadReference response) {
    return new Attempt(
        syncId,
        number,
        number == 1 ? Trigger.FIRST : Trigger.RETRY,
        AttemptKey.UNFENCED,
        null,
        startedAt,
        endedAt,
        failure == null ? Outcome.SUCCEEDED : Outcome.FAILED,
        failure,
        response,
        null);
  }

  /** Closes it. */
  public Attempt ended(Outcome how, @Nullable Failure why, Instant at) {
    if (outcome != null) {
      throw new IllegalTransition("Attempt " + number + " of " + syncId + " is " + outcome);
    }
    return new Attempt(
        syncId, number, trigger, fence, lane, startedAt, at, how, why, response, trace);
  }

  /** Why it was made. */
  public enum Trigger {
    FIRST,
    RETRY,
    /** Finding out what a write of unknown outcome did. */
    SETTLE,
    /** A person asked for it. */
    MANUAL
  }

  /** What came of it. */
  public enum Outcome {
    SUCCEEDED,
    /** The platform took some parts and refused others. */
    PARTLY,
    FAILED,
    UNKNOWN,
    /** A read-back found nothing applied; a new try follows. */
    NOT_APPLIED,
    /** Nothing was allowed to leave; uses up no try. */
    DEFERRED,
    /** Its server died; uses up no try. */
    INTERRUPTED
  }
}
