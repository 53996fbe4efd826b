package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonIndenterTest {

  @Test
  void keeps_every_token_as_it_is_written() {
    assertThat(JsonIndenter.of("{\"a\":[1.0,{ },\"x\\\"{,\"],\"b\":-0}"))
        .isEqualTo(
            """
            {
              "a": [
                1.0,
                {},
                "x\\"{,"
              ],
              "b": -0
            }""");
  }

  @Test
  void stops_at_the_limit() throws IOException {
    StringBuilder exactly = new StringBuilder();
    StringBuilder shorter = new StringBuilder();

    assertThat(JsonIndenter.write("[\"ab\"]", 10, exactly)).isTrue();
    assertThat(JsonIndenter.write("[\"ab\"]", 6, shorter)).isFalse();

    assertThat(exactly).hasToString("[\n  \"ab\"\n]");
    assertThat(shorter).hasToString("[\n  \"a");
  }

  @Test
  void a_deeply_nested_text_cannot_fill_the_memory() throws IOException {
    StringBuilder out = new StringBuilder();

    assertThat(JsonIndenter.write("[".repeat(1_000_000), 1_000, out)).isFalse();

    assertThat(out).hasSize(1_000);
  }

  @Test
  void accepts_text_that_is_not_json() {
    assertThat(JsonIndenter.of("<p>")).isEqualTo("<p>");
    assertThat(JsonIndenter.of("}}\"")).endsWith("\"");
  }
}
