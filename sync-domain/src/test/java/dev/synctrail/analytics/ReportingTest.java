package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Operation;
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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportingTest {
  private static final PlatformId SANDBOX = new PlatformId("sandbox");
  private static final Instant NOW = Instant.parse("2024-03-01T10:07:00Z");

  private final Known known = new Known();
  private String breaker = "CLOSED";
  private final Reporting reporting =
      new Reporting(
          known,
          new InMemoryPlatforms(),
          platform -> breaker,
          new ReportSettings(
              Duration.ofDays(30), Duration.ofHours(24), RecommendationRules.defaults()),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private HealthReport health() {
    return reporting.health(SANDBOX, reporting.span(null, null));
  }

  @Test
  void looks_back_on_the_configured_period_from_the_beginning_of_a_day() {
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
  void recent_is_the_configured_time_before_the_end_however_long_the_period_is() {
    known.add("2024-02-29T10:00:00Z", SyncStatus.FAILED, 2, false, Operation.UPDATE);
    known.add("2024-02-29T10:15:00Z", SyncStatus.FAILED, 3, false, Operation.UPDATE);

    assertThat(health().recentSince()).isEqualTo("2024-02-29T10:15:00Z");
    assertThat(health().recentFailures()).isEqualTo(3);
    assertThat(health().measures().counted().count(SyncStatus.FAILED)).isEqualTo(5);
    HealthReport brief =
        reporting.health(SANDBOX, reporting.span(Instant.parse("2024-03-01T10:00:00Z"), null));
    assertThat(brief.recentFailures()).isEqualTo(3);
    assertThat(brief.measures().isEmpty()).isTrue();
  }

  @Test
  void dry_runs_and_what_was_there_already_are_counted_apart() {
    known.add("2024-03-01T09:00:00Z", SyncStatus.SUCCESS, 1, false, Operation.CREATE);
    known.add("2024-03-01T09:00:00Z", SyncStatus.FAILED, 1, false, null);
    known.add("2024-03-01T09:00:00Z", SyncStatus.FAILED, 7, true, Operation.CREATE);
    known.add("2024-03-01T09:00:00Z", SyncStatus.SUCCESS, 9, false, Operation.NONE);

    Measures measures = health().measures();

    assertThat(measures.counted().successRate().percent()).isEqualTo(50);
    assertThat(measures.dryRuns()).isEqualTo(7);
    assertThat(measures.unchanged()).isEqualTo(9);
    assertThat(health().recentFailures()).isEqualTo(1);
  }

  @Test
  void recommends_with_the_rule_and_the_numbers() {
    breaker = "OPEN";
    known.patterns.add(pattern(FailureClass.UNAUTHORIZED, 7));
    known.patterns.add(pattern(FailureClass.TIMEOUT, 93));

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
  void an_anomaly_is_said_and_recommended_upon() {
    for (int day = 10; day < 25; day++) {
      known.add("2024-02-" + day + "T09:00:00Z", SyncStatus.SUCCESS, 99, false, null);
      known.add("2024-02-" + day + "T09:00:00Z", SyncStatus.FAILED, 1, false, null);
    }
    known.add("2024-02-29T09:00:00Z", SyncStatus.SUCCESS, 30, false, null);
    known.add("2024-02-29T09:00:00Z", SyncStatus.FAILED, 30, false, null);

    assertThat(health().anomalies()).hasSize(1);
    assertThat(health().recommendations())
        .extracting(Recommendation::text)
        .contains("The success rate on 2024-02-29 was 50 %, usually 99 %.");
  }

  @Test
  void a_platform_nobody_knows_has_no_report() {
    PlatformId nobody = new PlatformId("nobody");
    Reporting.Span span = reporting.span(null, null);

    assertThatThrownBy(() -> reporting.health(nobody, span)).isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> reporting.measures(nobody, span)).isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> reporting.failures(nobody, span, 9))
        .isInstanceOf(UnknownPlatform.class);
  }

  @Test
  void a_trend_is_the_second_half_of_the_period_against_the_first() {
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

  /** Knows one platform, and what it was told. */
  private static final class Known implements SyncStatistics {
    private record Line(Series series, Instant at, Counts tally) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<FailurePattern> patterns = new ArrayList<>();

    void add(
        String at, SyncStatus status, int count, boolean dryRun, @Nullable Operation operation) {
      Counts tally = new Counts();
      tally.count(status, count);
      lines.add(
          new Line(
              new Series(SANDBOX, null, Direction.PUSH, operation, dryRun),
              Instant.parse(at),
              tally));
    }

    @Override
    public void visit(Scope scope, Visitor visitor) {
      for (Line line : lines) {
        if (scope.contains(line.series()) && scope.contains(line.at())) {
          visitor.visit(line.series(), line.at(), line.tally());
        }
      }
    }

    @Override
    public List<FailurePattern> patterns(
        @Nullable PlatformId platform, LocalDate from, LocalDate until, int atMost) {
      return patterns;
    }

    @Override
    public Optional<SyncId> latest(PlatformId platform, SyncStatus status) {
      return Optional.empty();
    }

    @Override
    public boolean knows(PlatformId platform) {
      return platform.equals(SANDBOX);
    }
  }
}
