package dev.synctrail.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.synctrail.export.ExportQuery.Part;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes each sync as one JSON object on one line. It contains the columns that have a value; with
 * {@link Part#TRAIL} the {@code attempts} and {@code events}; with {@link Part#DATA} the {@code
 * payloads} by {@link PayloadName}: {@code {"json": …}} if the bytes can be embedded unchanged,
 * {@code {"base64": "…"}} otherwise, and {@code {}} if they no longer exist.
 *
 * <p>The output for a sync is always the same.
 */
public final class JsonSink implements SyncExport.Sink {
  private static final byte[][] NAMES =
      Arrays.stream(ExportColumn.values())
          .map(exportColumn -> ("\"" + exportColumn.title() + "\":").getBytes(US_ASCII))
          .toArray(byte[][]::new);
  private static final ExportColumn[] COLUMNS = ExportColumn.values();
  private static final byte[] PAYLOADS = "\"payloads\":{".getBytes(US_ASCII);
  private static final byte[] JSON = "{\"json\":".getBytes(US_ASCII);
  private static final byte[] BASE64 = "{\"base64\":\"".getBytes(US_ASCII);

  /** A multiple of three, so that the chunks of base64 can be concatenated. */
  private static final int CHUNK = 48 * 1024;

  private final ByteWriter out;
  private final Set<Part> parts;
  private final String between;
  private boolean first = true;

  /**
   * Creates a sink. The caller must flush {@code out}.
   *
   * @param between the separator between two syncs
   */
  public JsonSink(ByteWriter out, Set<Part> parts, String between) {
    this.out = out;
    this.parts = Set.copyOf(parts);
    this.between = between;
  }

  @Override
  public void take(ExportedSync sync) throws IOException {
    if (!first) {
      out.put(between.getBytes(US_ASCII));
    }
    first = false;
    char separator = '{';
    for (ExportColumn exportColumn : COLUMNS) {
      if (sync.has(exportColumn)) {
        out.put(separator);
        separator = ',';
        out.put(NAMES[exportColumn.index()]);
        value(sync, exportColumn);
      }
    }
    byte[] trail = sync.trail();
    if (parts.contains(Part.TRAIL) && trail != null) {
      out.put(',');
      out.put(trail);
    }
    if (parts.contains(Part.DATA)) {
      out.put(',');
      payloads(sync);
    }
    out.put('}');
  }

  private void value(ExportedSync sync, ExportColumn exportColumn) throws IOException {
    byte[] source = sync.source(exportColumn);
    int start = sync.start(exportColumn);
    int end = sync.end(exportColumn);
    switch (exportColumn.kind()) {
      case TEXT -> out.string(source, start, end);
      case NUMBER, FLAG -> out.put(source, start, end);
      case JSON -> oneLine(source, start, end);
    }
  }

  /** Replaces line breaks, which are only white space because they are escaped inside strings. */
  private void oneLine(byte[] json, int start, int end) throws IOException {
    for (int i = start; i < end; i++) {
      out.put(json[i] == '\n' || json[i] == '\r' ? ' ' : json[i]);
    }
  }

  private void payloads(ExportedSync sync) throws IOException {
    out.put(PAYLOADS);
    boolean notFirst = false;
    for (PayloadName name : sync.payloads()) {
      if (notFirst) {
        out.put(',');
      }
      notFirst = true;
      byte[] key = name.toString().getBytes(US_ASCII);
      out.string(key, 0, key.length);
      out.put(':');
      payload(sync.find(name).orElse(null));
    }
    out.put('}');
  }

  private void payload(@Nullable ExportedPayload payload) throws IOException {
    if (payload == null) {
      out.put('{');
    } else if (payload.isJson()) {
      out.put(JSON);
      out.put(payload.bytes());
    } else {
      out.put(BASE64);
      base64(payload.bytes(), out);
      out.put('"');
    }
    out.put('}');
  }

  /** Writes bytes as base64 (RFC 4648, §4) in chunks. */
  public static void base64(byte[] bytes, ByteWriter out) throws IOException {
    for (int i = 0; i < bytes.length; i += CHUNK) {
      int end = Math.min(bytes.length, i + CHUNK);
      out.put(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, i, end)));
    }
  }
}
