package dev.synctrail.web.version;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All versions of a type and how they build on each other. */
@Schema(name = "VersionTree")
public record TreeAnswer(
    @Schema(description = "The type", required = true, example = "ArticlePage") String typeKey,
    @Schema(description = "The version put last", required = true) String head,
    @Schema(description = "The versions, the oldest first", required = true)
        List<VersionAnswer> nodes,
    @Schema(description = "Which version builds on which", required = true) List<Edge> edges,
    @Schema(
            description =
                "With `ancestor`: the nearest version that both build on; left out when there is"
                    + " none")
        @Nullable String commonAncestor) {

  /** An edge from a version to one that builds on it. */
  @Schema(name = "VersionEdge")
  public record Edge(
      @Schema(description = "What is built on", required = true) String parent,
      @Schema(description = "What builds on it", required = true) String child) {}
}
