package dev.synctrail.persistence.analytics;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.analytics.QuarterHour;
import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.analytics.SyncStatistics;
import dev.synctrail.analytics.Transition;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.analytics.FailurePatterns.Occurrences;
import dev.synctrail.persistence.history.Replica;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics from the roll-ups and from the transitions that are not rolled up yet, in one
 * snapshot.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcSyncStatistics implements SyncStatistics {
  private static final String NO_NUMBERS =
      "0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint,"
          + " 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint";

  /** A query takes milliseconds; only the largest ones on a slow server come near this limit. */
  private static final int TIMEOUT_SECONDS = 10;

  private final DataSource database;

  @Inject
  public JdbcSyncStatistics(@Replica DataSource database) {
    this.database = database;
  }

  @Override
  public void visit(Scope scope, Visitor visitor) {
    LocalDate first = MetricRows.day(scope.from());
    LocalDate afterLast = MetricRows.day(scope.until().minusNanos(1)).plusDays(1);
    LocalDate firstWhole = MetricRows.start(first).equals(scope.from()) ? first : first.plusDays(1);
    LocalDate fine = MetricRows.day(min(scope.quartersFrom(), scope.until()));
    Sql sql =
        new Sql(
                "select s.platform, s.type_key, s.direction, s.operation, s.dry_run, d.day, "
                    + MetricRows.NUMBERS
                    + ", case when not e.fine then d.durations end as durations,"
                    + " case when e.fine then d.quarters end as quarters,"
                    + " null::uuid as sync_id, null as old_status, null as old_operation,"
                    + " null as status, null::bigint as duration_ms, 0 as retry_count,"
                    + " null as failure_class, null as platform_code, null as error_message,"
                    + " null as error_fields, null::integer as original_size,"
                    + " null::integer as stored_size"
                    + " from analytics_series s join analytics_day d on d.series = s.id"
                    + " cross join lateral (select d.day >= ? or d.day < ? as fine) e"
                    + " where d.day >= ? and d.day < ? and s.type_key",
                fine,
                firstWhole,
                first,
                afterLast)
            .add(scope.needsTypes() ? " <> ''" : " = ''");
    where(sql, scope.filter(), "s.");
    if (scope.filter().operation() != null) {
      sql.add(" and s.operation = ?", scope.filter().operation().name());
    }
    sql.add(
        " union all select t.platform, t.type_key, t.direction, t.operation, t.dry_run, null, "
            + NO_NUMBERS
            + ", null, null, t.sync_id, t.old_status, t.old_operation, t.status, t.duration_ms,"
            + " t.retry_count, null, null, null, null, p.original_size, p.stored_size"
            + " from sync_delta t"
            + MetricRows.WITH_PAYLOAD
            + " where t.sync_id >= ? and t.sync_id < ?",
        MetricRows.floor(scope.from()),
        MetricRows.floor(scope.until()));
    where(sql, scope.filter(), "t.");
    query(sql, row -> visitRow(row, scope, visitor));
  }

  private static void where(Sql sql, SeriesFilter filter, String table) {
    ofPlatform(sql, table, filter.platform());
    contains(sql, table + "platform", filter.platformPart());
    if (filter.typeKey() != null) {
      sql.add(" and " + table + "type_key = ?", filter.typeKey().value());
    }
    contains(sql, table + "type_key", filter.typePart());
    if (filter.direction() != null) {
      sql.add(" and " + table + "direction = ?", filter.direction().name());
    }
  }

  private static void contains(Sql sql, String column, @Nullable String part) {
    if (part != null) {
      sql.add(" and " + column + " ilike ?", Sql.containing(part));
    }
  }

  private static void visitRow(ResultSet row, Scope scope, Visitor visitor) throws SQLException {
    LocalDate day = row.getObject("day", LocalDate.class);
    if (day == null) {
      Transition pending = MetricRows.transition(row);
      pending.count(
          (series, counts) -> {
            if (scope.contains(series)) {
              visitor.visit(
                  scope.needsTypes() ? series : series.ofAllTypes(), pending.quarter(), counts);
            }
          });
      return;
    }
    Series series = MetricRows.series(row);
    byte[] quarters = row.getBytes("quarters");
    if (quarters == null) {
      visitor.visit(series, MetricRows.start(day), MetricRows.counts(row));
      return;
    }
    QuarterHours.each(
        quarters,
        (quarter, counts) -> {
          Instant at = MetricRows.start(day).plus(QuarterHour.LENGTH.multipliedBy(quarter));
          if (scope.contains(at)) {
            visitor.visit(series, at, counts);
          }
        });
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Override
  public List<FailurePattern> patterns(
      @Nullable PlatformId platform, LocalDate from, LocalDate until, int atMost) {
    Map<Fingerprint, Occurrences> occurrences = new HashMap<>();
    FailurePatterns pending = new FailurePatterns();
    Sql sql =
        new Sql(
            "select s.platform, s.direction, s.operation, s.failure_class, s.platform_code,"
                + " s.field, s.detail, s.first_sync, s.last_sync, s.types, s.examples,"
                + " s.began_after, d.days, d.counts, null::uuid as sync_id, null as type_key,"
                + " false as dry_run, null as old_status, null as old_operation, null as status,"
                + " null::bigint as duration_ms, 0 as retry_count, null as error_message,"
                + " null as error_fields, null::integer as original_size,"
                + " null::integer as stored_size"
                + " from analytics_pattern s cross join lateral (select"
                + " array_agg(k.day - date '1970-01-01') as days, array_agg(k.count) as counts"
                + " from analytics_pattern_day k"
                + " where k.pattern = s.id and k.day >= ? and k.day < ?) d"
                + " where d.days is not null",
            from,
            until);
    ofPlatform(sql, "s.", platform);
    sql.add(
        " union all select t.platform, t.direction, t.operation, t.failure_class, t.platform_code,"
            + " null, null, null, null, null, null, null, null, null, t.sync_id, t.type_key,"
            + " t.dry_run, t.old_status, t.old_operation, t.status, t.duration_ms, t.retry_count,"
            + " t.error_message, t.error_fields, null, null from sync_delta t"
            + " where t.failure_class is not null and t.sync_id >= ? and t.sync_id < ?",
        MetricRows.floor(MetricRows.start(from)),
        MetricRows.floor(MetricRows.start(until)));
    ofPlatform(sql, "t.", platform);
    query(
        sql,
        row -> {
          if (row.getObject("sync_id") != null) {
            pending.add(MetricRows.transition(row));
            return;
          }
          Occurrences stored = FailurePatterns.occurrences(row);
          Integer[] days = (Integer[]) row.getArray("days").getArray();
          Long[] counts = (Long[]) row.getArray("counts").getArray();
          for (int i = 0; i < days.length; i++) {
            stored.perDay.put(LocalDate.ofEpochDay(days[i]), counts[i]);
          }
          occurrences.put(MetricRows.fingerprint(row), stored);
        });
    pending
        .all()
        .forEach(
            (fingerprint, added) -> {
              Occurrences all =
                  occurrences.computeIfAbsent(fingerprint, absent -> new Occurrences());
              all.add(added);
              added.perDay.forEach((day, count) -> all.perDay.merge(day, count, Long::sum));
            });
    List<FailurePattern> patterns = new ArrayList<>();
    occurrences.forEach((fingerprint, all) -> patterns.add(pattern(fingerprint, all)));
    patterns.sort(
        Comparator.comparingLong(FailurePattern::count)
            .reversed()
            .thenComparing(FailurePattern::lastSeen, Comparator.reverseOrder())
            .thenComparing(pattern -> pattern.fingerprint().hash()));
    return List.copyOf(patterns.subList(0, Math.min(atMost, patterns.size())));
  }

  private static void ofPlatform(Sql sql, String table, @Nullable PlatformId platform) {
    if (platform != null) {
      sql.add(" and " + table + "platform = ?", platform.value());
    }
  }

  private static FailurePattern pattern(Fingerprint fingerprint, Occurrences occurrences) {
    return new FailurePattern(
        fingerprint,
        occurrences.perDay.values().stream().mapToLong(Long::longValue).sum(),
        occurrences.first().startedAt(),
        occurrences.last().startedAt(),
        occurrences.types.stream().map(TypeKey::new).toList(),
        occurrences.perDay,
        List.copyOf(occurrences.examples),
        occurrences.beganAfter);
  }

  @Override
  public Map<SyncStatus, SyncId> latest(PlatformId platform) {
    Map<SyncStatus, SyncId> newest = new EnumMap<>(SyncStatus.class);
    Sql sql =
        new Sql(
            "select distinct on (status) status, sync_id from (select status, sync_id"
                + " from analytics_latest where platform = ? union all select status, sync_id"
                + " from sync_delta where platform = ? and status in ('SUCCESS', 'FAILED')"
                + " and not dry_run) known order by status, sync_id desc",
            platform.value(),
            platform.value());
    query(
        sql,
        row ->
            newest.put(
                Columns.constant(row, "status", SyncStatus.class), Columns.sync(row, "sync_id")));
    return newest;
  }

  @Override
  public boolean knows(PlatformId platform) {
    List<Boolean> known = new ArrayList<>();
    Sql sql =
        new Sql(
            "select exists (select from analytics_series where platform = ?)"
                + " or exists (select from sync_delta where platform = ?)",
            platform.value(),
            platform.value());
    query(sql, row -> known.add(row.getBoolean(1)));
    return known.get(0);
  }

  private void query(Sql sql, Sql.Row row) {
    try (Connection connection = database.getConnection()) {
      sql.withTimeout(TIMEOUT_SECONDS).each(connection, row);
    } catch (SQLException e) {
      throw new PersistenceException("The roll-ups could not be read: " + e.getSQLState(), e);
    }
  }
}
