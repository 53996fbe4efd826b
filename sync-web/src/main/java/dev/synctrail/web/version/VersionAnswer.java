package dev.synctrail.web.version;

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
                "Its id: the SHA-256 of the canonical JSON (RFC 8785) of `{author, contentHash,"
                    + " message, parents, source, time, typeKey}`",
            required = true)
        String versionId,
    @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
    @Schema(
            description =
                "What its content means: the SHA-256 of the canonical JSON without the members that"
                    + " change by themselves",
            required = true)
        String versionHash,
    @Schema(description = "Where it comes from", required = true) VersionSource source,
    @Schema(description = "Who made it", required = true, example = "ann") String author,
    @Schema(description = "Why", example = "Headline for articles") @Nullable String message,
    @Schema(description = "The versions it builds on", required = true) List<String> parents,
    @Schema(description = "When it was made", required = true) Instant createdAt,
    @Schema(description = "False when the content was there already; only where it was put")
        @Nullable Boolean created,
    @Schema(
            description = "The type as the platform takes it; only where one version is shown",
            implementation = JsonObject.class)
        @Nullable JsonObject content,
    @Schema(description = "The latest sync of this version with each platform")
        @Nullable List<LastSyncAnswer> syncs) {

  static VersionAnswer of(ContentTypeVersion version) {
    return answer(version, null, null, null);
  }

  static VersionAnswer put(ContentTypeVersion version, boolean created) {
    return answer(version, created, null, null);
  }

  VersionAnswer withContent(JsonObject shown) {
    return new VersionAnswer(
        versionId,
        typeKey,
        versionHash,
        source,
        author,
        message,
        parents,
        createdAt,
        created,
        shown,
        syncs);
  }

  VersionAnswer withSyncs(List<LastSyncAnswer> latest) {
    return new VersionAnswer(
        versionId,
        typeKey,
        versionHash,
        source,
        author,
        message,
        parents,
        createdAt,
        created,
        content,
        latest);
  }

  private static VersionAnswer answer(
      ContentTypeVersion version,
      @Nullable Boolean created,
      @Nullable JsonObject content,
      @Nullable List<LastSyncAnswer> syncs) {
    return new VersionAnswer(
        version.id().hex(),
        version.typeKey().value(),
        version.contentHash().hex(),
        version.source(),
        version.author(),
        version.message(),
        version.parents().stream().map(VersionId::hex).toList(),
        version.createdAt(),
        created,
        content,
        syncs);
  }
}
