package dev.synctrail.web.export;

import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedSync;
import dev.synctrail.export.SyncExport;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes syncs as rows of a workbook: a header in each sheet, another sheet when one is full, a
 * text as text whatever it begins with, and cut where a cell can hold no more of it.
 */
final class XlsxSink implements SyncExport.Sink, Closeable {
  /** All that Excel takes, the header included. */
  private static final int ROWS = 1_048_576;

  private static final int LONGEST_TEXT = 32_767;
  private static final int UNFLUSHED = 200;

  /** A character that XML 1.0 cannot hold, or that reading it would change. */
  private static final String CONTROL = "[\\x00-\\x08\\x0B-\\x1F\\uFFFE\\uFFFF]";

  /** An underscore counts also where the escape of a control character completes what it begins. */
  private static final Pattern NOT_AS_IT_IS =
      Pattern.compile("_(?=x[0-9A-Fa-f]{4}(?:_|" + CONTROL + "))|" + CONTROL);

  private static final ExportColumn[] COLUMNS = ExportColumn.values();

  private final Workbook workbook;
  private final int rows;
  private @Nullable Worksheet sheet;
  private int sheets;
  private int row;

  XlsxSink(OutputStream out) throws IOException {
    this(out, ROWS);
  }

  /** Fills sheets of so many rows. */
  XlsxSink(OutputStream out, int rows) throws IOException {
    this.workbook = new Workbook(out, "Synctrail", "1.0");
    this.rows = rows;
    sheet = nextSheet();
  }

  private Worksheet nextSheet() throws IOException {
    if (sheet != null) {
      sheet.finish();
    }
    sheets++;
    Worksheet next = workbook.newWorksheet("Syncs " + sheets);
    next.freezePane(1, 1);
    for (int i = 0; i < COLUMNS.length; i++) {
      next.inlineString(0, i, COLUMNS[i].title());
    }
    row = 1;
    sheet = next;
    return next;
  }

  @Override
  public void take(ExportedSync sync) throws IOException {
    Worksheet into = sheet == null || row == rows ? nextSheet() : sheet;
    for (int i = 0; i < COLUMNS.length; i++) {
      String text = sync.text(COLUMNS[i]);
      if (text != null) {
        cell(into, i, COLUMNS[i], text);
      }
    }
    row++;
    if (row % UNFLUSHED == 0) {
      into.flush();
    }
  }

  /**
   * Returns a text as a cell holds it (ECMA-376, part 1, 22.9.2.19): {@code _xHHHH_} stands for a
   * character that XML cannot hold or would change, so a text that looks like it is escaped too.
   */
  static String escaped(String text) {
    return NOT_AS_IT_IS
        .matcher(text)
        .replaceAll(found -> "_x%04X_".formatted((int) found.group().charAt(0)));
  }

  /** Cuts a text where a cell can hold no more of it, never inside a code point. */
  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean inside = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, inside ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }

  private void cell(Worksheet into, int at, ExportColumn exportColumn, String text) {
    switch (exportColumn.kind()) {
      case NUMBER -> into.value(row, at, Long.valueOf(text));
      case FLAG -> into.value(row, at, Boolean.valueOf(text));
      case TEXT, JSON -> into.inlineString(row, at, escaped(cut(text)));
    }
  }

  /** Writes what makes the file whole. */
  @Override
  public void close() throws IOException {
    if (sheet != null) {
      sheet.finish();
    }
    workbook.finish();
  }
}
