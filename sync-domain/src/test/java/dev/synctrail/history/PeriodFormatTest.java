package dev.synctrail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodFormatTest {
  /** With changes of the clocks at midnight, by half an hour, and of a whole day. */
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "America/Sao_Paulo",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Africa/Monrovia",
          "Pacific/Apia");

  private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
  private static final PeriodFormat BERLIN = format("Europe/Berlin");

  private static PeriodFormat format(String zone) {
    return new PeriodFormat(ZoneId.of(zone), NOW);
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(ZONES);
  }

  @Property(tries = 2_000)
  void an_instant_that_is_shown_is_read_again(
      @ForAll("zones") String zone,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long milliseconds) {
    assertThatItIsReadAgain(format(zone), Instant.ofEpochMilli(milliseconds));
  }

  @Property(tries = 2_000)
  void a_full_half_hour_that_is_shown_is_read_again(
      @ForAll("zones") String zone, @ForAll @LongRange(min = 0, max = 2_000_000L) long halfHours) {
    assertThatItIsReadAgain(format(zone), Instant.ofEpochSecond(1_800 * halfHours));
  }

  private static void assertThatItIsReadAgain(PeriodFormat format, Instant at) {
    assertThat(format.start(format.startText(at))).isEqualTo(at);
    assertThat(format.end(format.endText(at))).isEqualTo(at);
    assertThat(Period.start(format.instant(at))).isEqualTo(at);
    assertThat(format.end(format.instant(at))).isEqualTo(at);
  }

  @Property
  void a_day_begins_where_the_day_before_ends(
      @ForAll("zones") String zone, @ForAll @LongRange(min = 1, max = 30_000) long day) {
    String today = LocalDate.ofEpochDay(day).toString();
    String before = LocalDate.ofEpochDay(day - 1).toString();

    assertThat(format(zone).start(today)).isEqualTo(format(zone).end(before));
  }

  @ParameterizedTest
  @CsvSource({
    "now, 2026-03-29T12:00:00Z, 2026-03-29T12:00:00Z",
    "jetzt, 2026-03-29T12:00:00Z, 2026-03-29T12:00:00Z",
    "-15m, 2026-03-29T11:45:00Z, 2026-03-29T11:45:00Z",
    "15 min, 2026-03-29T11:45:00Z, 2026-03-29T11:45:00Z",
    "-1h, 2026-03-29T11:00:00Z, 2026-03-29T11:00:00Z",
    "1H, 2026-03-29T11:00:00Z, 2026-03-29T11:00:00Z",
    "-24h, 2026-03-28T12:00:00Z, 2026-03-28T12:00:00Z",
    // the clocks were set forward in between
    "-1d, 2026-03-28T13:00:00Z, 2026-03-28T13:00:00Z",
    "-1w, 2026-03-22T13:00:00Z, 2026-03-22T13:00:00Z",
    "30s, 2026-03-29T11:59:30Z, 2026-03-29T11:59:30Z",
    "today, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "Yesterday, 2026-03-27T23:00:00Z, 2026-03-28T23:00:00Z",
    "gestern, 2026-03-27T23:00:00Z, 2026-03-28T23:00:00Z",
    "tomorrow, 2026-03-29T22:00:00Z, 2026-03-30T22:00:00Z",
    "2026-01-31, 2026-01-30T23:00:00Z, 2026-01-31T23:00:00Z",
    "31.1.2026, 2026-01-30T23:00:00Z, 2026-01-31T23:00:00Z",
    "2026-01-31T09:30, 2026-01-31T08:30:00Z, 2026-01-31T08:30:00Z",
    "2026-01-31 09:30:15.25, 2026-01-31T08:30:15.250Z, 2026-01-31T08:30:15.250Z",
    "2026-01-31T09:30:00Z, 2026-01-31T09:30:00Z, 2026-01-31T09:30:00Z",
    "2026-01-31 09:30:00-05:00, 2026-01-31T14:30:00Z, 2026-01-31T14:30:00Z",
    // an hour that occurs twice
    "2025-10-26 02:30, 2025-10-26T00:30:00Z, 2025-10-26T01:30:00Z",
  })
  void reads_what_people_enter(String text, Instant start, Instant end) {
    assertThat(BERLIN.start(text)).isEqualTo(start);
    assertThat(BERLIN.end(" " + text)).isEqualTo(end);
  }

  @Test
  void shows_whole_days_as_dates_and_whole_minutes_without_seconds() {
    Instant midnight = BERLIN.start("2026-01-31");

    assertThat(BERLIN.startText(midnight)).isEqualTo("2026-01-31");
    assertThat(BERLIN.endText(midnight)).isEqualTo("2026-01-30");
    assertThat(BERLIN.startText(midnight.plus(Duration.ofMinutes(90))))
        .isEqualTo("2026-01-31 01:30");
    assertThat(BERLIN.instant(midnight)).isEqualTo("2026-01-31T00:00:00+01:00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2026-02-30",
        "31.02.2026",
        "-h",
        "-1y",
        "2026-01-31T25:00",
        "1969-12-01"
      })
  void rejects_what_means_no_time(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> BERLIN.start(text));
    assertThatIllegalArgumentException().isThrownBy(() -> BERLIN.end(text));
  }
}
