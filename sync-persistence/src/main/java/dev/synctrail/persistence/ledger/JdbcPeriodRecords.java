package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.PeriodRecords;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a period. Columns that never change are opened with the rows as they are
 * now, if they are what the entry commits to.
 */
@ApplicationScoped
public class JdbcPeriodRecords implements PeriodRecords {
  private static final int ENTRIES = 1_000;

  /** The tables of a report, and the columns that say who and why and never change. */
  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "sync", List.of("actor", "on_behalf_of", "reason"),
          "run", List.of("actor", "on_behalf_of", "reason"),
          "drift_incident", List.of(),
          "conflict", List.of(),
          "access_log", List.of("actor", "target"),
          "purge", List.of("actor", "reason"),
          "erasure", List.of("actor", "reason"));

  private static final Set<String> ACCESS_TO_PAYLOADS = Set.of("PAYLOAD_READ", "EXPORTED");

  private final DataSource database;

  @Inject
  public JdbcPeriodRecords(DataSource database) {
    this.database = database;
  }

  @Override
  public Optional<Span> span(Instant from, Instant until, @Nullable Long size) {
    Note asOf =
        size == null
            ? note(new Sql("select note from ledger_checkpoint order by size desc limit 1"))
            : note(new Sql("select note from ledger_checkpoint where size = ?", size));
    if (asOf == null) {
      return Optional.empty();
    }
    long known = size(asOf);
    Note before = last(from, known);
    Note last = last(until, known);
    return Optional.of(
        new Span(
            before == null ? 0 : size(before), last == null ? 0 : size(last), before, last, asOf));
  }

  private @Nullable Note last(Instant at, long known) {
    return note(
        new Sql(
            "select note from ledger_checkpoint where at < ? and size <= ?"
                + " order by size desc limit 1",
            at,
            known));
  }

  private @Nullable Note note(Sql sql) {
    return sql.first(database, row -> Note.parse(row.getString(1))).orElse(null);
  }

  private static long size(Note note) {
    return Checkpoint.parse(note.text()).size();
  }

  @Override
  public long read(Span span, Sink sink) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
        long erased = 0;
        for (long next = span.first(); next < span.end(); next += ENTRIES) {
          erased += read(connection, next, Math.min(next + ENTRIES, span.end()), sink);
        }
        return erased;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new PersistenceException("The period could not be read: " + e.getSQLState(), e);
    }
  }

  private static long read(Connection connection, long from, long until, Sink sink)
      throws SQLException, IOException {
    List<Line> lines = new ArrayList<>();
    long[] erased = {0};
    new Sql(
            "select leaf, entry, salt, salts from ledger_entry where leaf >= ? and leaf < ?"
                + " order by leaf",
            from,
            until)
        .each(
            connection,
            row -> {
              LedgerEntry entry = LedgerEntry.parse(row.getBytes(2));
              EntrySalts salts = EntrySalts.of(entry, row.getBytes(3), row.getBytes(4));
              erased[0] += row.getBytes(4) == null ? 0 : 1;
              for (Fact fact : entry.facts()) {
                if (isReported(fact)) {
                  lines.add(new Line(row.getLong(1), entry.at(), fact, salts));
                }
              }
            });
    Map<String, JsonObject> rows = rows(connection, lines);
    for (Line line : lines) {
      sink.take(line.record(rows.get(line.place())));
    }
    return erased[0];
  }

  private static boolean isReported(Fact fact) {
    JsonObject row = fact.row();
    return COLUMNS.containsKey(fact.table())
        && (!fact.table().equals("access_log")
            || (row != null && ACCESS_TO_PAYLOADS.contains(row.getString("kind", ""))));
  }

  private static Map<String, JsonObject> rows(Connection connection, List<Line> lines)
      throws SQLException {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (Line line : lines) {
      if (!columns(line.fact).isEmpty()) {
        keys.computeIfAbsent(line.fact.table(), table -> new TreeSet<>())
            .add(LedgerSalts.key(line.fact.key()));
      }
    }
    Map<String, JsonObject> rows = new HashMap<>();
    for (Map.Entry<String, Set<String>> wanted : keys.entrySet()) {
      LedgerTable table = Objects.requireNonNull(LedgerTables.ALL.get(wanted.getKey()));
      for (JsonObject row : LedgerSalts.images(connection, table, wanted.getValue())) {
        Fact key = RowFacts.deletion(table, row);
        rows.put(key.table() + " " + LedgerSalts.key(key.key()), row);
      }
    }
    return rows;
  }

  private static List<String> columns(Fact fact) {
    return COLUMNS.getOrDefault(fact.table(), List.of());
  }

  /** A fact of the report. */
  private record Line(long leaf, Instant at, Fact fact, EntrySalts salts) {
    String place() {
      return fact.table() + " " + LedgerSalts.key(fact.key());
    }

    Recorded record(@Nullable JsonObject image) {
      String key = LedgerSalts.key(fact.key());
      Map<String, String> values = new TreeMap<>();
      Set<String> erased = new TreeSet<>(fact.erased().keySet());
      for (String column : columns(fact)) {
        Commitment commitment = fact.commitments().get(column);
        JsonValue value = image == null ? null : image.get(column);
        Salt salt = salts.of(fact.table(), key, column);
        if (commitment != null && salts.isErased(fact.table(), key, column)) {
          erased.add(column);
        } else if (commitment != null && salt != null && value != null) {
          String text = new String(RowFacts.bytes(value), StandardCharsets.UTF_8);
          if (Commitment.of(salt, text).equals(commitment)) {
            values.put(column, text);
          }
        }
      }
      return new Recorded(leaf, at, fact.table(), fact.key(), fact.row(), values, erased);
    }
  }
}
