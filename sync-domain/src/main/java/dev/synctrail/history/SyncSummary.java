package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sync as shown in lists: everything that is known without reading a payload.
 *
 * @param operation null until it is known
 * @param settledBy null until the sync is settled
 * @param firstSentAt the time of the first request; null if none was sent
 * @param httpStatus the status of the response that decided the outcome
 * @param failure the failure of the last attempt; null if there is none, or the sync succeeded
 * @param retryCount the number of failed attempts
 * @param items the outcome of each part if the platform accepted only some
 */
public record SyncSummary(
    SyncId id,
    TypeKey typeKey,
    PlatformId platform,
    Direction direction,
    @Nullable Operation operation,
    SyncStatus status,
    @Nullable SettledBy settledBy,
    Recorder recorder,
    Cause cause,
    PushOptions options,
    VersionLink version,
    Target target,
    Instant startedAt,
    @Nullable Instant firstSentAt,
    @Nullable Instant completedAt,
    Instant createdAt,
    @Nullable Integer httpStatus,
    @Nullable Failure failure,
    int retryCount,
    List<Item> items,
    Map<PayloadRole, StoredPayload> payloads) {

  public SyncSummary {
    items = List.copyOf(items);
    payloads = Map.copyOf(payloads);
  }

  /** Returns whether the status is final. */
  public boolean settled() {
    return status.isTerminal();
  }

  /** Returns the milliseconds from the first request to completion; null if either is missing. */
  public @Nullable Long durationMs() {
    return firstSentAt == null || completedAt == null
        ? null
        : Duration.between(firstSentAt, completedAt).toMillis();
  }

  /** Returns the milliseconds from the start to the first request; null if none was sent. */
  public @Nullable Long queuedMs() {
    return firstSentAt == null ? null : Duration.between(startedAt, firstSentAt).toMillis();
  }

  /** Returns the deployment that the sync belongs to. */
  public @Nullable RunId deployment() {
    return direction == Direction.PUSH ? cause.run() : null;
  }

  /** Returns the pull run that the sync belongs to. */
  public @Nullable RunId retrieval() {
    return direction == Direction.PULL ? cause.run() : null;
  }

  public @Nullable FailureClass failureClass() {
    return failure == null ? null : failure.failureClass();
  }

  public @Nullable String errorMessage() {
    return failure == null ? null : failure.message();
  }

  /** Returns the payload in a role; null if there is none. */
  public @Nullable StoredPayload payload(PayloadRole payloadRole) {
    return payloads.get(payloadRole);
  }
}
