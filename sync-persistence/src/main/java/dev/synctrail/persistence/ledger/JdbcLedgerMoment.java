package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerLog;
import dev.synctrail.ledger.PendingEntry;
import dev.synctrail.ledger.StoredEntry;
import dev.synctrail.ledger.StoredLedger.LogEntry;
import dev.synctrail.ledger.StoredLedger.Moment;
import dev.synctrail.ledger.StoredLedger.QueuedEntry;
import dev.synctrail.ledger.StoredLedger.SignedSize;
import dev.synctrail.persistence.Sql;
import jakarta.persistence.PersistenceException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a verification reads, in one transaction that is rolled back. */
final class JdbcLedgerMoment implements Moment {
  private static final int MAX_BYTES = 3_000_000;

  private final Connection connection;
  private final RowCheck rows;

  /**
   * @param connection in a transaction that sees one state of the database
   */
  JdbcLedgerMoment(Connection connection) throws SQLException {
    this.connection = connection;
    this.rows = new RowCheck(connection);
  }

  static PersistenceException failed(SQLException e) {
    return new PersistenceException("The ledger cannot be verified: " + e.getSQLState(), e);
  }

  private <T> List<T> all(Sql sql, Sql.Read<T> read) {
    List<T> found = new ArrayList<>();
    try {
      sql.each(connection, row -> found.add(read.from(row)));
    } catch (SQLException e) {
      throw failed(e);
    }
    return found;
  }

  private <T> Optional<T> first(Sql sql, Sql.Read<T> read) {
    return all(sql, read).stream().findFirst();
  }

  @Override
  public LedgerLog.End end() {
    return first(
            new Sql("select size, fence from ledger_tree"),
            row -> new LedgerLog.End(row.getLong(1), row.getLong(2)))
        .orElse(new LedgerLog.End(0, 0));
  }

  @Override
  public long sizeBefore(Instant at) {
    return first(
            new Sql("select coalesce(max(size), 0) from ledger_checkpoint where at < ?", at),
            row -> row.getLong(1))
        .orElse(0L);
  }

  @Override
  public List<SignedSize> checkpointsAfter(long size, int atMost) {
    return all(
        new Sql(
            "select size, note from ledger_checkpoint where size > ? order by size limit ?",
            size,
            atMost),
        row -> new SignedSize(row.getLong(1), row.getString(2)));
  }

  @Override
  public @Nullable SignedSize checkpointOf(long size) {
    return first(
            new Sql("select size, note from ledger_checkpoint where size = ?", size),
            row -> new SignedSize(row.getLong(1), row.getString(2)))
        .orElse(null);
  }

  @Override
  public long checkpoints() {
    return first(new Sql("select count(*) from ledger_checkpoint"), row -> row.getLong(1))
        .orElse(0L);
  }

  @Override
  public byte[] read(int level, long number) {
    return first(
            new Sql("select hashes from ledger_tile where level = ? and number = ?", level, number),
            row -> row.getBytes(1))
        .orElse(new byte[0]);
  }

  @Override
  public List<LogEntry> entries(long from, int atMost) {
    return all(
        new Sql(
            "select leaf, entry, salt, salts, subjects from ("
                + sized("ledger_entry", "leaf", ">=")
                + ") as sized"
                + " where bytes_before < ? order by leaf",
            from,
            atMost,
            MAX_BYTES),
        row ->
            new LogEntry(
                row.getLong(1),
                row.getBytes(2),
                row.getBytes(3),
                row.getBytes(4),
                subjects(row.getArray(5))));
  }

  @Override
  public List<QueuedEntry> queue(long after, int atMost) {
    return all(
        new Sql(
            "select number, entry, salt, code, subjects from ("
                + sized("ledger_pending", "number", ">")
                + ") as sized"
                + " where bytes_before < ? order by number",
            after,
            atMost,
            MAX_BYTES),
        row ->
            new QueuedEntry(
                new PendingEntry(row.getLong(1), row.getBytes(2), row.getBytes(3), row.getBytes(4)),
                subjects(row.getArray(5))));
  }

  /** Returns the query for the next rows, each with the bytes of those before it. */
  private static String sized(String table, String number, String after) {
    return """
        select e.*, sum(octet_length(entry)) over (order by %2$s) - octet_length(entry)
          as bytes_before
        from (select * from %1$s where %2$s %3$s ? order by %2$s limit ?) as e"""
        .formatted(table, number, after);
  }

  private static Set<UUID> subjects(Array array) throws SQLException {
    return new HashSet<>(List.of((UUID[]) array.getArray()));
  }

  @Override
  public List<Long> forgeries() {
    return all(new Sql("select number from ledger_forgery order by number"), row -> row.getLong(1));
  }

  @Override
  public int compare(List<StoredEntry> entries) {
    try {
      return rows.compare(entries);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void skip(List<StoredEntry> entries) {
    try {
      rows.skip(entries);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int explain(List<StoredEntry> entries) {
    try {
      return rows.explain(entries);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public List<LedgerFinding> findings(boolean extraRows) {
    try {
      return rows.findings(extraRows);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
