package dev.synctrail.web.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.web.run.PinAnswer;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The current state of a content type. */
@Schema(name = "Type")
public record TypeAnswer(
    @Schema(description = "Type key", example = "ArticlePage") TypeKey typeKey,
    @Schema(description = "Latest version") VersionAnswer latestVersion,
    @Schema(description = "Latest sync per platform") List<LastSyncAnswer> lastSyncs,
    @Schema(description = "Active pins; only for a single type") @Nullable List<PinAnswer> pins) {}
