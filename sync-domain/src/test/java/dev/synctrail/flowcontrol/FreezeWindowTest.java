package dev.synctrail.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.FreezeWindow.Once;
import dev.synctrail.flowcontrol.FreezeWindow.Weekly;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FreezeWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Weekly WEEKEND =
      new Weekly(
          DayOfWeek.FRIDAY, LocalTime.of(18, 0), DayOfWeek.MONDAY, LocalTime.of(6, 0), BERLIN);

  private static Once once(String from, String until) {
    return new Once(LocalDateTime.parse(from), LocalDateTime.parse(until), BERLIN);
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  private static Span span(String start, String end) {
    return new Span(at(start), at(end));
  }

  @Test
  void applies_from_its_start_until_before_its_end() {
    Span span = span("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z");

    assertThat(span.holds(span.start())).isTrue();
    assertThat(span.holds(span.end())).isFalse();
    assertThat(span.holds(span.start().minusMillis(1))).isFalse();
    assertThat(span.holds(span.end().minusMillis(1))).isTrue();
  }

  @Test
  void a_single_window_uses_its_time_zone() {
    Once window = once("2026-12-20T18:00", "2027-01-03T06:00");
    Span span = span("2026-12-20T17:00:00Z", "2027-01-03T05:00:00Z");

    assertThat(window.next(at("2026-01-01T00:00:00Z"))).contains(span);
    assertThat(window.next(at("2026-12-25T00:00:00Z"))).contains(span);
    assertThat(window.next(span.end())).isEmpty();
  }

  @Test
  void a_single_window_cannot_end_before_it_starts() {
    assertThatThrownBy(() -> once("2026-12-20T18:00", "2026-12-20T18:00"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void times_are_truncated_to_milliseconds_and_must_then_differ() {
    assertThat(once("2026-12-20T18:00:00.000999999", "2026-12-20T18:00:00.001999999"))
        .isEqualTo(once("2026-12-20T18:00", "2026-12-20T18:00:00.001"));
    assertThatThrownBy(() -> once("2026-12-20T18:00", "2026-12-20T18:00:00.000999999"))
        .isInstanceOf(IllegalArgumentException.class);
    LocalTime fine = LocalTime.of(12, 0, 0, 1);
    assertThatThrownBy(
            () -> new Weekly(DayOfWeek.FRIDAY, LocalTime.NOON, DayOfWeek.FRIDAY, fine, BERLIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_single_window_is_within_the_supported_years() {
    assertThat(once("1970-01-01T00:00", "9999-12-31T23:59:59").zone()).isEqualTo(BERLIN);
    assertThatThrownBy(() -> once("1969-12-31T23:59", "2026-12-20T18:00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1970 to 9999");
    assertThatThrownBy(() -> once("2026-12-20T18:00", "+10000-01-01T00:00"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_weekly_window_can_span_several_days() {
    Span weekend = span("2026-06-05T16:00:00Z", "2026-06-08T04:00:00Z");

    assertThat(WEEKEND.next(at("2026-06-03T00:00:00Z"))).contains(weekend);
    assertThat(WEEKEND.next(at("2026-06-05T15:59:59Z"))).contains(weekend);
    assertThat(WEEKEND.next(at("2026-06-05T16:00:00Z"))).contains(weekend);
    assertThat(WEEKEND.next(at("2026-06-07T12:00:00Z"))).contains(weekend);
    assertThat(WEEKEND.next(at("2026-06-08T03:59:59Z"))).contains(weekend);
    assertThat(WEEKEND.next(at("2026-06-08T04:00:00Z")))
        .contains(span("2026-06-12T16:00:00Z", "2026-06-15T04:00:00Z"));
  }

  @Test
  void a_weekly_window_can_be_within_a_day() {
    Weekly lunch =
        new Weekly(
            DayOfWeek.TUESDAY, LocalTime.of(12, 0), DayOfWeek.TUESDAY, LocalTime.of(13, 0), BERLIN);

    assertThat(lunch.next(at("2026-06-02T10:30:00Z")))
        .contains(span("2026-06-02T10:00:00Z", "2026-06-02T11:00:00Z"));
    assertThat(lunch.next(at("2026-06-02T11:00:00Z")))
        .contains(span("2026-06-09T10:00:00Z", "2026-06-09T11:00:00Z"));
  }

  @Test
  void a_weekly_window_can_be_nearly_a_week() {
    Weekly allButAnHour =
        new Weekly(
            DayOfWeek.TUESDAY, LocalTime.of(13, 0), DayOfWeek.TUESDAY, LocalTime.of(12, 0), BERLIN);

    assertThat(allButAnHour.next(at("2026-06-02T09:59:59Z")))
        .contains(span("2026-05-26T11:00:00Z", "2026-06-02T10:00:00Z"));
    assertThat(allButAnHour.next(at("2026-06-02T10:30:00Z")))
        .contains(span("2026-06-02T11:00:00Z", "2026-06-09T10:00:00Z"));
  }

  @Test
  void a_weekly_window_cannot_cover_the_whole_week() {
    assertThatThrownBy(
            () ->
                new Weekly(
                    DayOfWeek.FRIDAY, LocalTime.NOON, DayOfWeek.FRIDAY, LocalTime.NOON, BERLIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_weekend_is_an_hour_shorter_or_longer_at_daylight_saving_changes() {
    assertThat(WEEKEND.next(at("2026-03-28T00:00:00Z")))
        .contains(span("2026-03-27T17:00:00Z", "2026-03-30T04:00:00Z"));
    assertThat(WEEKEND.next(at("2026-10-24T00:00:00Z")))
        .contains(span("2026-10-23T16:00:00Z", "2026-10-26T05:00:00Z"));
  }

  @Test
  void a_skipped_local_time_is_the_moment_of_the_clock_change() {
    Weekly night =
        new Weekly(
            DayOfWeek.SUNDAY, LocalTime.of(2, 30), DayOfWeek.SUNDAY, LocalTime.of(4, 0), BERLIN);

    assertThat(night.next(at("2026-03-29T00:30:00Z")))
        .contains(span("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"));
    assertThat(once("2026-03-29T01:30", "2026-03-29T02:30").next(at("2026-03-29T00:30:00Z")))
        .contains(span("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"));
  }

  @Test
  void a_window_that_is_skipped_completely_does_not_apply() {
    Weekly left =
        new Weekly(
            DayOfWeek.SUNDAY, LocalTime.of(2, 10), DayOfWeek.SUNDAY, LocalTime.of(2, 50), BERLIN);

    assertThat(left.next(at("2026-03-29T00:30:00Z")))
        .contains(span("2026-04-05T00:10:00Z", "2026-04-05T00:50:00Z"));
    assertThat(once("2026-03-29T02:10", "2026-03-29T02:50").next(at("2026-03-29T00:30:00Z")))
        .isEmpty();
  }

  @Test
  void a_repeated_local_time_starts_at_the_first_and_ends_at_the_second_occurrence() {
    assertThat(once("2026-10-25T02:30", "2026-10-25T03:30").next(at("2026-10-25T00:00:00Z")))
        .contains(span("2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z"));
    assertThat(once("2026-10-25T01:30", "2026-10-25T02:30").next(at("2026-10-25T00:00:00Z")))
        .contains(span("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z"));
  }
}
