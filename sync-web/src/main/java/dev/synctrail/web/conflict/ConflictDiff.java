package dev.synctrail.web.conflict;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.version.StructuralDiff.Entry;
import dev.synctrail.web.console.DiffView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The changes of both sides of a conflict by JSON pointer, or the reason why there are none.
 *
 * @param refusal why the sides cannot be compared; empty when they can
 * @param more number of changes that are not shown
 */
public record ConflictDiff(String refusal, List<Row> rows, int more) {
  private static final int MAX_ROWS = 200;

  public ConflictDiff {
    rows = List.copyOf(rows);
  }

  /** Returns a comparison that only has a reason. */
  static ConflictDiff refused(String reason) {
    return new ConflictDiff(reason, List.of(), 0);
  }

  /**
   * Combines two comparisons.
   *
   * @param theirs from the last pushed state to the state on the platform
   * @param ours from the desired state of the last push to the desired state of this one
   */
  public static ConflictDiff of(StructuralDiff theirs, StructuralDiff ours) {
    Map<String, Entry> their = byPointer(theirs);
    Map<String, Entry> our = byPointer(ours);
    SortedSet<String> pointers = new TreeSet<>(their.keySet());
    pointers.addAll(our.keySet());
    List<Row> rows =
        pointers.stream()
            .limit(MAX_ROWS)
            .map(
                pointer ->
                    Row.of(
                        pointer,
                        their.get(pointer),
                        our.get(pointer),
                        overlaps(pointer, their, our)))
            .toList();
    return new ConflictDiff("", rows, pointers.size() - rows.size());
  }

  private static Map<String, Entry> byPointer(StructuralDiff diff) {
    Map<String, Entry> byPointer = new TreeMap<>();
    for (List<Entry> entries : List.of(diff.removed(), diff.added(), diff.modified())) {
      for (Entry entry : entries) {
        if (!ContentHash.VOLATILE.contains(entry.pointer().replaceFirst("/", ""))) {
          byPointer.put(entry.pointer(), entry);
        }
      }
    }
    return byPointer;
  }

  /** Tells whether the other side changed this pointer, or one above or below it. */
  private static boolean overlaps(
      String pointer, Map<String, Entry> their, Map<String, Entry> our) {
    Map<String, Entry> other = their.containsKey(pointer) ? our : their;
    return other.keySet().stream()
        .anyMatch(
            one ->
                one.equals(pointer)
                    || one.startsWith(pointer + "/")
                    || pointer.startsWith(one + "/"));
  }

  /** The side that made a change. */
  public enum ChangedBy {
    THEIRS,
    OURS,
    BOTH,
    /** Both sides made the same change. */
    SAME
  }

  /**
   * One changed JSON pointer.
   *
   * @param lastPushed the value that our last push left there; empty for none
   * @param theirs the value on the platform; null if they did not change it
   * @param ours the value to push; null if we did not change it
   */
  public record Row(
      String pointer,
      ChangedBy changedBy,
      String lastPushed,
      @Nullable String theirs,
      @Nullable String ours) {

    static Row of(String pointer, @Nullable Entry theirs, @Nullable Entry ours, boolean both) {
      Entry known = Objects.requireNonNull(theirs == null ? ours : theirs);
      boolean same = theirs != null && ours != null && Objects.equals(theirs.after(), ours.after());
      ChangedBy one = theirs == null ? ChangedBy.OURS : ChangedBy.THEIRS;
      return new Row(
          pointer.isEmpty() ? "/" : pointer,
          same ? ChangedBy.SAME : both ? ChangedBy.BOTH : one,
          DiffView.Change.shown(known.before()),
          theirs == null ? null : DiffView.Change.shown(theirs.after()),
          ours == null ? null : DiffView.Change.shown(ours.after()));
    }
  }
}
