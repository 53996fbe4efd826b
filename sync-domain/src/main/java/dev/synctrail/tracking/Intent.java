package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a sync is meant to do. It is written once, before anything is sent, and never changes.
 *
 * @param createdAt when the row was written; later than {@code id.startedAt()} when recorded from
 *     outside
 */
public record Intent(
    SyncId id,
    TypeKey typeKey,
    PlatformId platform,
    Direction direction,
    Cause cause,
    PushOptions options,
    Recorder recorder,
    Instant createdAt) {

  /**
   * Who requested a sync and why.
   *
   * @param actor the authenticated name
   * @param onBehalfOf a name claimed by the actor, stored as a claim
   * @param reason free text, at most 1 000 characters
   * @param syncMetadata a JSON object of the caller, at most 64 KB, returned unchanged
   * @param run the deployment or pull run it is part of
   * @param retryOf the sync it repeats
   * @param traceId the W3C trace id of the request that caused it
   * @param trace the position of the request in that trace; null when only the id is known
   */
  public record Cause(
      String actor,
      @Nullable String onBehalfOf,
      @Nullable String reason,
      @Nullable String syncMetadata,
      @Nullable RunId run,
      @Nullable SyncId retryOf,
      @Nullable String traceId,
      @Nullable Trace trace) {

    /** Creates a cause of which only the trace id is known. */
    public Cause(
        String actor,
        @Nullable String onBehalfOf,
        @Nullable String reason,
        @Nullable String syncMetadata,
        @Nullable RunId run,
        @Nullable SyncId retryOf,
        @Nullable String traceId) {
      this(actor, onBehalfOf, reason, syncMetadata, run, retryOf, traceId, null);
    }

    /** Returns the same cause, as part of another run. */
    public Cause in(RunId other) {
      return new Cause(actor, onBehalfOf, reason, syncMetadata, other, retryOf, traceId, trace);
    }

    /** Returns the same cause, repeating another sync. */
    public Cause repeating(SyncId other) {
      return new Cause(actor, onBehalfOf, reason, syncMetadata, run, other, traceId, trace);
    }
  }
}
