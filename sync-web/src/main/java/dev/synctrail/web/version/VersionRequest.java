package dev.synctrail.web.version;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import dev.synctrail.web.rest.JsonBody;
import jakarta.json.JsonObject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request to store content as a version. */
@Schema(name = "VersionRequest")
public record VersionRequest(
    @Schema(
            description = "Content as the platform accepts it; stored byte for byte",
            required = true,
            implementation = JsonObject.class,
            example =
                "{\"key\": \"ArticlePage\", \"baseType\": \"_page\", \"displayName\": \"Article\","
                    + " \"properties\": {\"headline\": {\"type\": \"string\"}}}")
        Snapshot content,
    @Schema(description = "Source; default `UI`", example = "UI") VersionSource source,
    @Schema(description = "Author; default the caller", maxLength = 255, example = "ann")
        String author,
    @Schema(description = "Reason", maxLength = 1_000, example = "Headline for articles")
        @Nullable String message,
    @Schema(
            description = "Parent versions, several for a merge; default the latest one",
            implementation = String.class)
        List<VersionId> parents) {

  static VersionRequest read(byte[] body, String caller) {
    return JsonBody.readAround(
        body,
        "content",
        (in, content) -> {
          VersionSource source = in.optionalConstant("source", VersionSource.class);
          String author = in.optionalText("author", 255);
          return new VersionRequest(
              Snapshot.of(content),
              source == null ? VersionSource.UI : source,
              author == null || author.isBlank() ? caller : author,
              in.optionalText("message", 1_000),
              in.values("parents", VersionId::new));
        });
  }
}
