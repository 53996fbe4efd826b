package dev.synctrail.web.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputErrorTest {
  private static final byte[] CONTENT =
      """
      {
        "a": [
          1,
          {"x/y": 2}
        ],
        "b": true
      }"""
          .getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @CsvSource({"/a/0, 3", "/a/1/x~1y, 4", "/b, 6", "/a/7, 2", "/missing, 1", "'', 1"})
  void names_the_line_of_the_value_or_of_the_nearest_enclosing_one(String pointer, int line) {
    assertThat(InputError.of(CONTENT, List.of(new Violation(pointer, "wrong"))))
        .extracting(InputError::line)
        .containsExactly(line);
  }
}
