package dev.synctrail.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionRuleTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @Test
  void returns_the_age_of_each_target() {
    RetentionRule rule =
        new RetentionRule(null, SyncStatus.FAILED, MONTH, Duration.ofDays(2), Duration.ofDays(3));

    assertThat(rule.age(RetentionTarget.ROWS)).isEqualTo(MONTH);
    assertThat(rule.age(RetentionTarget.PAYLOADS)).isEqualTo(Duration.ofDays(2));
    assertThat(rule.age(RetentionTarget.ATTEMPTS)).isEqualTo(Duration.ofDays(3));
  }

  @ParameterizedTest
  @EnumSource(
      value = SyncStatus.class,
      names = {"IN_PROGRESS", "UNKNOWN"})
  void rejects_a_status_that_is_not_terminal(SyncStatus open) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(null, open, MONTH, null, null))
        .withMessageContaining("never purged");
  }

  @Test
  void requires_at_least_one_age() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT23H59M59.999S", "P36501D", "PT0S", "P-30D"})
  void rejects_an_age_out_of_range(String text) {
    Duration age = Duration.parse(text);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(null, null, age, null, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(null, null, null, age, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(null, null, null, null, age));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1D", "P36500D"})
  void accepts_the_shortest_and_the_longest_age(String text) {
    assertThat(RetentionRule.requireInRange(Duration.parse(text))).isEqualTo(Duration.parse(text));
  }
}
