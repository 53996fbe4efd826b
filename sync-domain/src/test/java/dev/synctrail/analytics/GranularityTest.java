package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GranularityTest {
  @ParameterizedTest
  @CsvSource({
    "15m, UTC, 2026-01-31T09:44:59.999Z, 2026-01-31T09:30:00Z",
    "1h, Asia/Kolkata, 2026-01-31T09:45:00Z, 2026-01-31T09:30:00Z",
    "1d, Asia/Kolkata, 2026-01-31T18:45:00Z, 2026-01-31T18:30:00Z",
    // a day of 23 hours, one of 25, and the hour that comes twice
    "1d, Europe/Berlin, 2026-03-29T20:00:00Z, 2026-03-28T23:00:00Z",
    "1d, Europe/Berlin, 2026-10-25T22:59:00Z, 2026-10-24T22:00:00Z",
    "1h, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z",
    "1h, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z",
    // clocks that are set by half an hour
    "1d, Australia/Lord_Howe, 2026-04-05T12:00:00Z, 2026-04-04T13:00:00Z",
    "1d, Australia/Lord_Howe, 2026-10-04T12:00:00Z, 2026-10-03T13:30:00Z",
    // a midnight that does not exist
    "1d, America/Santiago, 2026-09-06T12:00:00Z, 2026-09-06T04:00:00Z",
    "1w, Europe/Berlin, 2026-04-01T12:00:00Z, 2026-03-29T22:00:00Z",
    "1M, UTC, 2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z",
    "1d, UTC, 2024-02-29T23:59:59Z, 2024-02-29T00:00:00Z",
    "1M, America/New_York, 2024-03-01T04:59:59Z, 2024-02-01T05:00:00Z"
  })
  void bucket_starts_follow_local_time(String length, String zone, Instant at, Instant start) {
    assertThat(Granularity.of(length).floor(at, ZoneId.of(zone))).isEqualTo(start);
  }

  @Test
  void a_period_consists_of_whole_quarter_hours() {
    MetricsQuery query = query("2026-01-31T09:31:00Z", "2026-01-31T09:45:00.001Z", null);

    assertThat(query.from()).isEqualTo("2026-01-31T09:30:00Z");
    assertThat(query.until()).isEqualTo("2026-01-31T10:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T00:00:00Z, 2026-01-31T00:00:00Z, 1d, endDate, before the start",
    "1970-01-01T00:00:00Z, 9999-01-01T00:00:00Z, 1M, startDate, 3660 days",
    "2026-01-01T00:00:00Z, 2026-12-31T00:00:00Z, 15m, granularity, 10000 buckets",
    "2024-01-01T00:00:00Z, 2026-12-31T00:00:00Z, 1h, granularity, 10000 buckets"
  })
  void rejects_invalid_periods_and_states_the_limit(
      String from, String until, String length, String parameter, String message) {
    assertThatThrownBy(() -> query(from, until, Granularity.of(length)))
        .isInstanceOf(InvalidMetricsQuery.class)
        .hasMessageContaining(message)
        .extracting(e -> ((InvalidMetricsQuery) e).parameter())
        .isEqualTo(parameter);
  }

  private static MetricsQuery query(String from, String until, @Nullable Granularity granularity) {
    return new MetricsQuery(
        SeriesFilter.ALL,
        Instant.parse(from),
        Instant.parse(until),
        granularity,
        ZoneOffset.UTC,
        Set.of());
  }
}
