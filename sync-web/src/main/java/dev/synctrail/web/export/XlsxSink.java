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
 * Writes syncs as rows of a workbook. Each sheet has a header row, and a new sheet begins when one
 * is full. Texts are written as text cells, so that none is read as a formula, and are cut at
 * Excel's maximum length.
 */
final class XlsxSink implements SyncExport.Sink, Closeable {
  /** Excel's maximum number of rows per sheet, including the header. */
  private static final int ROWS = 1_048_576;

  private static final int MAX_TEXT_LENGTH = 32_767;
  private static final int ROWS_PER_FLUSH = 200;

  /** A character that XML 1.0 does not allow or that an XML parser would normalize. */
  private static final String CONTROL = "[\\x00-\\x08\\x0B-\\x1F\\uFFFE\\uFFFF]";

  /**
   * An underscore also needs escaping where the escape of a following control character would
   * complete an escape sequence.
   */
  private static final Pattern NEEDS_ESCAPE =
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

  /** Begins a new sheet after the given number of rows. */
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
    if (row % ROWS_PER_FLUSH == 0) {
      into.flush();
    }
  }

  /**
   * Escapes a text for a cell (ECMA-376, part 1, 22.9.2.19). {@code _xHHHH_} stands for a character
   * that XML does not allow or would normalize. Text that looks like such an escape is escaped,
   * too.
   */
  static String escaped(String text) {
    return NEEDS_ESCAPE
        .matcher(text)
        .replaceAll(found -> "_x%04X_".formatted((int) found.group().charAt(0)));
  }

  /** Cuts a text at the maximum length of a cell, never inside a code point. */
  private static String cut(String text) {
    if (text.length() <= MAX_TEXT_LENGTH) {
      return text;
    }
    boolean inside = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1));
    return text.substring(0, inside ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
  }

  private void cell(Worksheet into, int at, ExportColumn exportColumn, String text) {
    switch (exportColumn.kind()) {
      case NUMBER -> into.value(row, at, Long.valueOf(text));
      case FLAG -> into.value(row, at, Boolean.valueOf(text));
      case TEXT, JSON -> into.inlineString(row, at, escaped(cut(text)));
    }
  }

  /** Writes the end of the workbook. */
  @Override
  public void close() throws IOException {
    if (sheet != null) {
      sheet.finish();
    }
    workbook.finish();
  }
}
