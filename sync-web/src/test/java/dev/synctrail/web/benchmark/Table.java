package dev.synctrail.web.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as the table of {@code docs/benchmark.md}, printed line by line. */
final class Table {
  private final List<String> lines = new ArrayList<>();

  Table(List<String> introduction) {
    introduction.forEach(this::line);
    line("");
    line("| operation | measured | beside it, in the same run | ratio | to reach | |");
    line("|---|---|---|---|---|---|");
  }

  /** Adds a figure with a goal. */
  void row(String operation, String measured, String raw, String ratio, String goal, boolean met) {
    line(
        "| "
            + String.join(" | ", operation, measured, raw, ratio, goal, met ? "met" : "**missed**")
            + " |");
  }

  /** Adds a figure without a goal. */
  void row(String operation, String measured, String raw, String ratio) {
    line("| " + String.join(" | ", operation, measured, raw, ratio, "", "") + " |");
  }

  /** Runs a measurement. A failure becomes a row, and the other measurements continue. */
  void measure(String what, Sample.Work work) {
    try {
      work.once();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      line("| " + what + " | not measured: " + cause(e).getMessage() + " | | | | **missed** |");
    }
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : cause(cause);
  }

  private void line(String line) {
    lines.add(line);
    System.out.println(line);
  }

  void write(Path file) {
    try {
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String ms(double milliseconds) {
    return String.format(Locale.ROOT, milliseconds < 10 ? "%.2f ms" : "%.0f ms", milliseconds);
  }

  static String fine(double milliseconds) {
    return String.format(Locale.ROOT, "%.3f ms", milliseconds);
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f ×", ratio);
  }

  static String count(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%,.0f /s", rate);
  }

  static String kilobytes(double bytes) {
    return String.format(Locale.ROOT, "%,.0f KB", bytes / 1e3);
  }

  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
  }
}
