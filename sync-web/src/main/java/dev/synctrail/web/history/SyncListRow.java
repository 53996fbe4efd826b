package dev.synctrail.web.history;

import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.console.Wording;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One sync as the console's lists show it. */
public record SyncListRow(
    String id,
    Instant startedAt,
    String typeKey,
    String platform,
    String direction,
    String operation,
    boolean dryRun,
    SyncStatus status,
    boolean settled,
    int attempts,
    @Nullable Long durationMs,
    @Nullable Long queuedMs,
    String actor,
    @Nullable String reason,
    @Nullable Integer httpStatus,
    @Nullable FailureClass failureClass,
    @Nullable String versionId,
    @Nullable String run,
    boolean repeatable,
    @Nullable String errorMessage,
    DriftVerdict.@Nullable Word verdict) {

  public static SyncListRow of(SyncSummary sync) {
    return of(sync, null);
  }

  static SyncListRow of(SyncSummary sync, DriftVerdict.@Nullable Word verdict) {
    Operation operation = sync.operation();
    RunId run = sync.cause().run();
    return new SyncListRow(
        sync.id().toString(),
        sync.startedAt(),
        sync.typeKey().value(),
        sync.platform().value(),
        sync.direction().name(),
        operation == null ? Wording.NOT_KNOWN : operation.name(),
        sync.options().dryRun(),
        sync.status(),
        sync.settled(),
        attempts(sync),
        sync.durationMs(),
        sync.queuedMs(),
        sync.cause().actor(),
        sync.cause().reason(),
        sync.httpStatus(),
        sync.failureClass(),
        sync.version().versionId(),
        run == null ? null : run.toString(),
        isRepeatable(sync),
        sync.errorMessage(),
        verdict);
  }

  /** Returns whether to offer a retry, which may still be refused if the sync was superseded. */
  private static boolean isRepeatable(SyncSummary sync) {
    return sync.recorder() == Recorder.ENGINE
        && (sync.status() == SyncStatus.FAILED
            || sync.status() == SyncStatus.PARTIAL
            || sync.status() == SyncStatus.UNKNOWN);
  }

  /**
   * Returns the number of attempts: the failed ones, and one that succeeded, is open, or has an
   * unknown outcome.
   */
  static int attempts(SyncSummary sync) {
    boolean one = sync.firstSentAt() != null && sync.status() != SyncStatus.FAILED;
    return sync.retryCount() + (one ? 1 : 0);
  }
}
