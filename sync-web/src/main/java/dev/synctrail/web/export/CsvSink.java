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
 * Writes each sync as a CSV record (RFC 4180): lines end with CRLF, there is a header line, and
 * cells are quoted where necessary, with quotes inside doubled.
 *
 * <p>A cell that a spreadsheet would run as a formula, because it begins with {@code = + - @}, a
 * tab or a carriage return, is prefixed with an apostrophe. A cell that begins with an apostrophe
 * is prefixed too, so that readers restore every text by removing one leading apostrophe. Numbers
 * are not prefixed. Each payload is base64 in a column of its own, for example {@code sentData}.
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

  /** Writes the header line without flushing. */
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
      numeric[exportColumn.index()] = exportColumn.kind() == ExportColumn.Kind.NUMBER;
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
    boolean prefixed = !numeric && start < end && isRisky(utf8[start]);
    boolean quoted = false;
    for (int i = start; i < end && !quoted; i++) {
      quoted = utf8[i] >= 0 && SPECIAL[utf8[i]] != PLAIN;
    }
    if (quoted) {
      out.put('"');
    }
    if (prefixed) {
      out.put('\'');
    }
    if (quoted) {
      writeDoublingQuotes(utf8, start, end);
      out.put('"');
    } else {
      out.put(utf8, start, end);
    }
  }

  private void writeDoublingQuotes(byte[] utf8, int start, int end) throws IOException {
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
    // base64 can begin with only one risky character, the plus sign, which encodes 62
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
