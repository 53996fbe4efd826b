package dev.synctrail.web.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sync in REST responses. */
@Schema(name = "Sync", description = "One transfer of one content type to or from a platform")
public record SyncAnswer(
    @Schema(
            description = "Id, a UUIDv7 derived from `startedAt`",
            example = "019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41")
        SyncId id,
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(description = "Version that was pushed, or created by a pull")
        @Nullable String versionId,
    @Schema(description = "Content hash of the version") @Nullable String versionHash,
    @Schema(description = "Platform", example = "sandbox") PlatformId targetPlatform,
    @Schema(description = "Revision of the platform settings used", example = "1")
        @Nullable Integer platformRevision,
    @Schema(description = "Direction") Direction syncDirection,
    @Schema(description = "Operation; of a dry run the planned one; absent until known")
        @Nullable Operation operation,
    @Schema(description = "State") SyncStatus syncStatus,
    @Schema(description = "Whether the status is final") boolean settled,
    @Schema(description = "Sent payload, if any") @Nullable PayloadAnswer pushedData,
    @Schema(description = "Last response of the platform, if any")
        @Nullable PayloadAnswer responseData,
    @Schema(description = "HTTP status of the decisive response", example = "200")
        @Nullable Integer httpStatus,
    @Schema(description = "Failure class of the sync or of its last attempt")
        @Nullable FailureClass failureClass,
    @Schema(description = "Error code of the platform", example = "ConflictingResource")
        @Nullable String platformCode,
    @Schema(description = "Error message of the sync or of its last attempt")
        @Nullable String errorMessage,
    @Schema(description = "Outcome of each item; only of PARTIAL syncs") List<Item> items,
    @Schema(description = "Failed attempts", example = "0") int retryCount,
    @Schema(description = "Object of the caller, unchanged") @Nullable JsonObject syncMetadata,
    @Schema(description = "Deployment it belongs to") @Nullable RunId deploymentId,
    @Schema(description = "Retrieval it belongs to") @Nullable RunId retrievalId,
    @Schema(description = "Sync that is retried") @Nullable SyncId retryOf,
    @Schema(description = "Authenticated name of the actor", example = "ci") String actor,
    @Schema(description = "Person or system on whose behalf the caller claims to act")
        @Nullable String onBehalfOf,
    @Schema(description = "Reason", example = "release 42") @Nullable String reason,
    @Schema(description = "How it was meant") Options options,
    @Schema(description = "Whether it is a dry run") boolean dryRun,
    @Schema(description = "Version of the adapter") @Nullable String adapterVersion,
    @Schema(description = "Version of the platform's API", example = "v1")
        @Nullable String apiVersion,
    @Schema(description = "W3C trace id of the request that caused it") @Nullable String traceId,
    @Schema(description = "Request time") Instant startedAt,
    @Schema(description = "Time of the first request") @Nullable Instant firstSentAt,
    @Schema(description = "Completion time") @Nullable Instant completedAt,
    @Schema(description = "Milliseconds from the first request to completion", example = "184")
        @Nullable Long durationMs,
    @Schema(description = "Milliseconds from creation to the first request", example = "12")
        @Nullable Long queuedMs,
    @Schema(description = "Source that confirmed the outcome") @Nullable SettledBy settledBy,
    @Schema(description = "Time at which the record was created") Instant createdAt,
    @Schema(
            description =
                "Whether the stored bytes of all its payloads match their checksums; only for"
                    + " a single sync")
        @Nullable Boolean intact,
    @Schema(description = "Verdict of the read-back; absent before it, and in lists")
        @Nullable DriftVerdictAnswer verdict,
    @Schema(description = "Possible actions; only for a single sync")
        @Nullable AllowedActionsAnswer can) {

  /** Returns a sync as an element of a list. */
  static SyncAnswer of(SyncSummary sync) {
    return of(sync, null, Map.of(), null, null);
  }

  /**
   * Returns a sync with all details.
   *
   * @param intact whether all payloads have their checksums; null if that was not checked
   * @param data the payloads to include
   * @param verdict null if there is none or it was not read
   * @param can the allowed actions; null if they were not determined
   */
  static SyncAnswer of(
      SyncSummary sync,
      @Nullable Boolean intact,
      Map<PayloadRole, Snapshot> data,
      @Nullable DriftVerdictAnswer verdict,
      @Nullable AllowedActionsAnswer can) {
    PushOptions options = sync.options();
    return new SyncAnswer(
        sync.id(),
        sync.typeKey(),
        sync.version().versionId(),
        sync.version().versionHash(),
        sync.platform(),
        sync.target().platformRevision(),
        sync.direction(),
        sync.operation(),
        sync.status(),
        sync.settled(),
        PayloadAnswer.of(sync.payload(PayloadRole.SENT), data.get(PayloadRole.SENT)),
        PayloadAnswer.of(sync.payload(PayloadRole.ANSWERED), data.get(PayloadRole.ANSWERED)),
        sync.httpStatus(),
        sync.failureClass(),
        sync.failure() == null ? null : sync.failure().platformCode(),
        sync.errorMessage(),
        sync.items().stream().map(Item::of).toList(),
        sync.retryCount(),
        metadata(sync.cause().syncMetadata()),
        sync.deployment(),
        sync.retrieval(),
        sync.cause().retryOf(),
        sync.cause().actor(),
        sync.cause().onBehalfOf(),
        sync.cause().reason(),
        new Options(
            options.dryRun(),
            options.ignoreDataLossWarnings(),
            options.onConflict().toString(),
            options.flags().stream().sorted().toList()),
        options.dryRun(),
        sync.target().adapterVersion(),
        sync.target().apiVersion(),
        sync.cause().traceId(),
        sync.startedAt(),
        sync.firstSentAt(),
        sync.completedAt(),
        sync.durationMs(),
        sync.queuedMs(),
        sync.settledBy(),
        sync.createdAt(),
        intact,
        verdict,
        can);
  }

  private static @Nullable JsonObject metadata(@Nullable String text) {
    return text == null
        ? null
        : StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8)).object();
  }

  /** The options of a sync. */
  @Schema(name = "SyncOptions")
  public record Options(
      @Schema(description = "Dry run: compute the result and write nothing") boolean dryRun,
      @Schema(description = "Allow breaking changes (may delete data)")
          boolean ignoreDataLossWarnings,
      @Schema(
              description = "Handling of types changed on the platform by others",
              enumeration = {"refuse", "overwrite", "keep-theirs", "merge"})
          String onConflict,
      @Schema(description = "Further flags", example = "[\"EXACTLY\"]") List<PushFlag> manners) {}

  /** One item of a push. */
  @Schema(name = "SyncItem")
  public record Item(
      @Schema(description = "Key of the item on the platform") String key,
      @Schema(description = "Whether the platform accepted it") ItemStatus status,
      @Schema(description = "Error message") @Nullable String errorMessage) {

    static Item of(PushResult.Item item) {
      return new Item(
          item.key(), item.taken() ? ItemStatus.SUCCESS : ItemStatus.FAILED, item.errorMessage());
    }
  }

  /** The outcome of one item. */
  public enum ItemStatus {
    SUCCESS,
    FAILED
  }
}
