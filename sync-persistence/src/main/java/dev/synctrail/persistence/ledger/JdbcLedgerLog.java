package dev.synctrail.persistence.ledger;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.ledger.LedgerLog;
import dev.synctrail.ledger.PendingEntry;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Stores the log in the tables {@code ledger_…}. */
@ApplicationScoped
@Transactional(MANDATORY)
public class JdbcLedgerLog implements LedgerLog {
  /** Entries are up to 64 KB long, and a batch is held in memory. */
  private static final long MAX_BATCH_BYTES = 8_000_000;

  private final DataSource database;

  @Inject
  public JdbcLedgerLog(DataSource database) {
    this.database = database;
  }

  @Override
  public End lock() {
    return new Sql("select size, fence from ledger_tree for update")
        .first(database, row -> new End(row.getLong(1), row.getLong(2)))
        .orElseThrow(() -> new IllegalStateException("The row of ledger_tree is missing"));
  }

  @Override
  public List<PendingEntry> pending(int atMost) {
    return new Sql(
            """
            select number, entry, salt, code from (
              select p.*, sum(octet_length(entry)) over (order by number) - octet_length(entry)
                as before
              from (select * from ledger_pending order by number limit ?) as p) as sized
            where before < ? order by number
            """,
            atMost,
            MAX_BATCH_BYTES)
        .all(
            database,
            row ->
                new PendingEntry(
                    row.getLong(1), row.getBytes(2), row.getBytes(3), row.getBytes(4)));
  }

  @Override
  public void append(End end, List<PendingEntry> entries) {
    int appended =
        new Sql(
                """
                with taken as (
                  delete from ledger_pending where number = any (cast(? as bigint[]))
                  returning number, entry, salt, subjects)
                insert into ledger_entry (leaf, entry, salt, subjects)
                select ? + row_number() over (order by number) - 1, entry, salt, subjects
                from taken
                """,
                entries.stream().map(PendingEntry::number).toList(),
                end.size())
            .update(database);
    if (appended != entries.size()) {
      throw new IllegalStateException("Entries have left the queue meanwhile");
    }
  }

  @Override
  public void reject(PendingEntry forgery, Instant at) {
    new Sql(
            """
            with forged as (delete from ledger_pending where number = ? returning number, entry)
            insert into ledger_forgery (number, entry, found_at) select number, entry, ? from forged
            """,
            forgery.number(),
            at)
        .update(database);
  }

  @Override
  public void store(Map<LogTile, byte[]> tiles) {
    try (Connection connection = database.getConnection();
        PreparedStatement upsert =
            connection.prepareStatement(
                """
                insert into ledger_tile (level, number, hashes) values (?, ?, ?)
                on conflict (level, number) do update set hashes = excluded.hashes""")) {
      for (Map.Entry<LogTile, byte[]> tile : tiles.entrySet()) {
        upsert.setInt(1, tile.getKey().level());
        upsert.setLong(2, tile.getKey().number());
        upsert.setBytes(3, tile.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    } catch (SQLException e) {
      throw new PersistenceException("Tiles could not be stored: " + e.getSQLState(), e);
    }
  }

  @Override
  @Transactional(SUPPORTS)
  public Map<LogTile, byte[]> read(Set<LogTile> tiles) {
    Map<String, LogTile> wanted = new HashMap<>();
    tiles.forEach(tile -> wanted.put(tile.level() + " " + tile.number(), tile));
    Map<LogTile, byte[]> found = new HashMap<>();
    new Sql(
            """
            select t.level || ' ' || t.number, t.hashes from ledger_tile t
            join unnest(cast(? as smallint[]), cast(? as bigint[])) as w (level, number)
              on w.level = t.level and w.number = t.number
            """,
            wanted.values().stream().map(LogTile::level).toList(),
            wanted.values().stream().map(LogTile::number).toList())
        .all(database, row -> found.put(wanted.get(row.getString(1)), row.getBytes(2)));
    for (LogTile tile : tiles) {
      byte[] hashes = found.get(tile);
      if (hashes == null || hashes.length < tile.width() * Hash.LENGTH) {
        throw new IllegalStateException("Hashes of " + tile.path() + " are not stored");
      }
    }
    return found;
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Note> lastCheckpoint() {
    return new Sql("select note from ledger_checkpoint order by size desc limit 1")
        .first(database, row -> Note.parse(row.getString(1)));
  }

  @Override
  @Transactional(SUPPORTS)
  public List<byte[]> entries(long from, int atMost) {
    return new Sql(
            "select entry from ledger_entry where leaf >= ? order by leaf limit ?", from, atMost)
        .all(database, row -> row.getBytes(1));
  }

  @Override
  @Transactional(SUPPORTS)
  public List<Leaf> leavesOf(UUID subject) {
    return new Sql(
            "select leaf, convert_from(entry, 'UTF8') from ledger_entry"
                + " where subjects @> array[cast(? as uuid)] order by leaf",
            subject)
        .all(database, row -> new Leaf(row.getLong(1), row.getString(2)));
  }

  @Override
  @Transactional(SUPPORTS)
  public int waiting(UUID subject) {
    return new Sql(
            "select count(*) from ledger_pending where subjects @> array[cast(? as uuid)]", subject)
        .first(database, row -> row.getInt(1))
        .orElse(0);
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<SignedCheckpoint> covering(long leaf) {
    return new Sql(
            "select note, at from ledger_checkpoint where size > ? order by size limit 1", leaf)
        .first(database, JdbcLedgerLog::checkpoint);
  }

  @Override
  @Transactional(SUPPORTS)
  public List<SignedCheckpoint> newest(int atMost) {
    return new Sql("select note, at from ledger_checkpoint order by size desc limit ?", atMost)
        .all(database, JdbcLedgerLog::checkpoint);
  }

  private static SignedCheckpoint checkpoint(ResultSet row) throws SQLException {
    return new SignedCheckpoint(Note.parse(row.getString(1)), Columns.instant(row, "at"));
  }

  @Override
  public void store(End before, Checkpoint checkpoint, Note note, Instant at) {
    new Sql(
            "insert into ledger_checkpoint (size, note, at) values (?, ?, ?)",
            checkpoint.size(),
            note.toString(),
            at)
        .update(database);
    int moved =
        new Sql(
                "update ledger_tree set size = ?, fence = fence + 1 where size = ? and fence = ?",
                checkpoint.size(),
                before.size(),
                before.fence())
            .update(database);
    if (moved != 1) {
      throw new IllegalStateException("Another sequencer has moved the end of the ledger");
    }
  }
}
