package dev.synctrail.web.tracking;

import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.history.RunHistory;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.deployment.PinAnswer;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A deployment or a retrieval as it stands. */
@Schema(name = "Run", description = "A deployment or a retrieval as it stands")
public record RunAnswer(
    @Schema(description = "Its id", required = true) UUID id,
    @Schema(description = "Where it stands", required = true, example = "IN_PROGRESS")
        Run.Status status,
    @Schema(description = "The platform", required = true, example = "sandbox") String platform,
    @Schema(description = "Who asked for it", required = true, example = "ci") String actor,
    @Schema(description = "For whom, as the actor claims") @Nullable String onBehalfOf,
    @Schema(description = "Why", example = "release 42") @Nullable String reason,
    @Schema(description = "The caller's own object, unchanged") @Nullable JsonObject syncMetadata,
    @Schema(description = "0 to 100, from the counters", required = true) int progress,
    @Schema(description = "Its syncs by outcome", required = true) Counts counts,
    @Schema(description = "Whether nothing is written", required = true) boolean dryRun,
    @Schema(description = "The run whose failures it repeats") @Nullable UUID retryOf,
    @Schema(description = "The deployment that it puts back") @Nullable UUID rollbackOf,
    @Schema(description = "The dry run that was confirmed as its plan") @Nullable UUID plan,
    @Schema(description = "The runs that repeat its failures; only when one run is shown")
        @Nullable List<UUID> retriedBy,
    @Schema(description = "The deployments that put it back; only when one run is shown")
        @Nullable List<UUID> rolledBackBy,
    @Schema(
            description =
                "The types that were left out because they were rolled back; only when one run is"
                    + " shown")
        @Nullable List<PinAnswer> skipped,
    @Schema(description = "Who stopped it, when and why") @Nullable Cancelled cancelled,
    @Schema(
            description =
                "The pause or freeze that keeps it from going on now; only when one run is shown",
            example = "Everything is paused by admin: they are migrating")
        @Nullable String heldBack,
    @Schema(description = "Why the platform's types could not be listed")
        @Nullable String errorMessage,
    @Schema(description = "When it was asked for", required = true) Instant createdAt,
    @Schema(description = "When work began") @Nullable Instant startedAt,
    @Schema(description = "When the last sync was settled") @Nullable Instant completedAt) {

  /** Tells of a run. */
  public static RunAnswer of(Run run) {
    return of(run, null, null, null);
  }

  /**
   * Tells of a run, of those that follow from it, of what it left out, and of what keeps it from
   * going on.
   */
  static RunAnswer of(
      Run run,
      RunHistory.@Nullable Followers followers,
      @Nullable List<PinAnswer> skipped,
      @Nullable String heldBack) {
    Run.Cancellation cancellation = run.cancellation();
    Run.Counts counts = run.counts();
    String metadata = run.syncMetadata();
    return new RunAnswer(
        run.id().value(),
        run.status(),
        run.platform().value(),
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
        run.retryOf() == null ? null : run.retryOf().value(),
        run.rollbackOf() == null ? null : run.rollbackOf().value(),
        run.plan() == null ? null : run.plan().value(),
        followers == null ? null : ids(followers.retries()),
        followers == null ? null : ids(followers.rollbacks()),
        skipped,
        cancellation == null
            ? null
            : new Cancelled(cancellation.at(), cancellation.actor(), cancellation.reason()),
        heldBack,
        run.errorMessage(),
        run.createdAt(),
        run.startedAt(),
        run.completedAt());
  }

  private static List<UUID> ids(List<RunId> runs) {
    return runs.stream().map(RunId::value).toList();
  }

  /** That a run was stopped. */
  @Schema(name = "RunCancelled")
  public record Cancelled(
      @Schema(description = "When", required = true) Instant at,
      @Schema(description = "Who", required = true, example = "admin") String actor,
      @Schema(description = "Why", example = "wrong platform") @Nullable String reason) {}

  /** The syncs of a run by outcome. */
  @Schema(name = "RunCounts")
  public record Counts(
      @Schema(description = "All of them", required = true) int total,
      @Schema(description = "Settled with success", required = true) int success,
      @Schema(description = "Settled without", required = true) int failed,
      @Schema(description = "Taken in part", required = true) int partial,
      @Schema(description = "In progress or unknown", required = true) int unsettled) {}
}
