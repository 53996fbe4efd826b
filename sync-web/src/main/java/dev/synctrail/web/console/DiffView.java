package dev.synctrail.web.console;

import dev.synctrail.version.StructuralDiff;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What differs, or why nothing can be said.
 *
 * @param refusal empty when something can
 * @param more how many changes are not shown
 */
public record DiffView(
    String refusal, List<Change> changes, int more, long unchanged, boolean same) {
  private static final int MOST = 200;
  private static final int LONGEST = 500;

  /** Shows a comparison. */
  public static DiffView of(StructuralDiff diff) {
    return of(diff, Set.of());
  }

  /**
   * Shows a comparison.
   *
   * @param leftAlone top-level members that the platform changes
   */
  public static DiffView of(StructuralDiff diff, Set<String> leftAlone) {
    Set<String> unseen =
        leftAlone.stream().map(name -> "/" + name).collect(Collectors.toUnmodifiableSet());
    List<Supplier<Change>> all =
        Stream.of(
                changes("removed", diff.removed(), unseen),
                changes("added", diff.added(), unseen),
                changes("modified", diff.modified(), unseen))
            .flatMap(changes -> changes)
            .toList();
    List<Change> shown = all.stream().limit(MOST).map(Supplier::get).toList();
    return new DiffView("", shown, all.size() - shown.size(), diff.unchanged(), all.isEmpty());
  }

  private static Stream<Supplier<Change>> changes(
      String kind, List<StructuralDiff.Entry> entries, Set<String> unseen) {
    return entries.stream()
        .filter(entry -> !unseen.contains(entry.pointer()))
        .map(entry -> () -> Change.of(kind, entry));
  }

  public static DiffView refused(String why) {
    return new DiffView(why, List.of(), 0, 0, false);
  }

  /** One place that differs. */
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
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
  }
}
