package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

  @Test
  void accepts_a_page_with_its_query() {
    assertThat(Destination.of("/console/history.xhtml?typeKey=A&status=FAILED"))
        .isEqualTo("/console/history.xhtml?typeKey=A&status=FAILED");
    assertThat(Destination.of("/console/types.xhtml")).isEqualTo("/console/types.xhtml");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "/",
        "https://elsewhere.example/console/types.xhtml",
        "//elsewhere.example/console/types.xhtml",
        "/console/../console/types.xhtml",
        "/console/nowhere.xhtml",
        "/console/export?format=csv",
        "/console/events",
        "/console/types.xhtml?a\r\nSet-Cookie: b",
        "/console/types.xhtml?\u202e"
      })
  void replaces_other_targets_by_the_start_page(String target) {
    assertThat(Destination.of(target)).isEqualTo(PathAuthentication.START);
  }
}
