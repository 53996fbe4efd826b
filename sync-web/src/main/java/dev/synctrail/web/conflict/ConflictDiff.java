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
 * What both sides of a conflict have changed, place by place, or why it cannot be said.
 *
 * @param refusal empty when it can
 * @param more how many places are not shown
 */
public record ConflictDiff(String refusal, List<Row> rows, int more) {
  private static final int MOST = 200;

  public ConflictDiff {
    rows = List.copyOf(rows);
  }

  /** Says why nothing can be shown. */
  static ConflictDiff refused(String why) {
    return new ConflictDiff(why, List.of(), 0);
  }

  /**
   * Puts two comparisons beside each other.
   *
   * @param theirs from what we left there to what is there
   * @param ours from what we wanted then to what is wanted now
   */
  static ConflictDiff of(StructuralDiff theirs, StructuralDiff ours) {
    Map<String, Entry> their = places(theirs);
    Map<String, Entry> our = places(ours);
    SortedSet<String> places = new TreeSet<>(their.keySet());
    places.addAll(our.keySet());
    List<Row> rows =
        places.stream()
            .limit(MOST)
            .map(place -> Row.of(place, their.get(place), our.get(place), touch(place, their, our)))
            .toList();
    return new ConflictDiff("", rows, places.size() - rows.size());
  }

  private static Map<String, Entry> places(StructuralDiff diff) {
    Map<String, Entry> places = new TreeMap<>();
    for (List<Entry> entries : List.of(diff.removed(), diff.added(), diff.modified())) {
      for (Entry entry : entries) {
        if (!ContentHash.VOLATILE.contains(entry.pointer().replaceFirst("/", ""))) {
          places.put(entry.pointer(), entry);
        }
      }
    }
    return places;
  }

  /** Tells whether the other side changed a place at, above or below this one. */
  private static boolean touch(String place, Map<String, Entry> their, Map<String, Entry> our) {
    Map<String, Entry> other = their.containsKey(place) ? our : their;
    return other.keySet().stream()
        .anyMatch(
            one -> one.equals(place) || one.startsWith(place + "/") || place.startsWith(one + "/"));
  }

  /** Who has changed a place. */
  public enum Whose {
    THEIRS,
    OURS,
    BOTH,
    /** Both, to the same. */
    SAME
  }

  /**
   * One place.
   *
   * @param left what our last push left there; empty for nothing
   * @param theirs what is there; null where they changed nothing
   * @param ours what is wanted there; null where we changed nothing
   */
  public record Row(
      String pointer, Whose whose, String left, @Nullable String theirs, @Nullable String ours) {

    static Row of(String place, @Nullable Entry theirs, @Nullable Entry ours, boolean both) {
      Entry known = Objects.requireNonNull(theirs == null ? ours : theirs);
      boolean same = theirs != null && ours != null && Objects.equals(theirs.after(), ours.after());
      Whose one = theirs == null ? Whose.OURS : Whose.THEIRS;
      return new Row(
          place.isEmpty() ? "/" : place,
          same ? Whose.SAME : both ? Whose.BOTH : one,
          DiffView.Change.shown(known.before()),
          theirs == null ? null : DiffView.Change.shown(theirs.after()),
          ours == null ? null : DiffView.Change.shown(ours.after()));
    }
  }
}
