package dev.synctrail.version;

import dev.synctrail.contenttype.StrictJson;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two JSON texts, place by place, in near-linear time and bounded depth.
 *
 * <p>Places are JSON Pointers (RFC 6901): of what was removed into the old text, of all else into
 * the new one. The order of members means nothing. Elements of an array are the same when they have
 * the same {@code key}, {@code name} or {@code id}, if all of them have one of their own; scalars
 * when they are equal; otherwise by their position. An element that moved is removed at one place
 * and added at the other. So removing, then adding, then replacing, each in the order given here
 * (removing from the last on), makes the new text of the old one.
 *
 * @param unchanged how many scalars and empty structures are in both
 */
public record StructuralDiff(
    List<Entry> added, List<Entry> modified, List<Entry> removed, long unchanged) {
  private static final int SHOWN = 200;

  public StructuralDiff {
    added = List.copyOf(added);
    modified = List.copyOf(modified);
    removed = List.copyOf(removed);
  }

  /** Compares two texts. */
  public static StructuralDiff between(StrictJson before, StrictJson after) {
    return new Comparison(before, after).result();
  }

  /** Tells whether both mean the same. */
  public boolean isEmpty() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  /** Returns it for people: one line per change, long values cut. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d added, %d modified, %d removed, %d unchanged%n"
            .formatted(added.size(), modified.size(), removed.size(), unchanged)
            .replace("\r\n", "\n"));
    removed.forEach(entry -> line(text, '-', entry).append(shown(entry.before())).append('\n'));
    added.forEach(entry -> line(text, '+', entry).append(shown(entry.after())).append('\n'));
    modified.forEach(
        entry ->
            line(text, '~', entry)
                .append(shown(entry.before()))
                .append(" → ")
                .append(shown(entry.after()))
                .append('\n'));
    return text.toString();
  }

  private static StringBuilder line(StringBuilder text, char sign, Entry entry) {
    String place = entry.pointer().isEmpty() ? "(all of it)" : entry.pointer();
    return text.append(sign).append(' ').append(place).append(": ");
  }

  private static String shown(@Nullable JsonValue value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, SHOWN), text.length());
  }

  /** One change. Its values are made when they are asked for, because they can be megabytes. */
  public static final class Entry {
    private final String pointer;
    private final @Nullable Supplier<JsonValue> before;
    private final @Nullable Supplier<JsonValue> after;

    Entry(
        String pointer, @Nullable Supplier<JsonValue> before, @Nullable Supplier<JsonValue> after) {
      this.pointer = pointer;
      this.before = before;
      this.after = after;
    }

    /** Returns the place, as a JSON Pointer (RFC 6901). */
    public String pointer() {
      return pointer;
    }

    /** Returns the old value; null when it was added. */
    public @Nullable JsonValue before() {
      return before == null ? null : before.get();
    }

    /** Returns the new value; null when it was removed. */
    public @Nullable JsonValue after() {
      return after == null ? null : after.get();
    }
  }
}
