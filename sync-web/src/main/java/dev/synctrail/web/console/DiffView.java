package dev.synctrail.web.console;

import dev.synctrail.json.StrictJson;
import dev.synctrail.version.StructuralDiff;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as the console shows it: the changes, or why there is none.
 *
 * @param refusal why the contents cannot be compared; empty when they can
 * @param more number of changes that are not shown
 * @param lines the comparison line by line; null if the changes are shown by JSON path
 */
public record DiffView(
    String refusal,
    List<Change> changes,
    int more,
    long unchanged,
    boolean same,
    @Nullable LineDiff lines) {
  private static final int MAX_CHANGES = 200;
  private static final int MAX_VALUE_LENGTH = 500;

  /** Compares two contents. */
  public static DiffView of(StrictJson before, StrictJson after, DiffOptions options) {
    return of(before, after, Set.of(), options);
  }

  /**
   * Compares two contents.
   *
   * @param ignored top-level members that the platform itself changes
   */
  public static DiffView of(
      StrictJson before, StrictJson after, Set<String> ignored, DiffOptions options) {
    StructuralDiff diff = StructuralDiff.between(before, after);
    Set<String> ignoredPointers =
        ignored.stream().map(name -> "/" + name).collect(Collectors.toUnmodifiableSet());
    List<Supplier<Change>> all =
        Stream.of(
                changes("removed", diff.removed(), ignoredPointers),
                changes("added", diff.added(), ignoredPointers),
                changes("modified", diff.modified(), ignoredPointers))
            .flatMap(changes -> changes)
            .toList();
    List<Change> shown = all.stream().limit(MAX_CHANGES).map(Supplier::get).toList();
    return new DiffView(
        "",
        shown,
        all.size() - shown.size(),
        diff.unchanged(),
        all.isEmpty(),
        options.getView() == DiffOptions.View.PATHS
            ? null
            : LineDiff.between(before, after, ignored, options.context()));
  }

  private static Stream<Supplier<Change>> changes(
      String kind, List<StructuralDiff.Entry> entries, Set<String> ignoredPointers) {
    return entries.stream()
        .filter(entry -> !ignoredPointers.contains(entry.pointer()))
        .map(entry -> () -> Change.of(kind, entry));
  }

  public static DiffView refused(String reason) {
    return new DiffView(reason, List.of(), 0, 0, false, null);
  }

  /** One change, at one JSON pointer. */
  public record Change(String kind, String pointer, String before, String after) {
    static Change of(String kind, StructuralDiff.Entry entry) {
      return new Change(
          kind,
          entry.pointer().isEmpty() ? "/" : entry.pointer(),
          shown(entry.before()),
          shown(entry.after()));
    }

    public static String shown(@Nullable Object value) {
      String text = value == null ? "" : value.toString();
      return text.length() <= MAX_VALUE_LENGTH ? text : text.substring(0, MAX_VALUE_LENGTH) + "…";
    }
  }
}
