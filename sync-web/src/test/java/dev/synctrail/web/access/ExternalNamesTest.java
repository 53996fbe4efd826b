package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"ann", "Ann Miller", "ann@example.com", "Änne-Léa", "安", "o'neil", "😀"})
  void takes_names_that_are_what_they_look_like(String name) {
    assertThat(ExternalNames.isPlain(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ann",
        "ann ",
        "ann\t",
        "an\u0000n",
        "an\u200Bn",
        "ann\uFEFF",
        "an\u00ADn",
        "an\u202En",
        "ann\u00A0x",
        "\u3000ann",
        "an\u2028n",
        "an\u3164n",
        "an\uFE0Fn",
        "A\u0308nne",
        "an\uE000n"
      })
  void refuses_names_that_hold_what_nobody_sees(String name) {
    assertThat(ExternalNames.isPlain(name)).isFalse();
  }
}
