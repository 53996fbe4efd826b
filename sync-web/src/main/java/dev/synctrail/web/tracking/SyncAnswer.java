package dev.synctrail.web.tracking;

import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PushFlag;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.PushResult;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sync as it is told over REST. */
@Schema(name = "Sync", description = "One type to or from one platform, once")
public record SyncAnswer(
    @Schema(
            description = "Its id, a UUIDv7 made from `startedAt`",
            required = true,
            example = "019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41")
        UUID id,
    @Schema(description = "The content type", required = true, example = "ArticlePage")
        String typeKey,
    @Schema(description = "The version that was pushed, or that a pull made")
        @Nullable String versionId,
    @Schema(description = "The hash of that version's content") @Nullable String versionHash,
    @Schema(description = "The platform", required = true, example = "sandbox")
        String targetPlatform,
    @Schema(description = "The platform's settings that were used", example = "1")
        @Nullable Integer platformRevision,
    @Schema(description = "Which way the data went", required = true) Direction syncDirection,
    @Schema(description = "What was done, or for a dry run would have been; absent until known")
        @Nullable Operation operation,
    @Schema(description = "Where it stands", required = true) SyncStatus syncStatus,
    @Schema(description = "Whether that can never change again", required = true) boolean settled,
    @Schema(description = "What was sent, when anything was") @Nullable PayloadAnswer pushedData,
    @Schema(description = "What the platform answered last, when it did")
        @Nullable PayloadAnswer responseData,
    @Schema(description = "The HTTP status of the answer that decided", example = "200")
        @Nullable Integer httpStatus,
    @Schema(description = "Why it failed, or its last try did, in one word")
        @Nullable FailureClass failureClass,
    @Schema(description = "The platform's own error code", example = "ConflictingResource")
        @Nullable String platformCode,
    @Schema(description = "Why it failed, or its last try did, for people")
        @Nullable String errorMessage,
    @Schema(description = "The outcome of each part; of PARTIAL syncs only", required = true)
        List<Item> items,
    @Schema(description = "Tries that failed", required = true, example = "0") int retryCount,
    @Schema(description = "The caller's own object, unchanged") @Nullable JsonObject syncMetadata,
    @Schema(description = "The deployment it is part of") @Nullable UUID deploymentId,
    @Schema(description = "The retrieval it is part of") @Nullable UUID retrievalId,
    @Schema(description = "The sync it repeats") @Nullable UUID retryOf,
    @Schema(
            description = "The authenticated name that asked for it",
            required = true,
            example = "ci")
        String actor,
    @Schema(description = "For whom, as the actor claims") @Nullable String onBehalfOf,
    @Schema(description = "Why", example = "release 42") @Nullable String reason,
    @Schema(description = "How it was meant", required = true) Options options,
    @Schema(description = "Whether nothing is written", required = true) boolean dryRun,
    @Schema(description = "The version of the adapter that spoke to the platform")
        @Nullable String adapterVersion,
    @Schema(description = "The W3C trace id of the request that caused it")
        @Nullable String traceId,
    @Schema(description = "When it was asked for", required = true) Instant startedAt,
    @Schema(description = "When the first request left") @Nullable Instant firstSentAt,
    @Schema(description = "When it was settled") @Nullable Instant completedAt,
    @Schema(description = "Milliseconds from first sent to completed", example = "184")
        @Nullable Long durationMs,
    @Schema(description = "Milliseconds from asked for to first sent", example = "12")
        @Nullable Long queuedMs,
    @Schema(description = "What made the outcome certain") @Nullable SettledBy settledBy,
    @Schema(description = "When the record was written", required = true) Instant createdAt,
    @Schema(
            description =
                "Whether the stored bytes of all its payloads still fit their checksums; of one"
                    + " sync only, never in a list")
        @Nullable Boolean intact,
    @Schema(
            description =
                "What is known of the push since; absent until it was read back, and in a list")
        @Nullable DriftVerdictAnswer verdict,
    @Schema(description = "What can be done with it now; of one sync only, never in a list")
        @Nullable AllowedActionsAnswer can) {

  /** Tells of a sync as an element of a list. */
  static SyncAnswer of(SyncSummary sync) {
    return of(sync, null, Map.of(), null, null);
  }

  /**
   * Tells of a sync.
   *
   * @param intact null when it was not proved
   * @param data the payloads to be shown
   * @param verdict null when there is none, or it was not looked for
   * @param can null when it was not looked for
   */
  static SyncAnswer of(
      SyncSummary sync,
      @Nullable Boolean intact,
      Map<PayloadRole, Snapshot> data,
      @Nullable DriftVerdictAnswer verdict,
      @Nullable AllowedActionsAnswer can) {
    PushOptions options = sync.options();
    return new SyncAnswer(
        sync.id().value(),
        sync.typeKey().value(),
        sync.version().versionId(),
        sync.version().versionHash(),
        sync.platform().value(),
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
        id(sync.deployment()),
        id(sync.retrieval()),
        id(sync.cause().retryOf()),
        sync.cause().actor(),
        sync.cause().onBehalfOf(),
        sync.cause().reason(),
        new Options(
            options.dryRun(),
            options.ignoreDataLossWarnings(),
            options.onConflict().toString(),
            options.manners().stream().sorted().toList()),
        options.dryRun(),
        sync.target().adapterVersion(),
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

  private static @Nullable UUID id(@Nullable RunId run) {
    return run == null ? null : run.value();
  }

  private static @Nullable UUID id(@Nullable SyncId sync) {
    return sync == null ? null : sync.value();
  }

  /** How a sync was meant. */
  @Schema(name = "SyncOptions")
  public record Options(
      @Schema(description = "Compute what would be done and write nothing", required = true)
          boolean dryRun,
      @Schema(
              description = "Let a change through that the platform calls breaking",
              required = true)
          boolean ignoreDataLossWarnings,
      @Schema(
              description = "What to do where somebody else changed what we put there",
              enumeration = {"refuse", "overwrite", "keep-theirs", "merge"},
              required = true)
          String onConflict,
      @Schema(
              description = "What else is particular about it; empty for nothing",
              required = true,
              example = "[\"EXACTLY\"]")
          List<PushFlag> manners) {}

  /** One part of what was pushed. */
  @Schema(name = "SyncItem")
  public record Item(
      @Schema(description = "The part, as the platform names it", required = true) String key,
      @Schema(description = "Whether the platform took it", required = true) ItemStatus status,
      @Schema(description = "Why it was refused") @Nullable String errorMessage) {

    static Item of(PushResult.Item item) {
      return new Item(
          item.key(), item.taken() ? ItemStatus.SUCCESS : ItemStatus.FAILED, item.errorMessage());
    }
  }

  /** The outcome of one part. */
  public enum ItemStatus {
    SUCCESS,
    FAILED
  }
}
