package dev.synctrail.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedPayloadTest {

  private static boolean isJson(String text) {
    return ExportedPayload.of(text.getBytes(StandardCharsets.UTF_8)).isJson();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{ \"a\" : [1.0, {\"b\":null}] }", "[\"ä\"]"})
  void an_object_or_array_on_one_line_can_be_embedded(String text) {
    assertThat(isJson(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "1",
        "\"text\"",
        " {}",
        "{} ",
        "{\n}",
        "[\r]",
        "{}],[{}",
        "{},{}",
        "{]",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "[9007199254740993]"
      })
  void other_payloads_cannot_be_embedded(String text) {
    assertThat(isJson(text)).isFalse();
  }

  @Test
  void nesting_leaves_room_for_the_enclosing_line() {
    assertThat(isJson("[".repeat(197) + "]".repeat(197))).isTrue();
    assertThat(isJson("[".repeat(198) + "]".repeat(198))).isFalse();
  }
}
