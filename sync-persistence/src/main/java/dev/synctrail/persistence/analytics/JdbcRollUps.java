package dev.synctrail.persistence.analytics;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.analytics.Counts;
import dev.synctrail.analytics.Rebuild;
import dev.synctrail.analytics.RollUps;
import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Transition;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores roll-ups in the tables {@code analytics_…}, computed from {@code sync_delta} or from the
 * rows of syncs.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JdbcRollUps implements RollUps {
  /**
   * A table lock is taken before the transaction's snapshot; a query would take the snapshot first.
   */
  private static final String LOCK_ROLL_UPS = "lock table analytics_series in exclusive mode";

  private static final LocalDate EARLIEST_DAY = LocalDate.of(1970, 1, 1);

  private final EntityManager entityManager;
  private final DataSource database;

  @Inject
  public JdbcRollUps(EntityManager entityManager, DataSource database) {
    this.entityManager = entityManager;
    this.database = database;
  }

  @Override
  public int consume(int atMost) {
    return inTransaction(
        connection -> {
          new Sql(LOCK_ROLL_UPS).execute(connection);
          List<Transition> consumed = new ArrayList<>();
          new Sql(
                  "with t as (delete from sync_delta where ctid = any (array("
                      + "select ctid from sync_delta limit ?)) returning *) select "
                      + MetricRows.TRANSITION
                      + " from t"
                      + MetricRows.WITH_PAYLOAD,
                  atMost)
              .each(connection, row -> consumed.add(MetricRows.transition(row)));
          if (!consumed.isEmpty()) {
            DailySums dailySums = new DailySums();
            FailurePatterns failurePatterns = new FailurePatterns();
            LatestOutcomes latestOutcomes = new LatestOutcomes();
            CountDeltas countDeltas = new CountDeltas();
            for (Transition transition : consumed) {
              countDeltas.add(transition);
              dailySums.add(transition);
              failurePatterns.add(transition);
              latestOutcomes.add(transition);
            }
            Map<Series, Integer> series = series(connection, dailySums.days.keySet());
            addStored(connection, dailySums, series);
            write(connection, dailySums, series);
            failurePatterns.write(connection);
            latestOutcomes.write(connection);
            countDeltas.write(connection);
          }
          return consumed.size();
        });
  }

  private static Map<Series, Integer> series(Connection connection, Collection<DailySums.Key> keys)
      throws SQLException {
    Set<Series> wanted = new HashSet<>();
    keys.forEach(key -> wanted.add(key.series()));
    Map<Series, Integer> ids = new HashMap<>();
    readSeries(connection, wanted, ids);
    wanted.removeAll(ids.keySet());
    if (!wanted.isEmpty()) {
      new Sql(
              "insert into analytics_series (platform, type_key, direction, operation, dry_run)"
                  + " select * from unnest(?, ?, ?, ?, ?)",
              columns(wanted))
          .execute(connection);
      readSeries(connection, wanted, ids);
    }
    return ids;
  }

  private static void readSeries(
      Connection connection, Collection<Series> wanted, Map<Series, Integer> ids)
      throws SQLException {
    new Sql(
            "select s.* from analytics_series s join unnest(?, ?, ?, ?, ?)"
                + " as w (platform, type_key, direction, operation, dry_run)"
                + " using (platform, type_key, direction, operation, dry_run)",
            columns(wanted))
        .each(connection, row -> ids.put(MetricRows.series(row), row.getInt("id")));
  }

  private static @Nullable Object[] columns(Collection<Series> series) {
    return new Object[] {
      texts(series, Series::platform),
      texts(series, Series::typeKey),
      texts(series, Series::direction),
      texts(series, Series::operation),
      series.stream().map(Series::dryRun).toArray(Boolean[]::new)
    };
  }

  private static String[] texts(
      Collection<Series> series, Function<Series, @Nullable Object> column) {
    return series.stream()
        .map(
            one -> {
              Object value = column.apply(one);
              return value == null ? "" : value.toString();
            })
        .toArray(String[]::new);
  }

  private static void addStored(
      Connection connection, DailySums dailySums, Map<Series, Integer> series) throws SQLException {
    List<DailySums.Key> keys = List.copyOf(dailySums.days.keySet());
    new Sql(
            "select s.*, d.* from analytics_day d join analytics_series s on s.id = d.series"
                + " join unnest(?, ?) as w (series, day) on w.series = d.series and w.day = d.day",
            keys.stream().map(key -> series.get(key.series())).toArray(Integer[]::new),
            keys.stream().map(DailySums.Key::day).toArray(LocalDate[]::new))
        .each(
            connection,
            row ->
                Objects.requireNonNull(dailySums.days.get(key(row)))
                    .add(MetricRows.counts(row), row.getBytes("quarters")));
  }

  private static DailySums.Key key(ResultSet row) throws SQLException {
    return new DailySums.Key(MetricRows.series(row), row.getObject("day", LocalDate.class));
  }

  private static void write(Connection connection, DailySums dailySums, Map<Series, Integer> series)
      throws SQLException {
    StringBuilder values = new StringBuilder("?, ?, ?, ?");
    StringBuilder updates = new StringBuilder("durations = excluded.durations");
    updates.append(", quarters = excluded.quarters");
    for (String number : MetricRows.NUMBERS.split(", ", -1)) {
      values.append(", ?");
      updates.append(", ").append(number).append(" = excluded.").append(number);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into analytics_day (series, day, durations, quarters, "
                + MetricRows.NUMBERS
                + ") values ("
                + values
                + ") on conflict (series, day) do update set "
                + updates)) {
      for (Map.Entry<DailySums.Key, DailySums.Day> entry : dailySums.days.entrySet()) {
        DailySums.Day day = entry.getValue();
        statement.setInt(1, Objects.requireNonNull(series.get(entry.getKey().series())));
        statement.setObject(2, entry.getKey().day());
        statement.setBytes(3, day.total.durations());
        statement.setBytes(4, day.quarters.packed());
        long[] numbers = day.total.numbers();
        for (int i = 0; i < numbers.length; i++) {
          statement.setLong(5 + i, numbers[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  @Transactional(SUPPORTS)
  public void tidy() {
    try (Connection connection = database.getConnection()) {
      new Sql("vacuum sync_delta").execute(connection);
    } catch (SQLException e) {
      throw new PersistenceException(
          "The transitions could not be vacuumed: " + e.getSQLState(), e);
    }
  }

  @Override
  public void rowsPurgedBefore(Instant horizon) {
    inTransaction(
        connection ->
            new Sql(
                    "update analytics_state set horizon = ? where horizon is null or horizon < ?",
                    horizon,
                    horizon)
                .execute(connection));
  }

  @Override
  public boolean requestRebuild(String actor, Instant at) {
    return inTransaction(
            connection ->
                new Sql(
                        "update analytics_state set rebuild_asked_at = ?, rebuild_asked_by = ?,"
                            + " rebuild_started_at = null, rebuild_finished_at = null,"
                            + " rebuild_from = null, rebuild_next = null, rebuild_rows = 0,"
                            + " rebuild_differences = 0, rebuild_findings = null"
                            + " where rebuild_asked_at is null or rebuild_finished_at is not null",
                        at,
                        actor)
                    .execute(connection))
        == 1;
  }

  @Override
  public Rebuild rebuild() {
    return inTransaction(JdbcRollUps::readRebuild);
  }

  private static Rebuild readRebuild(Connection connection) throws SQLException {
    List<Rebuild> read = new ArrayList<>();
    new Sql("select * from analytics_state")
        .each(
            connection,
            row -> {
              String findings = row.getString("rebuild_findings");
              read.add(
                  new Rebuild(
                      Columns.maybeInstant(row, "horizon"),
                      Columns.maybeInstant(row, "rebuild_asked_at"),
                      row.getString("rebuild_asked_by"),
                      Columns.maybeInstant(row, "rebuild_started_at"),
                      Columns.maybeInstant(row, "rebuild_finished_at"),
                      row.getObject("rebuild_from", LocalDate.class),
                      row.getObject("rebuild_next", LocalDate.class),
                      row.getLong("rebuild_rows"),
                      row.getLong("rebuild_differences"),
                      findings == null ? List.of() : findings.lines().toList()));
            });
    return read.get(0);
  }

  @Override
  public boolean rebuildNext(Instant now) {
    return inTransaction(
        connection -> {
          new Sql("set transaction isolation level repeatable read").execute(connection);
          new Sql(LOCK_ROLL_UPS).execute(connection);
          Rebuild state = readRebuild(connection);
          if (state.requestedAt() == null || state.finishedAt() != null) {
            return false;
          }
          LocalDate day = firstDay(connection, from(state));
          if (day == null) {
            new Sql(
                    "update analytics_state set rebuild_finished_at = ?, rebuild_next = null,"
                        + " rebuild_started_at = coalesce(rebuild_started_at, ?)",
                    now,
                    now)
                .execute(connection);
            return false;
          }
          rebuild(connection, day, state, now);
          return true;
        });
  }

  /** The horizon may have moved forward since the rebuild began. */
  private static LocalDate from(Rebuild state) {
    LocalDate next = state.next() == null ? EARLIEST_DAY : state.next();
    Instant horizon = state.horizon();
    if (horizon == null) {
      return next;
    }
    LocalDate day = MetricRows.day(horizon);
    LocalDate whole = MetricRows.start(day).equals(horizon) ? day : day.plusDays(1);
    return whole.isAfter(next) ? whole : next;
  }

  /** Returns the next day that has rows or roll-ups. */
  private static @Nullable LocalDate firstDay(Connection connection, LocalDate from)
      throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    new Sql("select min(day) as day from analytics_day where day >= ?", from)
        .each(
            connection,
            row -> {
              LocalDate day = row.getObject("day", LocalDate.class);
              if (day != null) {
                days.add(day);
              }
            });
    new Sql("select id from sync where id >= ? order by id limit 1", floor(from))
        .each(connection, row -> days.add(MetricRows.day(Columns.sync(row, "id").startedAt())));
    return days.stream().min(LocalDate::compareTo).orElse(null);
  }

  private static void rebuild(Connection connection, LocalDate day, Rebuild state, Instant now)
      throws SQLException {
    UUID from = floor(day);
    UUID until = floor(day.plusDays(1));
    Map<Series, Counts> stored = new HashMap<>();
    new Sql(
            "select s.*, d.* from analytics_day d join analytics_series s on s.id = d.series"
                + " where d.day = ?",
            day)
        .each(connection, row -> stored.put(MetricRows.series(row), MetricRows.counts(row)));
    DailySums pending = new DailySums();
    CountDeltas countDeltas = new CountDeltas();
    new Sql(
            "with t as (delete from sync_delta where sync_id >= ? and sync_id < ? returning *)"
                + " select "
                + MetricRows.TRANSITION
                + " from t"
                + MetricRows.WITH_PAYLOAD,
            from,
            until)
        .each(
            connection,
            row -> {
              Transition transition = MetricRows.transition(row);
              pending.add(transition);
              countDeltas.add(transition);
            });
    countDeltas.write(connection);
    pending.days.forEach(
        (key, sum) -> stored.computeIfAbsent(key.series(), absent -> new Counts()).add(sum.total));

    DailySums dailySums = new DailySums();
    FailurePatterns failurePatterns = new FailurePatterns();
    LatestOutcomes latestOutcomes = new LatestOutcomes();
    long[] rows = {0};
    new Sql(
            "select "
                + MetricRows.TRANSITION
                + " from (select id as sync_id, null as old_status, null as old_operation,"
                + " coalesce(sent_checksum, intended_checksum, answered_checksum) as payload,"
                + " position(case when sent_checksum is not null then 'SENT'"
                + " when intended_checksum is not null then 'INTENDED' else 'ANSWERED' end"
                + " in coalesce(truncated_roles, '')) > 0 as payload_truncated,"
                + " platform, type_key, direction, dry_run, status, operation, duration_ms,"
                + " retry_count, case when status = 'FAILED' then failure_class end"
                + " as failure_class, platform_code, error_message, error_fields"
                + " from sync where id >= ? and id < ?) t"
                + MetricRows.WITH_PAYLOAD,
            from,
            until)
        .each(
            connection,
            row -> {
              Transition transition = MetricRows.transition(row);
              dailySums.add(transition);
              failurePatterns.add(transition);
              latestOutcomes.add(transition);
              rows[0]++;
            });
    new Sql("delete from analytics_day where day = ?", day).execute(connection);
    new Sql("delete from analytics_pattern_day where day = ?", day).execute(connection);
    write(connection, dailySums, series(connection, dailySums.days.keySet()));
    failurePatterns.write(connection);
    latestOutcomes.write(connection);

    List<String> findings = differences(day, stored, dailySums);
    List<String> allFindings = new ArrayList<>(state.findings());
    allFindings.addAll(findings);
    new Sql(
            "update analytics_state set rebuild_started_at = coalesce(rebuild_started_at, ?),"
                + " rebuild_from = coalesce(rebuild_from, ?), rebuild_next = ?,"
                + " rebuild_rows = rebuild_rows + ?, rebuild_differences = rebuild_differences + ?,"
                + " rebuild_findings = ?",
            now,
            day,
            day.plusDays(1),
            rows[0],
            (long) findings.size(),
            allFindings.isEmpty()
                ? null
                : String.join(
                    "\n",
                    allFindings.subList(0, Math.min(allFindings.size(), Rebuild.MAX_FINDINGS))))
        .execute(connection);
  }

  /** Returns one line for each roll-up that differs from the rows. */
  private static List<String> differences(
      LocalDate day, Map<Series, Counts> stored, DailySums dailySums) {
    List<String> lines = new ArrayList<>();
    Set<Series> all = new HashSet<>(stored.keySet());
    dailySums.days.keySet().forEach(key -> all.add(key.series()));
    for (Series series : all) {
      Counts was = stored.getOrDefault(series, new Counts());
      DailySums.Day rebuilt = dailySums.days.get(new DailySums.Key(series, day));
      Counts is = rebuilt == null ? new Counts() : rebuilt.total;
      if (!was.hasSameNumbers(is)) {
        lines.add(
            day
                + " "
                + name(series)
                + ": "
                + counts(was)
                + " stored, "
                + counts(is)
                + " recomputed");
      }
    }
    lines.sort(null);
    return lines;
  }

  private static String name(Series series) {
    return series.platform()
        + " "
        + series.direction()
        + (series.operation() == null ? "" : " " + series.operation())
        + (series.typeKey() == null ? "" : " of " + series.typeKey())
        + (series.dryRun() ? " (dry run)" : "");
  }

  private static String counts(Counts counts) {
    StringBuilder text = new StringBuilder();
    for (SyncStatus status : SyncStatus.values()) {
      if (counts.count(status) != 0) {
        text.append(text.length() == 0 ? "" : ", ");
        text.append(counts.count(status)).append(' ').append(status);
      }
    }
    return text.length() == 0 ? "nothing" : text.toString();
  }

  private <T> T inTransaction(Work<T> work) {
    try {
      return work.on(entityManager.unwrap(Connection.class));
    } catch (SQLException e) {
      throw new PersistenceException("The roll-ups could not be stored: " + e.getSQLState(), e);
    }
  }

  private static UUID floor(LocalDate day) {
    return MetricRows.floor(MetricRows.start(day));
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
