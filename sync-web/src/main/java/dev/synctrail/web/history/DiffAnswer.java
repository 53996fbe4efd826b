package dev.synctrail.web.history;

import dev.synctrail.version.StructuralDiff;
import jakarta.json.JsonValue;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The differences between two versions of the content. */
@Schema(name = "Diff")
public record DiffAnswer(
    @Schema(description = "Only in the second; pointers into the second") List<Change> added,
    @Schema(description = "In both with different values; pointers into the second")
        List<Change> modified,
    @Schema(description = "Only in the first; pointers into the first") List<Change> removed,
    @Schema(
            description = "Number of scalars and empty structures that are equal in both",
            example = "14")
        long unchanged) {

  /** Converts a comparison to an answer. */
  public static DiffAnswer of(StructuralDiff diff) {
    return new DiffAnswer(
        changes(diff.added()), changes(diff.modified()), changes(diff.removed()), diff.unchanged());
  }

  private static List<Change> changes(List<StructuralDiff.Entry> entries) {
    return entries.stream()
        .map(entry -> new Change(entry.pointer(), entry.before(), entry.after()))
        .toList();
  }

  /** One added, modified or removed value. */
  @Schema(name = "DiffChange")
  public record Change(
      @Schema(description = "JSON Pointer (RFC 6901)", example = "/properties/headline/maxLength")
          String pointer,
      @Schema(
              name = "old",
              description = "Value in the first",
              implementation = Object.class,
              example = "120")
          @Nullable JsonValue before,
      @Schema(
              name = "new",
              description = "Value in the second",
              implementation = Object.class,
              example = "200")
          @Nullable JsonValue after) {}
}
