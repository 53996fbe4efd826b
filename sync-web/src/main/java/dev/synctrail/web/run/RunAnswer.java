package dev.synctrail.web.run;

import dev.synctrail.history.RunHistory;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The current state of a deployment or a pull run. */
@Schema(name = "Run", description = "State of a deployment or a retrieval")
public record RunAnswer(
    @Schema(description = "Id") RunId id,
    @Schema(description = "State", example = "IN_PROGRESS") Run.Status status,
    @Schema(description = "Platform", example = "sandbox") PlatformId platform,
    @Schema(description = "Requested by", example = "ci") String actor,
    @Schema(description = "Person or system on whose behalf the caller claims to act")
        @Nullable String onBehalfOf,
    @Schema(description = "Reason", example = "release 42") @Nullable String reason,
    @Schema(description = "Object of the caller, unchanged") @Nullable JsonObject syncMetadata,
    @Schema(description = "Progress, 0 to 100") int progress,
    @Schema(description = "Number of syncs by outcome") Counts counts,
    @Schema(description = "Whether it is a dry run") boolean dryRun,
    @Schema(description = "Run whose failed syncs are retried") @Nullable RunId retryOf,
    @Schema(description = "Deployment that is rolled back") @Nullable RunId rollbackOf,
    @Schema(description = "Dry run that was confirmed as its plan") @Nullable RunId plan,
    @Schema(description = "Runs that retry its failed syncs; only for a single run")
        @Nullable List<RunId> retriedBy,
    @Schema(description = "Deployments that roll it back; only for a single run")
        @Nullable List<RunId> rolledBackBy,
    @Schema(description = "Types skipped because they were rolled back; only for a single run")
        @Nullable List<PinAnswer> skipped,
    @Schema(description = "Cancellation: actor, time and reason")
        Run.@Nullable Cancellation cancelled,
    @Schema(
            description = "Pause or freeze that blocks it now; only for a single run",
            example = "Everything is paused by admin: they are migrating")
        @Nullable String heldBack,
    @Schema(description = "Error message, if the types of the platform could not be listed")
        @Nullable String errorMessage,
    @Schema(description = "Request time") Instant createdAt,
    @Schema(description = "Start time") @Nullable Instant startedAt,
    @Schema(description = "Completion time of the last sync") @Nullable Instant completedAt) {

  /** Converts a run. */
  public static RunAnswer of(Run run) {
    return of(run, null, null, null);
  }

  /**
   * Converts a run with its retries and rollbacks, the types that it skipped, and the reason why it
   * is blocked.
   */
  static RunAnswer of(
      Run run,
      RunHistory.@Nullable Followers followers,
      @Nullable List<PinAnswer> skipped,
      @Nullable String heldBack) {
    Run.Counts counts = run.counts();
    String metadata = run.syncMetadata();
    return new RunAnswer(
        run.id(),
        run.status(),
        run.platform(),
        run.actor(),
        run.onBehalfOf(),
        run.reason(),
        metadata == null
            ? null
            : StrictJson.readObject(metadata.getBytes(StandardCharsets.UTF_8)).object(),
        run.progress(),
        new Counts(
            counts.total(),
            counts.success(),
            counts.failed(),
            counts.partial(),
            counts.unsettled()),
        run.options().dryRun(),
        run.retryOf(),
        run.rollbackOf(),
        run.plan(),
        followers == null ? null : followers.retries(),
        followers == null ? null : followers.rollbacks(),
        skipped,
        run.cancellation(),
        heldBack,
        run.errorMessage(),
        run.createdAt(),
        run.startedAt(),
        run.completedAt());
  }

  /** The syncs of a run by outcome. */
  @Schema(name = "RunCounts")
  public record Counts(
      @Schema(description = "All syncs of the set") int total,
      @Schema(description = "Successful syncs") int success,
      @Schema(description = "Failed syncs") int failed,
      @Schema(description = "Partially successful syncs") int partial,
      @Schema(description = "Syncs in progress or of unknown outcome") int unsettled) {}
}
