package dev.synctrail.version;

import dev.synctrail.json.StrictJson;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The structural difference of two JSON texts, computed in near-linear time with bounded depth.
 *
 * <p>Positions are JSON Pointers (RFC 6901): into the old text for removed values, into the new
 * text for all others. The order of members is ignored. Array elements are matched by {@code key},
 * {@code name} or {@code id} if all of them have a unique one, scalars by equality, and all others
 * by position. A moved element is reported as removed and added. Applying the removals from last to
 * first, then the additions, then the modifications turns the old text into the new one.
 *
 * @param unchanged the number of scalars and empty structures that both texts share
 */
public record StructuralDiff(
    List<Entry> added, List<Entry> modified, List<Entry> removed, long unchanged) {
  private static final int MAX_VALUE_LENGTH = 200;

  public StructuralDiff {
    added = List.copyOf(added);
    modified = List.copyOf(modified);
    removed = List.copyOf(removed);
  }

  /** Compares two texts. */
  public static StructuralDiff between(StrictJson before, StrictJson after) {
    return new Comparison(before, after).result();
  }

  /** Returns whether both texts mean the same. */
  public boolean isEmpty() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  /** Returns the diff as readable text: one line per change, with long values cut. */
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
    String position = entry.pointer().isEmpty() ? "(root)" : entry.pointer();
    return text.append(sign).append(' ').append(position).append(": ");
  }

  private static String shown(@Nullable JsonValue value) {
    String text = String.valueOf(value);
    return text.length() <= MAX_VALUE_LENGTH
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, MAX_VALUE_LENGTH), text.length());
  }

  /** One change. Its values are created on demand, because they can be megabytes. */
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

    /** Returns the position as a JSON Pointer (RFC 6901). */
    public String pointer() {
      return pointer;
    }

    /** Returns the old value; null if it was added. */
    public @Nullable JsonValue before() {
      return before == null ? null : before.get();
    }

    /** Returns the new value; null if it was removed. */
    public @Nullable JsonValue after() {
      return after == null ? null : after.get();
    }
  }
}
