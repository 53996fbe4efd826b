package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

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
  void accepts_text_that_is_not_json() {
    assertThat(JsonIndenter.of("<p>")).isEqualTo("<p>");
    assertThat(JsonIndenter.of("}}\"")).endsWith("\"");
  }
}
