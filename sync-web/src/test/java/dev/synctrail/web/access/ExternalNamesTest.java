package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"ann", "Ann Miller", "ann@example.com", "Änne-Léa", "安", "o'neil", "😀"})
  void accepts_plain_names(String name) {
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
  void rejects_names_with_invisible_characters(String name) {
    assertThat(ExternalNames.isPlain(name)).isFalse();
  }
}
