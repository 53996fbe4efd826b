package dev.synctrail.persistence.ledger;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.ledger.Backfill;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the rows of each table in the order of their keys, and notes them as the triggers
 * note a row that is written, so that the transaction gets its entry in the usual way.
 *
 * <p>The rows are locked, so that an entry about a later change of one comes after this one. Rows
 * that are locked by others are not waited for, so that no other transaction has to give way.
 */
@ApplicationScoped
@Transactional
public class JdbcBackfill implements Backfill {
  private static final int ROWS = 500;
  private static final int MAX_CHARACTERS = 1_000_000;

  private final DataSource database;
  private final Clock clock;
  private volatile boolean complete;

  @Inject
  public JdbcBackfill(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public boolean next() {
    if (complete) {
      return false;
    }
    try (Connection connection = database.getConnection()) {
      if (begins(connection)) {
        return true;
      }
      Optional<Progress> open = open(connection);
      complete = open.isEmpty();
      return open.isPresent() && advance(connection, open.get());
    } catch (SQLException e) {
      throw new PersistenceException(
          "Rows from before the ledger have no entries: " + e.getSQLState(), e);
    }
  }

  @Override
  @Transactional(SUPPORTS)
  public boolean isComplete() {
    if (!complete) {
      complete =
          new Sql("select 1 from ledger_backfill where ended_at is null limit 1")
              .first(database, row -> true)
              .isEmpty();
    }
    return complete;
  }

  @Override
  @Transactional(SUPPORTS)
  public long rows() {
    return new Sql("select coalesce(sum(rows), 0) from ledger_backfill")
        .first(database, row -> row.getLong(1))
        .orElse(0L);
  }

  /**
   * One entry says that all tables begin, and that those without rows have ended; when none of them
   * is open any more, all have ended.
   */
  private boolean begins(Connection connection) throws SQLException {
    Instant now = clock.instant();
    return new Sql(
                "update ledger_backfill set began_at = ?, ended_at = case when last is null then"
                    + " cast(? as timestamptz) end where began_at is null",
                now,
                now)
            .execute(connection)
        > 0;
  }

  private static Optional<Progress> open(Connection connection) throws SQLException {
    List<Progress> open = new ArrayList<>();
    new Sql(
            "select covered, last::text, done::text from ledger_backfill where ended_at is null"
                + " order by covered limit 1 for update")
        .each(
            connection,
            row ->
                open.add(
                    new Progress(
                        Objects.requireNonNull(LedgerTables.ALL.get(row.getString(1))),
                        row.getString(2),
                        row.getString(3))));
    return open.stream().findFirst();
  }

  private boolean advance(Connection connection, Progress progress) throws SQLException {
    LedgerTable table = progress.table;
    List<String> keys = keys(connection, progress);
    List<Row> rows =
        keys.isEmpty()
            ? List.of()
            : locked(connection, new Progress(table, keys.get(keys.size() - 1), progress.done));
    if (rows.size() < keys.size()) {
      return false;
    }
    StringBuilder notes = new StringBuilder();
    String done = progress.done;
    int noted = 0;
    for (Row row : rows) {
      if (notes.length() > MAX_CHARACTERS) {
        break;
      }
      notes.append(table.name()).append(" = ").append(row.image).append('\n');
      done = row.key;
      noted++;
    }
    boolean ended = noted == rows.size() && keys.size() < ROWS;
    // the fact that all rows have entries comes after them
    new Sql("select set_config('synctrail.changes', ?, true)", notes.toString())
        .each(connection, row -> {});
    new Sql(
            "update ledger_backfill set done = cast(? as jsonb), rows = rows + ?, ended_at = ?"
                + " where covered = ?",
            done,
            noted,
            ended ? clock.instant() : null,
            table.name())
        .execute(connection);
    return true;
  }

  private static List<String> keys(Connection connection, Progress progress) throws SQLException {
    List<String> keys = new ArrayList<>();
    select(connection, progress, "")
        .add(" limit ?", ROWS)
        .each(connection, row -> keys.add(row.getString(1)));
    return keys;
  }

  private static List<Row> locked(Connection connection, Progress progress) throws SQLException {
    List<Row> rows = new ArrayList<>();
    select(connection, progress, ", to_jsonb(t)::text")
        .add(" for share skip locked")
        .each(connection, row -> rows.add(new Row(row.getString(1), row.getString(2))));
    return rows;
  }

  /** Returns the query for the keys of the rows between two keys, in their order. */
  private static Sql select(Connection connection, Progress progress, String columns)
      throws SQLException {
    LedgerTable table = progress.table;
    String key = KeyColumns.of(table, "t");
    String bound =
        " (select "
            + KeyColumns.of(table, "k")
            + " from jsonb_to_record(cast(? as jsonb)) as k ("
            + new KeyColumns(connection).typed(table)
            + "))";
    Sql select =
        new Sql("select jsonb_build_object(")
            .add(String.join(", ", table.key().stream().map(c -> "'" + c + "', t." + c).toList()))
            .add(")::text" + columns + " from " + table.name() + " t where ")
            .add("(" + key + ") <=" + bound, progress.last);
    if (progress.done != null) {
      select.add(" and (" + key + ") >" + bound, progress.done);
    }
    return select.add(" order by " + key);
  }

  /**
   * How far a table is.
   *
   * @param last the key of the last row, as JSON
   * @param done the key of the last row that has an entry; null for none
   */
  private record Progress(LedgerTable table, String last, @Nullable String done) {}

  /** A row with its key, both as JSON. */
  private record Row(String key, String image) {}
}
