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
    @Schema(description = "Where it stands", required = true) Rebuild.State state,
    @Schema(
            description =
                "Rows from before may be purged, so it begins with the first whole day in UTC after;"
                    + " left out when nothing was purged")
        @Nullable Instant horizon,
    @Schema(description = "When it was asked for") @Nullable Instant askedAt,
    @Schema(description = "Who asked", example = "ci") @Nullable String askedBy,
    @Schema(description = "When it began") @Nullable Instant startedAt,
    @Schema(description = "When it was over") @Nullable Instant completedAt,
    @Schema(description = "The first day it rebuilt") @Nullable LocalDate firstDay,
    @Schema(description = "The day it does next") @Nullable LocalDate nextDay,
    @Schema(description = "How many syncs it counted so far", required = true) long syncs,
    @Schema(description = "How many sums did not say what the rows say", required = true)
        long differences,
    @Schema(
            description = "The first 20 of them",
            required = true,
            example = "[\"2026-01-31 optimizely PUSH UPDATE: 17 SUCCESS stood, 12 SUCCESS\"]")
        List<String> findings) {

  static RebuildAnswer of(Rebuild rebuild) {
    return new RebuildAnswer(
        rebuild.state(),
        rebuild.horizon(),
        rebuild.askedAt(),
        rebuild.askedBy(),
        rebuild.startedAt(),
        rebuild.finishedAt(),
        rebuild.from(),
        rebuild.next(),
        rebuild.syncs(),
        rebuild.differences(),
        rebuild.findings());
  }
}
