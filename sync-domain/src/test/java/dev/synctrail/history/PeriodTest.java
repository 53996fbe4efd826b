package dev.synctrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

  @Test
  void a_date_means_the_whole_day_in_utc() {
    Period day = new Period(Period.start("2026-01-31"), Period.end("2026-01-31"));

    assertThat(day.contains(Instant.parse("2026-01-31T00:00:00Z"))).isTrue();
    assertThat(day.contains(Instant.parse("2026-01-31T23:59:59.999Z"))).isTrue();
    assertThat(day.contains(Instant.parse("2026-02-01T00:00:00Z"))).isFalse();
    assertThat(day.contains(Instant.parse("2026-01-30T23:59:59.999Z"))).isFalse();
  }

  @Test
  void parses_instants_with_any_offset() {
    assertThat(Period.start("2026-01-31T10:00:00+01:00"))
        .isEqualTo(Period.end("2026-01-31T09:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-31T09:00:00Z"));
  }

  @Test
  void the_end_is_exclusive_and_either_end_may_be_open() {
    Instant end = Instant.parse("2026-01-31T09:00:00Z");

    assertThat(new Period(null, end).contains(end)).isFalse();
    assertThat(new Period(null, end).contains(end.minusMillis(1))).isTrue();
    assertThat(new Period(end, null).contains(end)).isTrue();
    assertThat(Period.ALWAYS.contains(Instant.MAX)).isTrue();
  }

  @Test
  void rejects_an_end_before_the_start() {
    assertThatThrownBy(() -> new Period(Period.start("2026-02-02"), Period.end("2026-01-31")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "today", "2026-02-30", "2026-1-31", "2026-01-31T10:00:00", "1969-12-31"})
  void rejects_text_that_is_neither_a_date_nor_an_instant(String text) {
    assertThatThrownBy(() -> Period.start(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Period.end(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
