package dev.synctrail.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {

  @Test
  void accepts_the_same_host_and_port() {
    assertThat(SameOrigin.isOurs("http://console.example:8080", "console.example:8080")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://console.example",
        "http://console.example:8080.evil.example",
        "http://evil.example/?console.example:8080",
        "null",
        "not a url",
      })
  void rejects_every_other_origin(String origin) {
    assertThat(SameOrigin.isOurs(origin, "console.example:8080")).isFalse();
  }

  @Test
  void rejects_a_request_without_an_origin() {
    assertThat(SameOrigin.isOurs(null, "console.example")).isFalse();
  }
}
