package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Rebuild;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The state and result of a rebuild of the sums from the rows. */
@Schema(name = "AnalyticsRebuild")
public record RebuildAnswer(
    @Schema(description = "State") Rebuild.State state,
    @Schema(
            description =
                "Purge horizon: the rebuild starts with the first whole day (UTC) after it;"
                    + " absent if nothing was purged")
        @Nullable Instant horizon,
    @Schema(description = "Request time") @Nullable Instant askedAt,
    @Schema(description = "Requested by", example = "ci") @Nullable String askedBy,
    @Schema(description = "Start time") @Nullable Instant startedAt,
    @Schema(description = "End time") @Nullable Instant completedAt,
    @Schema(description = "First rebuilt day") @Nullable LocalDate firstDay,
    @Schema(description = "Next day to rebuild") @Nullable LocalDate nextDay,
    @Schema(description = "Syncs counted so far") long syncs,
    @Schema(description = "Number of roll-ups that differed from the syncs") long differences,
    @Schema(
            description = "First 20 differences",
            example = "[\"2026-01-31 optimizely PUSH UPDATE: 17 SUCCESS stood, 12 SUCCESS\"]")
        List<String> findings) {

  static RebuildAnswer of(Rebuild rebuild) {
    return new RebuildAnswer(
        rebuild.state(),
        rebuild.horizon(),
        rebuild.requestedAt(),
        rebuild.requestedBy(),
        rebuild.startedAt(),
        rebuild.finishedAt(),
        rebuild.from(),
        rebuild.next(),
        rebuild.syncs(),
        rebuild.differences(),
        rebuild.findings());
  }
}
