package dev.synctrail.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table in {@code docs/guards.md}: the effect of each action in each state. */
public final class GuardMatrix {
  private static final Path TABLE = Path.of("..", "docs", "guards.md");

  private GuardMatrix() {}

  /** Returns every cell, row by row. */
  public static List<Cell> cells() {
    List<List<String>> rows = lines().stream().map(GuardMatrix::columns).toList();
    List<String> actions = rows.get(0);
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : rows.subList(2, rows.size())) {
      for (int i = 1; i < actions.size(); i++) {
        cells.add(new Cell(row.get(0), actions.get(i), row.get(i)));
      }
    }
    return cells;
  }

  /** Returns the table as the document has it. */
  static String table() {
    return String.join("\n", lines());
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("|")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> columns(String line) {
    return List.of(line.substring(1, line.length() - 1).split("\\|")).stream()
        .map(String::strip)
        .toList();
  }

  /** Returns a reason without the parts that differ from run to run. */
  public static String brief(String reason) {
    return reason
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…")
        .replaceAll("[0-9a-f]{64}", "…")
        .replaceAll("; (?!plan again).*", "")
        .replaceAll("(?i)^Sync … ", "");
  }

  /**
   * One cell of the table.
   *
   * @param expected the expected result
   */
  public record Cell(String state, String action, String expected) {
    @Override
    public String toString() {
      return state + " × " + action + ": " + expected;
    }
  }
}
