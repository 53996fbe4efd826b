package dev.synctrail.web.console;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.AbstractDelta;
import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Two JSON texts compared line by line, as hunks with some unchanged lines around each change.
 *
 * <p>Both texts are compared in canonical form (RFC 8785), one member per line. So neither the
 * order of members nor white space nor another spelling of a number is a difference, exactly as in
 * the comparison by JSON path. A comma at the end of a line belongs to the neighbour and is
 * ignored.
 *
 * @param coarse whether the texts differ in so many lines that everything from the first to the
 *     last difference counts as one change
 * @param after number of unchanged lines after the last hunk
 * @param more number of changed lines that are not shown
 */
public record LineDiff(
    boolean coarse, List<Hunk> hunks, int removed, int added, int after, int more) {
  /** The algorithm takes time and memory that grow with the square of this number. */
  private static final int MAX_CHANGED_LINES = 1_000;

  private static final int MAX_ROWS = 2_000;
  private static final int MAX_LINE_LENGTH = 500;
  private static final int LENGTH_AROUND_CHANGE = 60;

  public LineDiff {
    hunks = List.copyOf(hunks);
  }

  /**
   * Compares two texts.
   *
   * @param ignored top-level members that the platform itself changes
   * @param context number of unchanged lines to show before and after each change
   */
  public static LineDiff between(
      StrictJson before, StrictJson after, Set<String> ignored, int context) {
    List<String> left = lines(before, ignored);
    List<String> right = lines(after, ignored);
    return new Layout(left, right, context).of(changes(left, right));
  }

  private static List<String> lines(StrictJson json, Set<String> ignored) {
    byte[] canonical = CanonicalJson.without(json, ignored);
    return JsonIndenter.of(new String(canonical, StandardCharsets.UTF_8)).lines().toList();
  }

  private static List<Change> changes(List<String> left, List<String> right) {
    List<String> before = left.stream().map(LineDiff::withoutComma).toList();
    List<String> after = right.stream().map(LineDiff::withoutComma).toList();
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    int leftEnd = before.size() - end;
    int rightEnd = after.size() - end;
    int skipped = start;
    try {
      return DiffUtils.diff(
              before.subList(start, leftEnd), after.subList(start, rightEnd), new Limit())
          .getDeltas()
          .stream()
          .map(delta -> Change.of(delta, skipped))
          .toList();
    } catch (TooManyChanges e) {
      return List.of(new Change(start, leftEnd, start, rightEnd));
    }
  }

  private static String withoutComma(String line) {
    return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
  }

  /** Stops the algorithm when the texts have too little in common. */
  private static final class Limit implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int changedLines, int max) {
      if (changedLines > MAX_CHANGED_LINES) {
        throw new TooManyChanges();
      }
    }

    @Override
    public void diffEnd() {}
  }

  private static final class TooManyChanges extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Lines of the left text that lines of the right text replace. */
  private record Change(int left, int leftEnd, int right, int rightEnd) {
    static Change of(AbstractDelta<String> delta, int skipped) {
      int left = delta.getSource().getPosition() + skipped;
      int right = delta.getTarget().getPosition() + skipped;
      return new Change(
          left, left + delta.getSource().size(), right, right + delta.getTarget().size());
    }
  }

  private static final class Layout {
    private final List<String> left;
    private final List<String> right;
    private final int context;
    private final List<Hunk> hunks = new ArrayList<>();
    private List<Row> rows = new ArrayList<>();
    private int rowCount;
    private int leftAt;
    private int rightAt;
    private int skipped;
    private int removed;
    private int added;
    private int more;

    Layout(List<String> left, List<String> right, int context) {
      this.left = left;
      this.right = right;
      this.context = context;
    }

    LineDiff of(List<Change> changes) {
      for (Change change : changes) {
        removed += change.leftEnd() - change.left();
        added += change.rightEnd() - change.right();
        if (rowCount >= MAX_ROWS) {
          more += change.leftEnd() - change.left() + change.rightEnd() - change.right();
          continue;
        }
        int gap = change.left() - leftAt;
        int shownAfter = hunks.isEmpty() && rows.isEmpty() ? 0 : context;
        if (gap > shownAfter + context) {
          same(shownAfter);
          close();
          skipped = gap - shownAfter - context;
          leftAt += skipped;
          rightAt += skipped;
        }
        same(change.left() - leftAt);
        changed(change);
      }
      if (!rows.isEmpty()) {
        same(Math.min(context, left.size() - leftAt));
        close();
      }
      boolean coarse =
          changes.size() == 1
              && Math.min(removed, added) > 1
              && removed + added > MAX_CHANGED_LINES;
      return new LineDiff(coarse, hunks, removed, added, more > 0 ? 0 : left.size() - leftAt, more);
    }

    private void same(int count) {
      for (int i = 0; i < count; i++) {
        add(Row.same(leftAt + 1, left.get(leftAt), rightAt + 1, right.get(rightAt)));
        leftAt++;
        rightAt++;
      }
    }

    private void changed(Change change) {
      while (leftAt < change.leftEnd() || rightAt < change.rightEnd()) {
        if (rowCount >= MAX_ROWS) {
          more += change.leftEnd() - leftAt + change.rightEnd() - rightAt;
          break;
        }
        boolean onLeft = leftAt < change.leftEnd();
        boolean onRight = rightAt < change.rightEnd();
        add(
            Row.changed(
                onLeft ? leftAt + 1 : 0,
                onLeft ? left.get(leftAt) : "",
                onRight ? rightAt + 1 : 0,
                onRight ? right.get(rightAt) : ""));
        leftAt += onLeft ? 1 : 0;
        rightAt += onRight ? 1 : 0;
      }
      leftAt = change.leftEnd();
      rightAt = change.rightEnd();
    }

    private void add(Row row) {
      rows.add(row);
      rowCount++;
    }

    private void close() {
      if (!rows.isEmpty()) {
        hunks.add(new Hunk(skipped, rows));
        rows = new ArrayList<>();
        skipped = 0;
      }
    }
  }

  /**
   * Changes that are near to each other, with their context.
   *
   * @param skipped number of unchanged lines between the previous hunk and this one
   */
  public record Hunk(int skipped, List<Row> rows) {
    public Hunk {
      rows = List.copyOf(rows);
    }

    /** Returns the rows one below the other: of each change the removed lines, then the added. */
    public List<Line> lines() {
      List<Line> lines = new ArrayList<>();
      List<Line> added = new ArrayList<>();
      for (Row row : rows) {
        if (row.same()) {
          lines.addAll(added);
          added.clear();
          lines.add(new Line(" ", row.left(), row.right(), row.before()));
          continue;
        }
        if (row.left() > 0) {
          lines.add(new Line("−", row.left(), 0, row.before()));
        }
        if (row.right() > 0) {
          added.add(new Line("+", 0, row.right(), row.after()));
        }
      }
      lines.addAll(added);
      return lines;
    }
  }

  /**
   * Two lines side by side.
   *
   * @param left number of the line in the left text; 0 if the line is only in the right one
   * @param right number of the line in the right text; 0 if the line is only in the left one
   */
  public record Row(boolean same, int left, Text before, int right, Text after) {
    static Row same(int left, String before, int right, String after) {
      return new Row(true, left, Text.of(before), right, Text.of(after));
    }

    static Row changed(int left, String before, int right, String after) {
      if (left == 0 || right == 0) {
        return new Row(false, left, Text.of(before), right, Text.of(after));
      }
      int shorter = Math.min(before.length(), after.length());
      int start = 0;
      while (start < shorter && before.charAt(start) == after.charAt(start)) {
        start++;
      }
      int end = 0;
      while (end < shorter - start
          && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
        end++;
      }
      return new Row(false, left, Text.of(before, start, end), right, Text.of(after, start, end));
    }
  }

  /**
   * One line of the comparison in one column.
   *
   * @param sign a minus, a plus or a space
   */
  public record Line(String sign, int left, int right, Text text) {
    /** Returns the style class: {@code added}, {@code removed}, or none if both texts have it. */
    public String kind() {
      return left == 0 ? "added" : right == 0 ? "removed" : "";
    }
  }

  /**
   * A line of text with its changed part. Parts of long lines are left out.
   *
   * @param changed the part that differs from the other line; empty if the lines have too little in
   *     common
   */
  public record Text(String start, String changed, String end) {
    static Text of(String line) {
      return new Text(cut(line), "", "");
    }

    static Text of(String line, int start, int end) {
      String before = line.substring(0, start);
      String after = line.substring(line.length() - end);
      if (before.isBlank()) {
        return of(line);
      }
      return new Text(
          before.length() > MAX_LINE_LENGTH
              ? "…" + before.substring(before.length() - LENGTH_AROUND_CHANGE)
              : before,
          cut(line.substring(start, line.length() - end)),
          after.length() > MAX_LINE_LENGTH
              ? after.substring(0, LENGTH_AROUND_CHANGE) + "…"
              : after);
    }

    private static String cut(String text) {
      return text.length() > MAX_LINE_LENGTH ? text.substring(0, MAX_LINE_LENGTH) + "…" : text;
    }
  }
}
