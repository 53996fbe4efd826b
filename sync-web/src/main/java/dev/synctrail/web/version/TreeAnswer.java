package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All versions of a type and how they build on each other. */
@Schema(name = "VersionTree")
public record TreeAnswer(
    @Schema(description = "Content type", required = true, example = "ArticlePage") String typeKey,
    @Schema(description = "Latest version", required = true) String head,
    @Schema(description = "Versions, oldest first", required = true) List<VersionAnswer> nodes,
    @Schema(description = "Edges from parent to child versions", required = true) List<Edge> edges,
    @Schema(description = "With `ancestor`: nearest common ancestor; absent if there is none")
        @Nullable String commonAncestor) {

  /** An edge from a version to one that builds on it. */
  @Schema(name = "VersionEdge")
  public record Edge(
      @Schema(description = "Parent version", required = true) String parent,
      @Schema(description = "Child version", required = true) String child) {}
}
