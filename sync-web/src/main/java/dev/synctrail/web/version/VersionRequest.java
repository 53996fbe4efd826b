package dev.synctrail.web.version;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request to store content as a version. */
@Schema(name = "VersionRequest")
public record VersionRequest(
    @Schema(
            description = "Content as the platform accepts it; stored byte for byte",
            example =
                "{\"key\": \"ArticlePage\", \"baseType\": \"_page\", \"displayName\": \"Article\","
                    + " \"properties\": {\"headline\": {\"type\": \"string\"}}}")
        Snapshot content,
    @Schema(description = "Source; default `UI`", example = "UI") @Nullable VersionSource source,
    @Schema(description = "Author; default the caller", example = "ann") @Size(max = 255)
        @Nullable String author,
    @Schema(description = "Reason", example = "Headline for articles") @Size(max = 1_000)
        @Nullable String message,
    @Schema(description = "Parent versions, several for a merge; default the latest one")
        List<VersionId> parents) {}
