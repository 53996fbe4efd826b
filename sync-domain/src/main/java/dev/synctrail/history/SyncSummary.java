package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.PushResult.Item;
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
 * One sync as a list shows it: everything that is known without reading a payload.
 *
 * @param operation null until it is known
 * @param settledBy null until it is settled
 * @param firstSentAt when the first request left; null when none did
 * @param httpStatus of the answer that decided
 * @param failure of the last try; null when there is none, or the sync succeeded after all
 * @param retryCount tries that failed
 * @param items the outcome of each part where the platform took only some
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

  /** Tells whether the status can never change again. */
  public boolean settled() {
    return status.isTerminal();
  }

  /** Returns milliseconds from the first request to the outcome; null when there is no such. */
  public @Nullable Long durationMs() {
    return firstSentAt == null || completedAt == null
        ? null
        : Duration.between(firstSentAt, completedAt).toMillis();
  }

  /** Returns milliseconds from the intent to the first request; null when none left. */
  public @Nullable Long queuedMs() {
    return firstSentAt == null ? null : Duration.between(startedAt, firstSentAt).toMillis();
  }

  /** Returns the deployment it is part of. */
  public @Nullable RunId deployment() {
    return direction == Direction.PUSH ? cause.run() : null;
  }

  /** Returns the retrieval it is part of. */
  public @Nullable RunId retrieval() {
    return direction == Direction.PULL ? cause.run() : null;
  }

  public @Nullable FailureClass failureClass() {
    return failure == null ? null : failure.failureClass();
  }

  public @Nullable String errorMessage() {
    return failure == null ? null : failure.message();
  }

  /** Returns what is known of a payload; null when there is none in that role. */
  public @Nullable StoredPayload payload(PayloadRole payloadRole) {
    return payloads.get(payloadRole);
  }
}
