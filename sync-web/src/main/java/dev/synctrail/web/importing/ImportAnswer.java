package dev.synctrail.web.importing;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of importing a file. */
@Schema(name = "Import", description = "What became of an imported file")
public record ImportAnswer(
    @Schema(description = "Lines that hold a sync", required = true, example = "3") int lines,
    @Schema(
            description = "Syncs that are in now and were not before",
            required = true,
            example = "1")
        int imported,
    @Schema(description = "Syncs that were in already, just so", required = true, example = "1")
        int skipped,
    @Schema(description = "Lines that are not in", required = true, example = "1") int refused,
    @Schema(description = "Why not, for the first hundred places", required = true)
        List<LineError> errors,
    @Schema(description = "Whether there are more than a hundred", required = true)
        boolean moreErrors) {

  /** An error in the file: the line, the JSON Pointer in it, and the reason. */
  @Schema(name = "ImportError", description = "One place in a file that is at fault")
  public record LineError(
      @Schema(description = "The line, from 1", required = true, example = "3") int line,
      @Schema(description = "JSON Pointer (RFC 6901) into the line", example = "/startedAt")
          @Nullable String pointer,
      @Schema(description = "What is wrong with it", required = true, example = "Missing")
          String detail) {}
}
