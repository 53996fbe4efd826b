package dev.synctrail.web.export;

import dev.synctrail.export.ByteWriter;
import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.ExportQuery.Part;
import dev.synctrail.export.JsonSink;
import dev.synctrail.export.SyncExport;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** The file formats of an export. A file is left incomplete if writing it fails. */
enum ExportFormat {
  CSV("csv", ExportFormat.CSV_TYPE + ";charset=UTF-8", true, false) {
    @Override
    void write(SyncExport export, ExportQuery query, boolean bom, OutputStream out)
        throws IOException {
      ByteWriter bytes = new ByteWriter(out);
      if (bom) {
        bytes.put(BYTE_ORDER_MARK);
      }
      export.write(query, new CsvSink(bytes, query.parts().contains(Part.DATA)));
      bytes.flush();
    }
  },
  NDJSON("ndjson", ExportFormat.NDJSON_TYPE, true, true) {
    @Override
    void write(SyncExport export, ExportQuery query, boolean bom, OutputStream out)
        throws IOException {
      ByteWriter bytes = new ByteWriter(out);
      JsonSink lines = new JsonSink(bytes, query.parts(), "");
      export.write(
          query,
          sync -> {
            lines.take(sync);
            bytes.put('\n');
          });
      bytes.flush();
    }
  },
  JSON("json", "application/json", true, true) {
    @Override
    void write(SyncExport export, ExportQuery query, boolean bom, OutputStream out)
        throws IOException {
      ByteWriter bytes = new ByteWriter(out);
      bytes.put('[');
      export.write(query, new JsonSink(bytes, query.parts(), ",\n"));
      bytes.put(']');
      bytes.flush();
    }
  },
  XLSX("xlsx", ExportFormat.XLSX_TYPE, false, false) {
    @Override
    void write(SyncExport export, ExportQuery query, boolean bom, OutputStream out)
        throws IOException {
      XlsxSink workbook = new XlsxSink(out);
      export.write(query, workbook);
      workbook.close();
    }
  };

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  static final String CSV_TYPE = "text/csv";
  static final String NDJSON_TYPE = "application/x-ndjson";
  static final String XLSX_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final String extension;
  private final String mediaType;
  private final boolean data;
  private final boolean trail;

  ExportFormat(String extension, String mediaType, boolean data, boolean trail) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.data = data;
    this.trail = trail;
  }

  /** Returns the format for an {@code Accept} header whose media types are sorted by preference. */
  static ExportFormat preferred(List<MediaType> acceptable) {
    return acceptable.stream()
        .flatMap(
            accepted ->
                Arrays.stream(values())
                    .filter(format -> accepted.isCompatible(MediaType.valueOf(format.mediaType))))
        .findFirst()
        .orElse(CSV);
  }

  /** Returns the file name extension, which is also the value of the {@code format} parameter. */
  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  /** Tells whether files of this format can contain that part of a sync. */
  boolean holds(Part part) {
    return switch (part) {
      case DATA -> data;
      case TRAIL -> trail;
    };
  }

  /** Tells whether files of this format can begin with a byte order mark. */
  boolean takesByteOrderMark() {
    return this == CSV;
  }

  /**
   * Writes a file.
   *
   * @param bom whether to write a byte order mark; only if {@link #takesByteOrderMark}
   */
  abstract void write(SyncExport export, ExportQuery query, boolean bom, OutputStream out)
      throws IOException;
}
