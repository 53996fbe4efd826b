package dev.synctrail.web.history;

import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.Observation;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The drift verdict on a push in REST responses. */
@Schema(name = "Verdict", description = "Result of comparing a push with the platform")
public record DriftVerdictAnswer(
    @Schema(description = "Verdict") DriftVerdict.Word word,
    @Schema(
            description =
                "JSON Pointers (RFC 6901) of changes by others since the push (DRIFTED) or of"
                    + " changes made by the platform (ALTERED)",
            example = "[\"/displayName\"]")
        List<String> fields,
    @Schema(description = "Reason; only for UNVERIFIABLE") @Nullable String reason,
    @Schema(description = "SHA-256 of the state on the platform; absent if the type was missing")
        @Nullable String liveChecksum,
    @Schema(description = "ETag of the platform, if any") @Nullable String etag,
    @Schema(description = "Later push; only for SUPERSEDED") @Nullable SyncId supersededBy,
    @Schema(description = "Time of the first check with this verdict") Instant givenAt,
    @Schema(description = "Last check") Instant checkedAt,
    @Schema(description = "Whether the last check is older than `sync.drift.good-for`")
        boolean stale,
    @Schema(
            description =
                "Base of the comparison: `ANSWER`, the response to the push;"
                    + " `CONFIRMED_ANSWER`, the same, confirmed by a read-back; `READ_BACK`, the"
                    + " first read-back, because the response had no body or was lost: an edit before"
                    + " it cannot be told from a change by the platform. Absent while unknown",
            enumeration = {"ANSWER", "CONFIRMED_ANSWER", "READ_BACK"})
        DeployedState.@Nullable LeftBy base) {

  static DriftVerdictAnswer of(DriftVerdict driftVerdict, DriftPolicy policy, Instant now) {
    Observation live = driftVerdict.live();
    return new DriftVerdictAnswer(
        driftVerdict.word(),
        driftVerdict.fields(),
        driftVerdict.reason(),
        live == null ? null : live.content().checksum().hex(),
        live == null ? null : live.etag(),
        driftVerdict.supersededBy(),
        driftVerdict.givenAt(),
        driftVerdict.checkedAt(),
        driftVerdict.isStale(now, policy.goodFor()),
        driftVerdict.base());
  }
}
