package dev.synctrail.persistence.metrics;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.metrics.OpenWork;
import dev.synctrail.metrics.OpenWorkCounts;
import dev.synctrail.metrics.OpenWorkCounts.Job;
import dev.synctrail.metrics.OpenWorkCounts.OfPlatform;
import dev.synctrail.metrics.OpenWorkCounts.Purged;
import dev.synctrail.metrics.OpenWorkCounts.RollUp;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Reads open work from the backlog, the open syncs, the rows of the scheduler's jobs, and the
 * purges.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcOpenWork implements OpenWork {
  private static final int TIMEOUT_SECONDS = 5;

  private static final String OPEN =
      """
      with open as (
        select s.platform, count(*) filter (where s.status = 'IN_PROGRESS') as in_progress,
               count(*) filter (where s.status = 'UNKNOWN') as unknown,
               count(b.trail_id) filter (where s.status = 'UNKNOWN') as settling
          from sync s left join backlog b on b.trail_id = s.id
         where s.status in ('IN_PROGRESS', 'UNKNOWN') group by s.platform
      ), work as (
        select platform, count(*) filter (where lane is null) as waiting, count(lane) as taken,
               min(due_at) filter (where lane is null) as oldest_due
          from backlog group by platform
      )
      select coalesce(o.platform, w.platform) as platform, coalesce(in_progress, 0) as in_progress,
             coalesce(unknown, 0) as unknown, coalesce(settling, 0) as settling,
             coalesce(waiting, 0) as waiting, coalesce(taken, 0) as taken, oldest_due
        from open o full join work w on w.platform = o.platform
      """;

  private static final String JOBS =
      """
      select task_name, max(last_success) as last_success,
             max(coalesce(consecutive_failures, 0)) as failures
        from lane group by task_name
      """;

  private static final String TRANSITIONS =
      "select count(*) as n from (select from sync_delta limit " + RollUp.MAX_COUNT + ") as t";

  private static final String PURGES =
      """
      select count(*) filter (where ended_at is null) as open, coalesce(sum(rows), 0) as rows,
             coalesce(sum(attempts), 0) as attempts, coalesce(sum(snapshots), 0) as snapshots,
             coalesce(sum(bytes), 0) as bytes,
             min(created_at) filter (where ended_at is null) as open_since
        from purge where not dry_run
      """;

  private final DataSource database;

  @Inject
  public JdbcOpenWork(DataSource database) {
    this.database = database;
  }

  @Override
  public OpenWorkCounts at(Instant now) {
    try (Connection connection = database.getConnection()) {
      Map<String, OfPlatform> platforms = new HashMap<>();
      forEachRow(
          connection, OPEN, row -> platforms.put(row.getString("platform"), ofPlatform(row)));
      Map<String, Job> jobs = new HashMap<>();
      forEachRow(
          connection,
          JOBS,
          row ->
              jobs.put(
                  row.getString("task_name"),
                  new Job(Columns.maybeInstant(row, "last_success"), row.getInt("failures"))));
      long[] transitions = {0};
      forEachRow(connection, TRANSITIONS, row -> transitions[0] = row.getLong("n"));
      Purged[] purged = {OpenWorkCounts.NOTHING.purged()};
      forEachRow(connection, PURGES, row -> purged[0] = purged(row));
      return new OpenWorkCounts(now, platforms, jobs, new RollUp(transitions[0]), purged[0]);
    } catch (SQLException e) {
      throw new PersistenceException("The open work could not be read", e);
    }
  }

  private static OfPlatform ofPlatform(ResultSet row) throws SQLException {
    return new OfPlatform(
        row.getLong("in_progress"),
        row.getLong("unknown"),
        row.getLong("settling"),
        row.getLong("waiting"),
        row.getLong("taken"),
        Columns.maybeInstant(row, "oldest_due"));
  }

  private static Purged purged(ResultSet row) throws SQLException {
    return new Purged(
        row.getLong("open"),
        row.getLong("rows"),
        row.getLong("attempts"),
        row.getLong("snapshots"),
        row.getLong("bytes"),
        Columns.maybeInstant(row, "open_since"));
  }

  private static void forEachRow(Connection connection, String sql, Sql.Row row)
      throws SQLException {
    new Sql(sql).withTimeout(TIMEOUT_SECONDS).each(connection, row);
  }
}
