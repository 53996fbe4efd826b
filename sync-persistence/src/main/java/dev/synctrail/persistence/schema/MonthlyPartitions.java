package dev.synctrail.persistence.schema;

import static jakarta.transaction.Transactional.TxType.NOT_SUPPORTED;

import dev.synctrail.retention.Months;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Maintains the monthly partitions; each statement runs in a transaction of its own.
 *
 * <p>Creating and dropping a partition needs locks for which writers wait. It therefore gives up
 * after 0.4 s and is repeated at the next run.
 */
@ApplicationScoped
@Transactional(NOT_SUPPORTED)
public class MonthlyPartitions implements Months {
  /** Key of the advisory lock that is held during maintenance, an arbitrary constant. */
  private static final long LOCK_KEY = 0x73796e6374726c32L;

  /**
   * A past month gets a partition of its own only from this number of rows; fewer rows are found as
   * fast in the default partition.
   */
  private static final int MIN_ROWS = 10_000;

  private static final Duration REINDEX_DELAY = Duration.ofDays(2);
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final List<String> TABLES = List.of("sync", "attempt", "exchange", "sync_event");

  private final DataSource database;

  @Inject
  public MonthlyPartitions(DataSource database) {
    this.database = database;
  }

  @Override
  public Done maintain(Instant now, int ahead) {
    return maintain(now, ahead, MIN_ROWS);
  }

  Done maintain(Instant now, int ahead, int minRows) {
    try (Connection connection = database.getConnection()) {
      if (!flag(connection, "select pg_try_advisory_lock(" + LOCK_KEY + ")")) {
        return Done.NOTHING;
      }
      try {
        return new Maintenance(connection).maintain(now, ahead, minRows);
      } finally {
        flag(connection, "select pg_advisory_unlock(" + LOCK_KEY + ")");
      }
    } catch (SQLException e) {
      throw new PersistenceException(
          "The monthly partitions could not be maintained: " + e.getSQLState(), e);
    }
  }

  private static boolean flag(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static OffsetDateTime start(YearMonth month) {
    return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  /** One maintenance run. */
  private static final class Maintenance {
    private final Connection connection;
    private int created;
    private long moved;
    private int dropped;
    private int reindexed;
    private int postponed;

    Maintenance(Connection connection) {
      this.connection = connection;
    }

    Done maintain(Instant now, int ahead, int minRows) throws SQLException {
      YearMonth current = YearMonth.from(now.atOffset(ZoneOffset.UTC));
      YearMonth last = current.plusMonths(ahead);
      for (YearMonth month = current.minusMonths(1);
          !month.isAfter(last);
          month = month.plusMonths(1)) {
        create(month);
      }
      for (YearMonth month :
          months(
              "select uuid_time(id) from (select min(id::text)::uuid as id from sync_other"
                  + " group by date_trunc('month', uuid_time(sync_other.id), 'UTC')"
                  + " having count(*) >= ?) as crowded order by 1",
              minRows)) {
        if (month.isBefore(current)) {
          create(month);
        }
      }
      for (YearMonth month : months("select at from month_table where parent = 'sync'")) {
        if (month.isBefore(current.minusMonths(1))) {
          drop(month);
        }
      }
      reindex(YearMonth.from(now.minus(REINDEX_DELAY).atOffset(ZoneOffset.UTC)));
      return new Done(created, moved, dropped, reindexed, postponed);
    }

    private void create(YearMonth month) throws SQLException {
      boolean createdHere = false;
      for (String table : TABLES) {
        try (PreparedStatement statement =
                prepared(connection, "select make_month(?, ?)", table, start(month));
            ResultSet rows = statement.executeQuery()) {
          rows.next();
          moved += rows.getLong(1);
          createdHere |= !rows.wasNull();
        } catch (SQLException e) {
          postpone(e);
        }
      }
      created += createdHere ? 1 : 0;
    }

    private void drop(YearMonth month) throws SQLException {
      try {
        dropped += flag(connection, "select drop_month(?)", start(month)) ? 1 : 0;
      } catch (SQLException e) {
        postpone(e);
      }
    }

    private void postpone(SQLException e) throws SQLException {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      postponed++;
    }

    private List<YearMonth> months(String sql, Object... values) throws SQLException {
      List<YearMonth> months = new ArrayList<>();
      try (PreparedStatement statement = prepared(connection, sql, values);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          months.add(
              YearMonth.from(
                  rows.getObject(1, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC)));
        }
      }
      return months;
    }

    /**
     * Rebuilds the indexes of past months with full pages. Inserts leave index pages half empty,
     * and hardly any later inserts need room in them.
     */
    private void reindex(YearMonth before) throws SQLException {
      for (String table :
          names(
              "select name from month_table where at < ? and packed is null and filled",
              start(before))) {
        for (String broken :
            names(
                "select indexrelid::regclass::text from pg_index"
                    + " where indrelid = ?::regclass and not indisvalid",
                table)) {
          execute("drop index if exists " + broken); // left behind by a killed server
        }
        for (String index :
            names(
                "select indexrelid::regclass::text from pg_index join pg_class on oid = indexrelid"
                    + " where indrelid = ?::regclass"
                    + " and relam = (select oid from pg_am where amname = 'btree')",
                table)) {
          execute("alter index " + index + " set (fillfactor = 100)");
        }
        execute("reindex table concurrently " + table);
        execute("comment on table " + table + " is 'packed'");
        reindexed++;
      }
    }

    private List<String> names(String sql, Object... values) throws SQLException {
      List<String> names = new ArrayList<>();
      try (PreparedStatement statement = prepared(connection, sql, values);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }

    private void execute(String sql) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
