package dev.synctrail.tracking;

import dev.synctrail.gateway.Failure;
import dev.synctrail.snapshot.PayloadReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a sync. It is opened before its first request and closed with its outcome.
 *
 * @param number 1 for the first, never used twice within a sync
 * @param fence the fencing token of its holder; a later token makes this one stale
 * @param lane the lane that worked on it, for the operator
 * @param outcome null while it is open
 * @param response the response that a system recording its own attempts reported; the responses to
 *     our requests are in the exchanges
 * @param trace its position in a trace; null when it is not traced
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

  /** Opens an attempt. */
  public static Attempt open(
      AttemptKey key, Trigger trigger, @Nullable String lane, Instant at, @Nullable Trace trace) {
    return new Attempt(
        new SyncId(key.workId()),
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

  /** Returns an attempt that another system made and reports as a whole. */
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

  /** Returns the key under which the attempt was opened. */
  AttemptKey key() {
    return new AttemptKey(syncId.value(), number, fence);
  }

  /** Why the attempt was made. */
  public enum Trigger {
    FIRST,
    RETRY,
    /** Determines what a write of unknown outcome did. */
    SETTLE,
    /** Requested by a user. */
    MANUAL
  }

  /** How the attempt ended. */
  public enum Outcome {
    SUCCEEDED,
    /** The platform accepted some parts and rejected others. */
    PARTLY,
    FAILED,
    UNKNOWN,
    /** A read-back found that nothing was applied; a new attempt follows. */
    NOT_APPLIED,
    /** No request was allowed to be sent; does not count as an attempt. */
    DEFERRED,
    /** The server stopped; does not count as an attempt. */
    INTERRUPTED
  }
}
