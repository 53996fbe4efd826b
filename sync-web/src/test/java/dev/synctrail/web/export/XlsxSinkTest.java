package dev.synctrail.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.export.Column;
import dev.synctrail.export.ExportedSync;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxSinkTest {
  @TempDir private Path directory;

  private static ExportedSync sync(String reason, String duration) {
    ExportedSync sync = new ExportedSync();
    set(sync, Column.REASON, reason);
    set(sync, Column.DURATION_MS, duration);
    return sync;
  }

  private static void set(ExportedSync sync, Column column, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sync.set(column, bytes, 0, bytes.length);
  }

  private Path written(int rows, int syncs) throws IOException {
    Path file = directory.resolve("syncs.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        XlsxSink sink = new XlsxSink(out, rows)) {
      for (int i = 0; i < syncs; i++) {
        sink.take(sync("=why " + i, String.valueOf(i)));
      }
    }
    return file;
  }

  private static String sheet(Path file, int number) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        var in = zip.getInputStream(zip.getEntry("xl/worksheets/sheet" + number + ".xml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void begins_another_sheet_when_one_is_full() throws IOException {
    Path file = written(4, 7);

    assertThat(sheet(file, 1)).contains("typeKey", "=why 0<", "=why 2<").doesNotContain("=why 3<");
    assertThat(sheet(file, 2)).contains("typeKey", "=why 3<", "=why 5<");
    assertThat(sheet(file, 3)).contains("typeKey", "=why 6<");
  }

  @Test
  void writes_texts_as_texts_and_numbers_as_numbers() throws IOException {
    assertThat(sheet(written(1_000, 2), 1))
        .contains("t=\"inlineStr\"")
        .contains("<v>1</v>")
        .doesNotContain("<f>");
  }

  @Test
  void cuts_what_no_cell_can_hold() throws IOException {
    Path file = directory.resolve("long.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        XlsxSink sink = new XlsxSink(out)) {
      sink.take(sync("x".repeat(40_000), "1"));
    }
    assertThat(sheet(file, 1)).contains("x".repeat(32_767)).doesNotContain("x".repeat(32_768));
  }
}
