package dev.synctrail.web.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One version of a content type. */
@Schema(name = "Version")
public record VersionAnswer(
    @Schema(
            description =
                "Id: the SHA-256 of the canonical JSON (RFC 8785) of `{author, contentHash,"
                    + " message, parents, source, time, typeKey}`")
        VersionId versionId,
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(
            description =
                "Content hash: the SHA-256 of the canonical JSON without members that the"
                    + " platform sets itself")
        ContentHash versionHash,
    @Schema(description = "Source") VersionSource source,
    @Schema(description = "Creator", example = "ann") String author,
    @Schema(description = "Reason", example = "Headline for articles") @Nullable String message,
    @Schema(description = "Parent versions") List<VersionId> parents,
    @Schema(description = "Creation time") Instant createdAt,
    @Schema(description = "False if the content was unchanged; only in responses to PUT")
        @Nullable Boolean created,
    @Schema(
            description = "Content as the platform accepts it; only for a single version",
            implementation = JsonObject.class)
        @Nullable JsonObject content,
    @Schema(description = "Latest sync of this version per platform")
        @Nullable List<LastSyncAnswer> syncs) {

  static VersionAnswer of(ContentTypeVersion version) {
    return of(version, null, null, null);
  }

  static VersionAnswer put(ContentTypeVersion version, boolean created) {
    return of(version, created, null, null);
  }

  static VersionAnswer of(
      ContentTypeVersion version,
      @Nullable Boolean created,
      @Nullable JsonObject content,
      @Nullable List<LastSyncAnswer> syncs) {
    return new VersionAnswer(
        version.id(),
        version.typeKey(),
        version.contentHash(),
        version.source(),
        version.author(),
        version.message(),
        version.parents(),
        version.createdAt(),
        created,
        content,
        syncs);
  }
}
