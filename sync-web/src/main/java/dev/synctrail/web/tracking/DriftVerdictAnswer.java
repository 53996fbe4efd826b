package dev.synctrail.web.tracking;

import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.Observation;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is known of a push since it was made. */
@Schema(name = "Verdict", description = "Whether what a push sent is there")
public record DriftVerdictAnswer(
    @Schema(description = "In a word", required = true) DriftVerdict.Word word,
    @Schema(
            description =
                "By JSON Pointer (RFC 6901): where others have changed what the push left there"
                    + " (DRIFTED), or where the platform made something else of it (ALTERED)",
            required = true,
            example = "[\"/displayName\"]")
        List<String> fields,
    @Schema(description = "Why nothing can be said; of UNVERIFIABLE only") @Nullable String reason,
    @Schema(description = "SHA-256 of what was there; absent for nothing")
        @Nullable String liveChecksum,
    @Schema(description = "Its entity tag, when it had one") @Nullable String etag,
    @Schema(description = "The push that took its place; of SUPERSEDED only")
        @Nullable UUID supersededBy,
    @Schema(description = "When it first was so", required = true) Instant givenAt,
    @Schema(description = "When it was looked at last", required = true) Instant checkedAt,
    @Schema(description = "Whether that is longer ago than a verdict is good for", required = true)
        boolean stale,
    @Schema(
            description =
                "What others' changes are told from: `ANSWER` what the push was answered with,"
                    + " `CONFIRMED_ANSWER` the same once a read-back has shown it, `READ_BACK` the"
                    + " first read-back, because the answer to the write had no body or was lost: an"
                    + " edit before it cannot be told from what the platform altered. Absent while"
                    + " it is not known",
            enumeration = {"ANSWER", "CONFIRMED_ANSWER", "READ_BACK"})
        DeployedState.@Nullable LeftBy base) {

  static DriftVerdictAnswer of(DriftVerdict driftVerdict, DriftPolicy policy, Instant now) {
    Observation live = driftVerdict.live();
    SyncId later = driftVerdict.supersededBy();
    return new DriftVerdictAnswer(
        driftVerdict.word(),
        driftVerdict.fields(),
        driftVerdict.reason(),
        live == null ? null : live.content().checksum().hex(),
        live == null ? null : live.etag(),
        later == null ? null : later.value(),
        driftVerdict.givenAt(),
        driftVerdict.checkedAt(),
        driftVerdict.isStale(now, policy.goodFor()),
        driftVerdict.base());
  }
}
