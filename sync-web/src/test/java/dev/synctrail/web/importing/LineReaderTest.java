package dev.synctrail.web.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.importing.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static List<String> lines(String text, int longest) throws IOException {
    LineReader lineReader =
        new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    List<String> read = new ArrayList<>();
    for (Line line = lineReader.next(); line != null; line = lineReader.next()) {
      read.add(
          line.number()
              + ":"
              + (line.tooLong() ? "…" : new String(line.bytes(), StandardCharsets.UTF_8))
              + (line.isBlank() ? "~" : ""));
    }
    return read;
  }

  @Test
  void counts_lines_with_and_without_an_end() throws IOException {
    assertThat(lines("", 9)).isEmpty();
    assertThat(lines("a", 9)).containsExactly("1:a");
    assertThat(lines("a\n\n ä\r\n", 9)).containsExactly("1:a", "2:~", "3: ä\r");
  }

  @Test
  void continues_after_a_line_that_is_too_long() throws IOException {
    assertThat(lines("ab\nabc\nc\n", 2)).containsExactly("1:ab", "2:…", "3:c");
  }

  @Test
  void reads_a_line_longer_than_its_buffer() throws IOException {
    String longLine = "x".repeat(200_000);
    assertThat(lines(longLine + "\ny", 200_000)).containsExactly("1:" + longLine, "2:y");
    assertThat(lines(longLine + "\ny", 199_999)).containsExactly("1:…", "2:y");
  }
}
