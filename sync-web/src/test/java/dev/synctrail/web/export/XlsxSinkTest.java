package dev.synctrail.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedSync;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxSinkTest {
  @TempDir private Path directory;

  private static ExportedSync sync(String reason, String duration) {
    ExportedSync sync = new ExportedSync();
    set(sync, ExportColumn.REASON, reason);
    set(sync, ExportColumn.DURATION_MS, duration);
    return sync;
  }

  private static void set(ExportedSync sync, ExportColumn exportColumn, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sync.set(exportColumn, bytes, 0, bytes.length);
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
  void begins_a_new_sheet_when_one_is_full() throws IOException {
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
  void text_that_looks_like_an_escape_is_preserved() {
    assertThat(XlsxSink.escaped("Moved from My_x0020_Field"))
        .isEqualTo("Moved from My_x005F_x0020_Field");
    assertThat(XlsxSink.escaped("_x0041_x0042_")).isEqualTo("_x005F_x0041_x005F_x0042_");
    assertThat(XlsxSink.escaped("_x41_ _X0041_ x0041 __")).isEqualTo("_x41_ _X0041_ x0041 __");
    assertThat(XlsxSink.escaped("a\rb\u0001\n\t")).isEqualTo("a_x000D_b_x0001_\n\t");
  }

  @Test
  void any_text_is_restored_when_excel_decodes_it() {
    Random random = new Random(42);
    String[] parts = {
      "_", "x", "_x", "0041", "005F", "_x005F_", "\r", "\u0007", "\uFFFF", "é", "😀"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      assertThat(decoded(XlsxSink.escaped(text.toString()))).isEqualTo(text.toString());
    }
  }

  /** Decodes as the standard says: from left to right, without decoding the result again. */
  private static String decoded(String cell) {
    return Pattern.compile("_x([0-9A-Fa-f]{4})_")
        .matcher(cell)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  @Test
  void never_cuts_inside_a_code_point() throws IOException {
    Path file = directory.resolve("cut.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        XlsxSink sink = new XlsxSink(out)) {
      sink.take(sync("x".repeat(32_766) + "😀", "1"));
    }
    assertThat(sheet(file, 1)).contains("x".repeat(32_766) + "<");
  }

  @Test
  void cuts_texts_at_the_maximum_length_of_a_cell() throws IOException {
    Path file = directory.resolve("long.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        XlsxSink sink = new XlsxSink(out)) {
      sink.take(sync("x".repeat(40_000), "1"));
    }
    assertThat(sheet(file, 1)).contains("x".repeat(32_767)).doesNotContain("x".repeat(32_768));
  }
}
