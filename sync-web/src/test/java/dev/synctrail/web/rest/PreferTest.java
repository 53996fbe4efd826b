package dev.synctrail.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          wait=10                               | 10
          WAIT = 10                             | 10
          wait="7"                              | 7
          wait=0                                | 0
          wait=61                               | 60
          wait=999999999                        | 60
          respond-async, wait=5                 | 5
          respond-async,wait=5;strict, wait=9   | 5
          foo="a, wait=3", wait=4               | 4
          foo="a \\" , wait=3" ; x=",", wait=4  | 4
          """)
  void reads_the_preferred_wait(String text, int seconds) {
    assertThat(Prefer.wait(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "wait",
        "wait=",
        "wait=-1",
        "wait=1.5",
        "wait=soon",
        "wait=\"5",
        "await=5",
        "foo=\"wait=5\"",
        "wait=9999999999",
        "return=minimal"
      })
  void ignores_other_and_malformed_preferences(String text) {
    assertThat(Prefer.wait(text)).isEmpty();
  }

  @Test
  void the_maximum_wait_is_a_minute() {
    assertThat(Prefer.MAX_WAIT).isEqualTo(Duration.ofMinutes(1));
  }
}
