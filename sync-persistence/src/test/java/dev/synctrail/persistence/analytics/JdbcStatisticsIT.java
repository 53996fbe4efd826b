package dev.synctrail.persistence.analytics;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.synctrail.analytics.Dimension;
import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Measuring;
import dev.synctrail.analytics.Metric;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.QuarterHour;
import dev.synctrail.analytics.Rebuild;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.analytics.Ledger.Line;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares metrics with the rows for random histories and any progress of the roll-ups. */
class JdbcStatisticsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  /**
   * Daylight saving time starts and ends in Berlin and on Lord Howe Island; a leap day; a new year.
   */
  private static final List<Instant> DAYS =
      List.of(
          Instant.parse("2024-02-28T10:00:00Z"),
          Instant.parse("2025-10-25T10:00:00Z"),
          Instant.parse("2026-03-28T10:00:00Z"),
          Instant.parse("2026-04-04T03:00:00Z"),
          Instant.parse("2026-10-03T03:00:00Z"),
          Instant.parse("2025-12-31T05:00:00Z"));

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("America/New_York"));

  private JdbcSyncStatistics statistics;

  @BeforeEach
  void empty() throws SQLException {
    statistics = new JdbcSyncStatistics(database.dataSource());
    try (Connection connection = database.dataSource().getConnection()) {
      new Sql(
              "truncate sync, sync_count, sync_delta, analytics_day, analytics_pattern, analytics_pattern_day,"
                  + " analytics_latest")
          .execute(connection);
      new Sql("update analytics_state set horizon = null").execute(connection);
    }
  }

  private static int consume(int atMost) {
    return database.elsewhere(
        entityManager -> new JdbcRollUps(entityManager, database.dataSource()).consume(atMost));
  }

  private static boolean requestRebuild() {
    return database.elsewhere(
        entityManager ->
            new JdbcRollUps(entityManager, database.dataSource())
                .requestRebuild("ann", Instant.EPOCH));
  }

  private static boolean rebuildNext() {
    return database.elsewhere(
        entityManager ->
            new JdbcRollUps(entityManager, database.dataSource()).rebuildNext(Instant.EPOCH));
  }

  private static void purgedBefore(Instant horizon) {
    database.<@Nullable Object>elsewhere(
        entityManager -> {
          new JdbcRollUps(entityManager, database.dataSource()).rowsPurgedBefore(horizon);
          return null;
        });
  }

  private static Rebuild rebuild() {
    assertThat(requestRebuild()).isTrue();
    while (rebuildNext()) {
      // one day per call
    }
    return database.elsewhere(
        entityManager -> new JdbcRollUps(entityManager, database.dataSource()).rebuild());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void analytics_equal_a_naive_computation_over_the_rows(long seed) throws SQLException {
    Ledger ledger = new Ledger(seed, DAYS);
    Random random = new Random(seed);
    for (int round = 0; round < 6; round++) {
      try (Connection connection = database.dataSource().getConnection()) {
        ledger.simulate(connection, 150);
      }
      if (random.nextInt(4) > 0) {
        consume(1 + random.nextInt(300));
      }
      for (int i = 0; i < 5; i++) {
        assertSameAsRows(ledger, randomQuery(random));
      }
    }
    while (consume(100) > 0) {
      // consume the rest
    }
    for (int i = 0; i < 20; i++) {
      assertSameAsRows(ledger, randomQuery(random));
    }
    patterns_equal_the_failures(ledger);

    Rebuild rebuilt = rebuild();
    assertThat(rebuilt.state()).isEqualTo(Rebuild.State.COMPLETED);
    assertThat(rebuilt.findings()).isEmpty();
    assertThat(rebuilt.syncs()).isEqualTo(ledger.lines.size());
    for (int i = 0; i < 20; i++) {
      assertSameAsRows(ledger, randomQuery(random));
    }
    patterns_equal_the_failures(ledger);
  }

  private static MetricsQuery randomQuery(Random random) {
    Instant from = pick(random, DAYS).minus(Duration.ofMinutes(random.nextInt(3_000)));
    Instant until = from.plus(Duration.ofMinutes(random.nextInt(10 * 24 * 60)));
    Granularity granularity =
        random.nextInt(4) == 0 ? null : pick(random, List.of(Granularity.values()));
    Set<Dimension> groupBy = EnumSet.noneOf(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      if (random.nextInt(3) == 0) {
        groupBy.add(dimension);
      }
    }
    return new MetricsQuery(
        new SeriesFilter(
            random.nextInt(3) == 0 ? new PlatformId("sandbox") : null,
            random.nextInt(4) == 0 ? "AND" : null,
            random.nextInt(3) == 0 ? new TypeKey("Hero") : null,
            random.nextInt(4) == 0 ? "ER" : null,
            random.nextInt(4) == 0 ? Direction.PUSH : null,
            random.nextInt(4) == 0 ? pick(random, List.of(Operation.values())) : null),
        random.nextInt(4) == 0 ? Instant.parse("2024-02-25T00:00:00Z") : from,
        random.nextInt(4) == 0 ? Instant.parse("2027-01-01T00:00:00Z") : until.plusSeconds(1),
        granularity == Granularity.QUARTER || granularity == Granularity.HOUR
            ? shortEnough(from, until, granularity)
            : granularity,
        pick(random, ZONES),
        groupBy);
  }

  private static @Nullable Granularity shortEnough(
      Instant from, Instant until, Granularity granularity) {
    return Duration.between(from, until).toDays() < 100 ? null : granularity;
  }

  private static <T> T pick(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void assertSameAsRows(Ledger ledger, MetricsQuery query) {
    Map<List<@Nullable Object>, List<Line>> expected =
        ledger.lines.values().stream()
            .filter(line -> matches(query, line))
            .collect(groupingBy(line -> bucket(query, line)));
    List<Metric> metrics = new Measuring(statistics).measure(query);

    assertThat(metrics)
        .as("%s", query)
        .extracting(JdbcStatisticsIT::bucket)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (Metric metric : metrics) {
      assertSameAsRows(metric.measures(), Objects.requireNonNull(expected.get(bucket(metric))));
    }
  }

  private static boolean matches(MetricsQuery query, Line line) {
    Instant at = QuarterHour.of(line.id.startedAt());
    SeriesFilter filter = query.filter();
    return (filter.platform() == null || filter.platform().value().equals(line.platform))
        && (filter.platformPart() == null || line.platform.equals("sandbox"))
        && (filter.typeKey() == null || filter.typeKey().value().equals(line.typeKey))
        && (filter.typePart() == null || !line.typeKey.equals("Article"))
        && (filter.direction() == null || filter.direction() == line.direction)
        && (filter.operation() == null || filter.operation() == line.operation)
        && !at.isBefore(query.from())
        && at.isBefore(query.until());
  }

  private static List<@Nullable Object> bucket(MetricsQuery query, Line line) {
    List<@Nullable Object> bucket = new ArrayList<>();
    Set<Dimension> groupBy = query.groupBy();
    Granularity granularity = query.granularity();
    bucket.add(granularity == null ? null : granularity.floor(line.id.startedAt(), query.zone()));
    bucket.add(groupBy.contains(Dimension.PLATFORM) ? line.platform : null);
    bucket.add(groupBy.contains(Dimension.TYPE) ? line.typeKey : null);
    bucket.add(groupBy.contains(Dimension.DIRECTION) ? line.direction : null);
    bucket.add(groupBy.contains(Dimension.OPERATION) ? line.operation : null);
    return bucket;
  }

  private static List<@Nullable Object> bucket(Metric metric) {
    List<@Nullable Object> bucket = new ArrayList<>();
    bucket.add(metric.start());
    bucket.add(metric.platform() == null ? null : metric.platform().value());
    bucket.add(metric.typeKey() == null ? null : metric.typeKey().value());
    bucket.add(metric.direction());
    bucket.add(metric.operation());
    return bucket;
  }

  private static void assertSameAsRows(Measures measures, List<Line> lines) {
    assertThat(measures.dryRuns()).isEqualTo(lines.stream().filter(line -> line.dryRun).count());
    List<Line> real = lines.stream().filter(line -> !line.dryRun).toList();
    assertThat(measures.unchanged())
        .isEqualTo(real.stream().filter(line -> line.operation == Operation.NONE).count());
    List<Line> counted = real.stream().filter(line -> line.operation != Operation.NONE).toList();
    for (SyncStatus status : SyncStatus.values()) {
      assertThat(measures.counted().count(status))
          .as("%s", status)
          .isEqualTo(counted.stream().filter(line -> line.status == status).count());
    }
    List<Line> settled = counted.stream().filter(line -> line.status.isTerminal()).toList();
    assertThat(measures.counted().successRate().percent())
        .isEqualTo(
            settled.isEmpty()
                ? null
                : Double.valueOf(
                    100.0
                        * settled.stream().filter(line -> line.status == SyncStatus.SUCCESS).count()
                        / settled.size()));
    if (!settled.isEmpty()) {
      assertThat(measures.counted().averageAttempts())
          .isCloseTo(
              settled.stream()
                  .mapToInt(line -> line.retries + (line.status == SyncStatus.FAILED ? 0 : 1))
                  .average()
                  .orElseThrow(),
              within(1e-9));
    }
    List<Long> durations =
        settled.stream().filter(line -> line.duration != null).map(Line::millis).sorted().toList();
    if (durations.isEmpty()) {
      assertThat(measures.counted().averageDuration()).isNull();
      assertThat(measures.counted().duration(0.5)).isNull();
      return;
    }
    assertThat(measures.counted().minDuration()).isEqualTo(durations.get(0));
    assertThat(measures.counted().maxDuration()).isEqualTo(durations.get(durations.size() - 1));
    assertThat(measures.counted().averageDuration())
        .isCloseTo(
            durations.stream().mapToLong(Long::longValue).average().orElseThrow(), within(1e-6));
    for (double quantile : new double[] {0.5, 0.95, 0.99}) {
      long exact = durations.get((int) Math.floor(quantile * (durations.size() - 1)));
      assertThat(measures.counted().duration(quantile))
          .isCloseTo((double) exact, within(0.0101 * exact));
    }
  }

  private void patterns_equal_the_failures(Ledger ledger) {
    LocalDate from = LocalDate.parse("2020-01-01");
    LocalDate until = LocalDate.parse("2030-01-01");
    List<FailurePattern> patterns =
        statistics.patterns(new PlatformId("sandbox"), from, until, 100);
    Map<Object, List<Line>> expected =
        ledger.lines.values().stream()
            .filter(line -> line.platform.equals("sandbox") && line.message != null)
            .filter(line -> !line.dryRun)
            .collect(
                groupingBy(
                    line ->
                        line.direction
                            + " "
                            + line.operation
                            + " "
                            + Objects.requireNonNull(line.message)
                                .replaceAll("\\d+", "")
                                .replaceAll("\".*\"", "")));

    assertThat(patterns).hasSameSizeAs(expected.entrySet());
    assertThat(patterns.stream().map(FailurePattern::count).sorted().toList())
        .isEqualTo(expected.values().stream().map(lines -> (long) lines.size()).sorted().toList());
    for (FailurePattern pattern : patterns) {
      List<Line> lines =
          expected.values().stream()
              .filter(some -> some.stream().anyMatch(line -> pattern.examples().contains(line.id)))
              .findFirst()
              .orElseThrow();
      assertThat(pattern.count()).isEqualTo(lines.size());
      assertThat(pattern.types())
          .extracting(TypeKey::value)
          .containsExactlyInAnyOrderElementsOf(
              lines.stream().map(line -> line.typeKey).collect(Collectors.toSet()));
      assertThat(pattern.examples())
          .containsExactlyElementsOf(
              lines.stream()
                  .map(line -> line.id)
                  .sorted(Comparator.reverseOrder())
                  .limit(FailurePattern.MAX_EXAMPLES)
                  .toList());
    }
  }

  @Test
  void a_transaction_that_is_rolled_back_loses_no_transitions() throws SQLException {
    Ledger ledger = new Ledger(7, DAYS);
    try (Connection connection = database.dataSource().getConnection()) {
      ledger.simulate(connection, 300);
    }
    JdbcRollUps rolledBack = new JdbcRollUps(database.entityManager(), database.dataSource());
    assertThat(rolledBack.consume(100)).isEqualTo(100);
    database.entityManager().getTransaction().rollback();
    database.entityManager().getTransaction().begin();

    assertSameAsRows(ledger, everything());
    assertThat(consume(1_000)).isGreaterThan(100);
    assertSameAsRows(ledger, everything());
  }

  @Test
  void concurrent_consumers_count_each_transition_once() throws SQLException {
    Ledger ledger = new Ledger(8, DAYS);
    try (Connection connection = database.dataSource().getConnection()) {
      ledger.simulate(connection, 400);
      List<CompletableFuture<Integer>> consumers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        consumers.add(CompletableFuture.supplyAsync(() -> consume(120)));
      }
      ledger.simulate(connection, 200);
      assertSameAsRows(ledger, everything());
      consumers.forEach(CompletableFuture::join);
    }
    assertSameAsRows(ledger, everything());
    while (consume(120) > 0) {
      // consume the rest
    }
    assertSameAsRows(ledger, everything());
  }

  @Test
  void a_bulk_load_is_counted_too() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      new Ledger(9, DAYS).simulate(connection, 50);
      new Sql("create table loaded as select * from sync").execute(connection);
      new Sql("truncate sync, sync_count, sync_delta").execute(connection);
      new Sql("insert into sync select * from loaded").execute(connection);
      new Sql("drop table loaded").execute(connection);
    }
    assertThat(consume(1_000)).isPositive();
    assertThat(new Measuring(statistics).measure(everything())).isNotEmpty();
  }

  @Test
  void deleted_rows_stay_counted_and_a_rebuild_does_not_change_them() throws SQLException {
    Ledger ledger = new Ledger(10, DAYS);
    Instant horizon = Instant.parse("2025-11-01T00:00:00Z");
    try (Connection connection = database.dataSource().getConnection()) {
      ledger.simulate(connection, 300);
      consume(1_000);
      new Sql("delete from sync where id < ?", MetricRows.floor(horizon)).execute(connection);
    }
    purgedBefore(horizon);

    Rebuild rebuilt = rebuild();

    assertThat(rebuilt.horizon()).isEqualTo(horizon);
    assertThat(rebuilt.from()).isAfterOrEqualTo(LocalDate.parse("2025-11-01"));
    assertThat(rebuilt.findings()).isEmpty();
    assertSameAsRows(ledger, everything());
  }

  @Test
  void rows_deleted_during_a_rebuild_stay_counted() throws SQLException {
    Ledger ledger = new Ledger(12, DAYS);
    Instant horizon = Instant.parse("2026-03-29T00:00:00Z");
    try (Connection connection = database.dataSource().getConnection()) {
      ledger.simulate(connection, 300);
      consume(1_000);
      assertThat(requestRebuild()).isTrue();
      assertThat(rebuildNext()).isTrue();
      new Sql("delete from sync where id < ?", MetricRows.floor(horizon)).execute(connection);
    }
    purgedBefore(horizon);

    while (rebuildNext()) {
      // one day per call
    }
    assertSameAsRows(ledger, everything());
  }

  @Test
  void a_rebuild_reports_and_corrects_differences() throws SQLException {
    Ledger ledger = new Ledger(11, DAYS);
    try (Connection connection = database.dataSource().getConnection()) {
      ledger.simulate(connection, 100);
      consume(1_000);
      new Sql(
              "update analytics_day set success = success + 5 where (series, day) in"
                  + " (select series, day from analytics_day order by series, day limit 1)")
          .execute(connection);
      ledger.simulate(connection, 100);
    }

    Rebuild rebuilt = rebuild();

    assertThat(rebuilt.differences()).isEqualTo(1);
    assertThat(rebuilt.findings()).hasSize(1);
    assertSameAsRows(ledger, everything());
  }

  private static MetricsQuery everything() {
    return new MetricsQuery(
        SeriesFilter.ALL,
        Instant.parse("2020-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        null,
        ZoneId.of("UTC"),
        Set.of(Dimension.PLATFORM, Dimension.TYPE, Dimension.OPERATION));
  }
}
