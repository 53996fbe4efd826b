package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All versions of a type and how they build on each other. */
@Schema(name = "VersionTree")
public record TreeAnswer(
    @Schema(description = "Content type", example = "ArticlePage") String typeKey,
    @Schema(description = "Latest version") String head,
    @Schema(description = "Versions, oldest first") List<VersionAnswer> nodes,
    @Schema(description = "Edges from parent to child versions") List<Edge> edges,
    @Schema(description = "With `ancestor`: nearest common ancestor; absent if there is none")
        @Nullable String commonAncestor) {

  /** An edge from a version to one that builds on it. */
  @Schema(name = "VersionEdge")
  public record Edge(
      @Schema(description = "Parent version") String parent,
      @Schema(description = "Child version") String child) {}
}
