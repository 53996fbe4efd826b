package dev.synctrail.web.version;

import dev.synctrail.web.deployment.PinAnswer;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The current state of a content type. */
@Schema(name = "Type")
public record TypeAnswer(
    @Schema(description = "Its key", required = true, example = "ArticlePage") String typeKey,
    @Schema(description = "The version put last", required = true) VersionAnswer latestVersion,
    @Schema(description = "The latest sync with each platform", required = true)
        List<LastSyncAnswer> lastSyncs,
    @Schema(description = "Where it was rolled back and stays so; only when one type is shown")
        @Nullable List<PinAnswer> pins) {}
