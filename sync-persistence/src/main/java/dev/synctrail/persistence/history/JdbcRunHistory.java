package dev.synctrail.persistence.history;

import static dev.synctrail.persistence.Columns.id;
import static dev.synctrail.persistence.Columns.instant;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.RunLogQuery;
import dev.synctrail.history.RunQuery;
import dev.synctrail.history.RunStep;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.tracking.TrailRows;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads deployments and pull runs from the table {@code run}. The log of a run is assembled when it
 * is read.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcRunHistory implements RunHistory {
  private static final String OPEN =
      "completed_at is null and (listing or success + failed + partial < total)";

  private static final String STEPS =
      """
      (
      select created_at as at, 0 as rank, id as trail, 0 as number, 'QUEUED' as kind, actor,
             null::uuid as sync_id, null::text as type_key, reason as detail
      from run where id = ?
      union all
      select started_at, 1, id, 0, 'STARTED', 'synctrail', null, null, null
      from run where id = ? and started_at is not null
      union all
      select started_at, 2, trail_id, attempt * 10000 + number, 'LISTING', 'synctrail', null, null,
             concat_ws(' ', purpose, method, url, '→', coalesce(status::text, failure_class))
      from exchange where trail_id = ?
      union all
      select at, 2, run_id, 100000000 + number, 'SKIPPED', 'synctrail', null, null,
             concat_ws(': ', name, reason)
      from run_skip where run_id = ?
      union all
      select e.at, 3, e.sync_id, e.number, e.kind, e.actor, s.id, s.type_key, e.cause
      from sync s join sync_event e on e.sync_id = s.id where s.run_id = ?
      union all
      select s.created_at, 3, s.id, 0, 'BEGUN', s.actor, s.id, s.type_key, s.reason
      from sync s where s.run_id = ? and not exists (
        select 1 from sync_event e where e.sync_id = s.id and e.kind = 'BEGUN')
      union all
      select cancelled_at, 3, id, 0, 'CANCELLED', cancelled_by, null, null, cancel_reason
      from run where id = ? and cancelled_at is not null
      union all
      select completed_at, 4, id, 0, 'FINISHED', 'synctrail', null, null,
             coalesce(error_message, format('%s succeeded, %s partly, %s failed',
               success, partial, failed))
      from run where id = ? and completed_at is not null
      ) as step
      """;

  private final DataSource database;

  @Inject
  public JdbcRunHistory(DataSource database) {
    this.database = database;
  }

  @Override
  public Page<Run> page(RunQuery query) {
    PageRequest page = query.page();
    boolean descending = query.order().descending() != page.backwards();
    String direction = descending ? " desc" : "";
    String comparison = descending ? " <" : " >";
    Sql sql = of("select *", query);
    String key = page.key();
    switch (query.order().by()) {
      case REQUESTED_AT -> {
        if (key != null) {
          sql.add(" and id" + comparison + " ?", UUID.fromString(key));
        }
        sql.add(" order by id" + direction);
      }
      case FAILED -> {
        if (key != null) {
          int space = key.indexOf(' ');
          sql.add(
              " and (failed, id)" + comparison + " (?, ?)",
              Integer.valueOf(key.substring(0, space)),
              UUID.fromString(key.substring(space + 1)));
        }
        sql.add(" order by failed" + direction + ", id" + direction);
      }
    }
    List<Run> rows = sql.add(" limit ?", page.limit() + 1).all(database, TrailRows::run);
    Long total = page.count() ? count(of("select count(*)", query)) : null;
    return page.page(rows, query::key, total);
  }

  private static Sql of(String selected, RunQuery query) {
    Sql sql =
        HistorySelect.query(selected + " from run where direction = ?", query.direction().name());
    Instant from = query.period().from();
    if (from != null) {
      sql.add(" and id >= ?", HistorySelect.floor(from));
    }
    Instant until = query.period().until();
    return until == null ? sql : sql.add(" and id < ?", HistorySelect.floor(until));
  }

  @Override
  public List<Run> open(int limit) {
    return HistorySelect.query(
            "select * from run where " + OPEN + " order by id desc limit ?", limit)
        .all(database, TrailRows::run);
  }

  @Override
  public List<Run> finishedDeployments(int limit) {
    return HistorySelect.query(
            "select * from run where direction = 'PUSH' and not dry_run and not (%s)"
                    .formatted(OPEN)
                + " order by id desc limit ?",
            limit)
        .all(database, TrailRows::run);
  }

  @Override
  public Optional<Run> find(RunId id) {
    return HistorySelect.query("select * from run where id = ?", id.value())
        .first(database, TrailRows::run);
  }

  @Override
  public Followers followers(RunId id) {
    return new Followers(
        followers("select id from run where retry_of = ? order by id", id),
        followers("select id from run where rollback_of = ? and not dry_run order by id", id));
  }

  @Override
  public Map<SyncStatus, Long> outcomes(RunId id) {
    return HistorySelect.query(
            "select status, count(*) as syncs from sync where run_id = ? group by status",
            id.value())
        .all(
            database,
            row ->
                Map.entry(Columns.constant(row, "status", SyncStatus.class), row.getLong("syncs")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<RunId> followers(String sql, RunId id) {
    return HistorySelect.query(sql, id.value()).all(database, row -> new RunId(id(row, "id")));
  }

  @Override
  public Page<RunStep> log(RunLogQuery query) {
    PageRequest page = query.page();
    Sql sql = steps("select * from ", query.run());
    String key = page.key();
    if (key != null) {
      String[] parts = key.split(" ", -1);
      sql.add(
          " where (at, rank, trail, number) "
              + (page.backwards() ? "<" : ">")
              + " (timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?, ?)",
          Long.valueOf(parts[0]),
          Integer.valueOf(parts[1]),
          UUID.fromString(parts[2]),
          Integer.valueOf(parts[3]));
    }
    String direction = page.backwards() ? " desc" : "";
    List<Keyed> rows =
        sql.add(
                " order by at"
                    + direction
                    + ", rank"
                    + direction
                    + ", trail"
                    + direction
                    + ", number"
                    + direction
                    + " limit ?",
                page.limit() + 1)
            .all(database, JdbcRunHistory::step);
    Long total = page.count() ? count(steps("select count(*) from ", query.run())) : null;
    return page.page(rows, Keyed::key, total).map(Keyed::step);
  }

  private static Sql steps(String sql, RunId run) {
    UUID id = run.value();
    return HistorySelect.query(sql + STEPS, id, id, id, id, id, id, id, id);
  }

  private long count(Sql sql) {
    return sql.first(database, row -> row.getLong(1)).orElseThrow();
  }

  private static Keyed step(ResultSet row) throws SQLException {
    Instant at = instant(row, "at");
    String typeKey = row.getString("type_key");
    return new Keyed(
        ChronoUnit.MICROS.between(Instant.EPOCH, at)
            + " "
            + row.getInt("rank")
            + " "
            + id(row, "trail")
            + " "
            + row.getInt("number"),
        new RunStep(
            at,
            row.getString("kind"),
            row.getString("actor"),
            Columns.maybeSync(row, "sync_id"),
            maybeTypeKey(typeKey),
            row.getString("detail")));
  }

  private static @Nullable TypeKey maybeTypeKey(@Nullable String typeKey) {
    return typeKey == null ? null : new TypeKey(typeKey);
  }

  private record Keyed(String key, RunStep step) {}
}
