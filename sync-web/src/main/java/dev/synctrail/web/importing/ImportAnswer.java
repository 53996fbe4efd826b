package dev.synctrail.web.importing;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of importing a file. */
@Schema(name = "Import", description = "Result of an import")
public record ImportAnswer(
    @Schema(description = "Lines with a sync", example = "3") int lines,
    @Schema(description = "Imported syncs", example = "1") int imported,
    @Schema(description = "Syncs that were already stored with the same values", example = "1")
        int skipped,
    @Schema(description = "Rejected lines", example = "1") int refused,
    @Schema(description = "First hundred errors") List<LineError> errors,
    @Schema(description = "Whether there are more errors") boolean moreErrors) {

  /** An error in the file: the line, the JSON Pointer in it, and the reason. */
  @Schema(name = "ImportError", description = "An error in the file")
  public record LineError(
      @Schema(description = "Line number, from 1", example = "3") int line,
      @Schema(description = "JSON Pointer (RFC 6901) into the line", example = "/startedAt")
          @Nullable String pointer,
      @Schema(description = "Error message", example = "Missing") String detail) {}
}
