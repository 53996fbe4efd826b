package dev.synctrail.web.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.version.VersionId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All versions of a type and how they build on each other. */
@Schema(name = "VersionTree")
public record TreeAnswer(
    @Schema(description = "Content type", example = "ArticlePage") TypeKey typeKey,
    @Schema(description = "Latest version") VersionId head,
    @Schema(description = "Versions, oldest first") List<VersionAnswer> nodes,
    @Schema(description = "Edges from parent to child versions") List<Edge> edges,
    @Schema(description = "With `ancestor`: nearest common ancestor; absent if there is none")
        @Nullable VersionId commonAncestor) {

  /** An edge from a version to one that builds on it. */
  @Schema(name = "VersionEdge")
  public record Edge(
      @Schema(description = "Parent version") VersionId parent,
      @Schema(description = "Child version") VersionId child) {}
}
