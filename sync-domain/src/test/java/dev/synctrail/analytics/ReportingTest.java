package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportingTest {
  private static final PlatformId SANDBOX = new PlatformId("sandbox");
  private static final Instant NOW = Instant.parse("2024-03-01T10:07:00Z");

  private final FixedStatistics statistics = new FixedStatistics();
  private String breaker = "CLOSED";
  private final Reporting reporting =
      new Reporting(
          statistics,
          new InMemoryPlatforms(),
          platform -> breaker,
          new ReportSettings(
              Duration.ofDays(30), Duration.ofHours(24), RecommendationRules.defaults()),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private HealthReport health() {
    return reporting.health(SANDBOX, reporting.span(null, null));
  }

  @Test
  void the_default_period_starts_at_the_beginning_of_a_day() {
    Reporting.Span span = reporting.span(null, null);

    assertThat(span.from()).isEqualTo("2024-01-31T00:00:00Z");
    assertThat(span.until()).isEqualTo("2024-03-01T10:15:00Z");
    assertThat(span.firstDay()).isEqualTo("2024-01-31");
    assertThat(span.afterLastDay()).isEqualTo("2024-03-02");
    assertThat(
            reporting
                .span(Instant.parse("2024-02-28T00:00:00Z"), Instant.parse("2024-02-29T00:00:00Z"))
                .afterLastDay())
        .isEqualTo("2024-02-29");
  }

  @Test
  void the_recent_period_is_independent_of_the_reported_period() {
    statistics.add("2024-02-29T10:00:00Z", SyncStatus.FAILED, 2, false, Operation.UPDATE);
    statistics.add("2024-02-29T10:15:00Z", SyncStatus.FAILED, 3, false, Operation.UPDATE);

    assertThat(health().recentSince()).isEqualTo("2024-02-29T10:15:00Z");
    assertThat(health().recentFailures()).isEqualTo(3);
    assertThat(health().measures().counted().count(SyncStatus.FAILED)).isEqualTo(5);
    HealthReport brief =
        reporting.health(SANDBOX, reporting.span(Instant.parse("2024-03-01T10:00:00Z"), null));
    assertThat(brief.recentFailures()).isEqualTo(3);
    assertThat(brief.measures().isEmpty()).isTrue();
  }

  @Test
  void dry_runs_and_unchanged_syncs_are_counted_separately() {
    statistics.add("2024-03-01T09:00:00Z", SyncStatus.SUCCESS, 1, false, Operation.CREATE);
    statistics.add("2024-03-01T09:00:00Z", SyncStatus.FAILED, 1, false, null);
    statistics.add("2024-03-01T09:00:00Z", SyncStatus.FAILED, 7, true, Operation.CREATE);
    statistics.add("2024-03-01T09:00:00Z", SyncStatus.SUCCESS, 9, false, Operation.NONE);

    Measures measures = health().measures();

    assertThat(measures.counted().successRate().percent()).isEqualTo(50);
    assertThat(measures.dryRuns()).isEqualTo(7);
    assertThat(measures.unchanged()).isEqualTo(9);
    assertThat(measures.inHistory(SyncStatus.SUCCESS))
        .isEqualTo(measures.counted().count(SyncStatus.SUCCESS) + 9);
    assertThat(measures.inHistory(SyncStatus.FAILED))
        .isEqualTo(measures.counted().count(SyncStatus.FAILED));
    assertThat(health().recentFailures()).isEqualTo(1);
  }

  @Test
  void recommendations_contain_rule_and_numbers() {
    breaker = "OPEN";
    statistics.patterns.add(pattern(FailureClass.UNAUTHORIZED, 7));
    statistics.patterns.add(pattern(FailureClass.TIMEOUT, 93));

    List<Recommendation> fired = health().recommendations();

    assertThat(fired)
        .extracting(Recommendation::rule)
        .containsExactly("credentials-refused", "platform-unreliable", "breaker-open");
    assertThat(fired.get(1).numbers())
        .containsEntry("failures.unreachable", 93.0)
        .containsEntry("failureShare.unreachable", 93.0);
    assertThat(fired.get(0).links().get(0))
        .contains("platform=sandbox", "startDate=2024-01-31T00:00:00Z");
    assertThat(health().commonErrors())
        .containsExactly("UNAUTHORIZED: no (7 times)", "TIMEOUT: no (93 times)");
  }

  @Test
  void an_anomaly_is_reported_and_has_a_recommendation() {
    for (int day = 10; day < 25; day++) {
      statistics.add("2024-02-" + day + "T09:00:00Z", SyncStatus.SUCCESS, 99, false, null);
      statistics.add("2024-02-" + day + "T09:00:00Z", SyncStatus.FAILED, 1, false, null);
    }
    statistics.add("2024-02-29T09:00:00Z", SyncStatus.SUCCESS, 30, false, null);
    statistics.add("2024-02-29T09:00:00Z", SyncStatus.FAILED, 30, false, null);

    assertThat(health().anomalies()).hasSize(1);
    assertThat(health().recommendations())
        .extracting(Recommendation::text)
        .contains("The success rate on 2024-02-29 was 50 %, usually 99 %.");
  }

  @Test
  void rejects_an_unknown_platform() {
    PlatformId unknown = new PlatformId("nobody");
    Reporting.Span span = reporting.span(null, null);

    assertThatThrownBy(() -> reporting.health(unknown, span)).isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> reporting.measures(unknown, span)).isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> reporting.failures(unknown, span, 9))
        .isInstanceOf(UnknownPlatform.class);
  }

  @Test
  void a_trend_compares_the_second_half_of_the_period_with_the_first() {
    LocalDate from = LocalDate.parse("2024-02-01");
    LocalDate until = LocalDate.parse("2024-03-01");
    assertThat(trend(Map.of("2024-02-02", 5L, "2024-02-29", 5L), from, until))
        .isEqualTo(FailurePattern.Trend.STEADY);
    assertThat(trend(Map.of("2024-02-02", 5L, "2024-02-29", 9L), from, until))
        .isEqualTo(FailurePattern.Trend.RISING);
    assertThat(trend(Map.of("2024-02-02", 9L, "2024-02-29", 5L), from, until))
        .isEqualTo(FailurePattern.Trend.FALLING);
    assertThat(trend(Map.of("2024-02-29", 9L), from, until)).isEqualTo(FailurePattern.Trend.NEW);
    assertThat(trend(Map.of("2024-02-01", 9L), from, until)).isEqualTo(FailurePattern.Trend.GONE);
  }

  private static FailurePattern.Trend trend(
      Map<String, Long> days, LocalDate from, LocalDate until) {
    TreeMap<LocalDate, Long> perDay = new TreeMap<>();
    days.forEach((day, count) -> perDay.put(LocalDate.parse(day), count));
    FailurePattern pattern = pattern(FailureClass.TIMEOUT, 1);
    return new FailurePattern(
            pattern.fingerprint(),
            1,
            NOW,
            NOW,
            List.of(new TypeKey("Hero")),
            perDay,
            List.of(),
            List.of())
        .trend(from, until);
  }

  private static FailurePattern pattern(FailureClass failureClass, long count) {
    return new FailurePattern(
        new Fingerprint(SANDBOX, Direction.PUSH, null, failureClass, null, null, "no"),
        count,
        NOW,
        NOW,
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of());
  }

  /** Statistics of one platform with given counts. */
  private static final class FixedStatistics implements SyncStatistics {
    private record Line(Series series, Instant at, Counts counts) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<FailurePattern> patterns = new ArrayList<>();

    void add(
        String at, SyncStatus status, int count, boolean dryRun, @Nullable Operation operation) {
      Counts counts = new Counts();
      counts.count(status, count);
      lines.add(
          new Line(
              new Series(SANDBOX, null, Direction.PUSH, operation, dryRun),
              Instant.parse(at),
              counts));
    }

    @Override
    public void visit(Scope scope, Visitor visitor) {
      for (Line line : lines) {
        if (scope.contains(line.series()) && scope.contains(line.at())) {
          visitor.visit(line.series(), line.at(), line.counts());
        }
      }
    }

    @Override
    public List<FailurePattern> patterns(
        @Nullable PlatformId platform, LocalDate from, LocalDate until, int atMost) {
      return patterns;
    }

    @Override
    public Map<SyncStatus, SyncId> latest(PlatformId platform) {
      return Map.of();
    }

    @Override
    public boolean knows(PlatformId platform) {
      return platform.equals(SANDBOX);
    }
  }
}
