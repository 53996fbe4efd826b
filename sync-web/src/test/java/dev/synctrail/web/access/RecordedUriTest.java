package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordedUriTest {

  @Test
  void only_values_of_known_parameters_are_recorded() {
    assertThat(RecordedUri.target("/x", null)).isEqualTo("/x");
    assertThat(
            RecordedUri.target(
                "/x", "typeKey=A&access_token=s3cret&value=payload&status=FAILED&cursor=c&flag"))
        .isEqualTo(
            "/x?typeKey=A&access_token=«hidden»&value=«hidden»&status=FAILED&cursor=«hidden»&flag");
    assertThat(RecordedUri.target("/x", "to=/console/history.xhtml?access_token=s3cret"))
        .doesNotContain("s3cret");
  }

  @Test
  void a_long_target_is_truncated() {
    assertThat(RecordedUri.target("/x", "typeKey=" + "a".repeat(2_000))).hasSize(1_000);
  }
}
