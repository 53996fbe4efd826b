package dev.synctrail.web.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.synctrail.export.ByteWriter;
import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedPayload;
import dev.synctrail.export.ExportedSync;
import dev.synctrail.export.JsonSink;
import dev.synctrail.export.PayloadName;
import dev.synctrail.export.SyncExport;
import dev.synctrail.tracking.PayloadRole;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes each sync as one record of CSV (RFC 4180): CRLF, a header line, quotes where they are
 * needed and within them doubled.
 *
 * <p>A cell that a spreadsheet would run as a formula, because it begins with {@code = + - @}, a
 * tab or a carriage return, gets an apostrophe in front; so does one that begins with an
 * apostrophe, so that taking one apostrophe away from wherever there is one gives back what was
 * there. Numbers are left alone. A payload is base64 in a column of its own, {@code sentData} for
 * example.
 */
final class CsvSink implements SyncExport.Sink {
  private static final ExportColumn[] COLUMNS = ExportColumn.values();
  private static final boolean[] NUMERIC = numeric();
  private static final List<PayloadRole> ROLES = List.of(PayloadRole.values());
  private static final byte PLAIN = 0;
  private static final byte QUOTED = 1;
  private static final byte[] SPECIAL = special();

  private final ByteWriter out;
  private final boolean data;

  /** Writes the header line; flushing is left to the caller. */
  CsvSink(ByteWriter out, boolean data) throws IOException {
    this.out = out;
    this.data = data;
    Stream<String> titles = Arrays.stream(COLUMNS).map(ExportColumn::title);
    if (data) {
      titles = Stream.concat(titles, ROLES.stream().map(CsvSink::dataTitle));
    }
    out.put(String.join(",", titles.toList()).getBytes(US_ASCII));
    end();
  }

  private static boolean[] numeric() {
    boolean[] numeric = new boolean[COLUMNS.length];
    for (ExportColumn exportColumn : COLUMNS) {
      numeric[exportColumn.place()] = exportColumn.kind() == ExportColumn.Kind.NUMBER;
    }
    return numeric;
  }

  private static byte[] special() {
    byte[] special = new byte[128];
    for (char c : new char[] {',', '"', '\n', '\r'}) {
      special[c] = QUOTED;
    }
    return special;
  }

  private static String dataTitle(PayloadRole payloadRole) {
    return payloadRole.name().toLowerCase(Locale.ROOT) + "Data";
  }

  @Override
  public void take(ExportedSync sync) throws IOException {
    for (int i = 0; i < COLUMNS.length; i++) {
      if (i > 0) {
        out.put(',');
      }
      ExportColumn exportColumn = COLUMNS[i];
      if (sync.has(exportColumn)) {
        cell(
            sync.source(exportColumn),
            sync.start(exportColumn),
            sync.end(exportColumn),
            NUMERIC[i]);
      }
    }
    if (data) {
      for (PayloadRole payloadRole : ROLES) {
        out.put(',');
        payload(sync, payloadRole);
      }
    }
    end();
  }

  private void cell(byte[] utf8, int start, int end, boolean numeric) throws IOException {
    boolean guarded = !numeric && start < end && isRisky(utf8[start]);
    boolean quoted = false;
    for (int i = start; i < end && !quoted; i++) {
      quoted = utf8[i] >= 0 && SPECIAL[utf8[i]] != PLAIN;
    }
    if (quoted) {
      out.put('"');
    }
    if (guarded) {
      out.put('\'');
    }
    if (quoted) {
      doubled(utf8, start, end);
      out.put('"');
    } else {
      out.put(utf8, start, end);
    }
  }

  private void doubled(byte[] utf8, int start, int end) throws IOException {
    for (int i = start; i < end; i++) {
      if (utf8[i] == '"') {
        out.put('"');
      }
      out.put(utf8[i]);
    }
  }

  private static boolean isRisky(byte first) {
    return switch (first) {
      case '=', '+', '-', '@', '\t', '\r', '\'' -> true;
      default -> false;
    };
  }

  private void payload(ExportedSync sync, PayloadRole payloadRole) throws IOException {
    PayloadName name = sync.payload(payloadRole);
    ExportedPayload payload = name == null ? null : sync.find(name).orElse(null);
    if (payload == null || payload.bytes().length == 0) {
      return;
    }
    // base64 knows one risky beginning: the plus sign, which six set bits make
    if ((payload.bytes()[0] & 0xFC) == 0xF8) {
      out.put('\'');
    }
    JsonSink.base64(payload.bytes(), out);
  }

  private void end() throws IOException {
    out.put('\r');
    out.put('\n');
  }
}
