package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.KeyRecord;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.Sequencing;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tlog.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Fills a database with two rows of each table that the ledger covers, with a value in each column,
 * and with entries of them in several batches. Constraints and triggers of other purposes are
 * dropped, so that rows need not make sense.
 */
final class RecordOfEverything {
  static final List<Snapshot> PAYLOADS =
      List.of(
          Snapshot.ofText("first payload"),
          Snapshot.ofText("second payload"),
          Snapshot.ofText("third payload"));

  /** Its payloads and the hash of its version are erased. */
  static final String ERASED = "'00000000-0000-7000-8000-000000000003'";

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T18:00:00Z"), ZoneOffset.UTC);
  private static final String EVENT =
      "insert into sync_event (sync_id, number, kind, at, actor, cause)"
          + " values ('00000000-0000-7000-8000-000000000009', ?, 'BEGUN', '2026-11-30 19:00+01', 'ann', 'why')";

  private final DataSource database;
  private final LedgerKeys keys;
  private final LedgerWriter writer;

  RecordOfEverything(DataSource database, LedgerKeys keys) {
    this.database = database;
    this.keys = keys;
    this.writer = new LedgerWriter(keys, CLOCK);
  }

  void make() throws SQLException {
    dropConstraints();
    backfill();
    transaction(
        connection -> {
          for (Snapshot payload : PAYLOADS) {
            insert(connection, payload);
          }
        });
    for (String table : LedgerTables.ALL.keySet().stream().sorted().toList()) {
      for (int row = 1; row <= 2; row++) {
        int number = row;
        transaction(connection -> fill(connection, table, number));
      }
    }
    for (String table : List.of("sync", "attempt", "exchange")) {
      transaction(connection -> fill(connection, table, 3));
    }
    sequence();
    for (int i = 10; i < 260; i++) {
      int number = i;
      transaction(connection -> new Sql(EVENT, number).execute(connection));
    }
    transaction(RecordOfEverything::erase);
    sequence();
    transaction(
        connection ->
            new Sql("update sync_event set kind = 'CANCELLED' where number = 10")
                .execute(connection));
    transaction(
        connection -> new Sql("delete from sync_event where number = 11").execute(connection));
    sequence();
    transaction(connection -> new Sql(EVENT, 300).execute(connection));
    transaction(connection -> new Sql(EVENT, 301).execute(connection));
  }

  /** Gives the rows of an empty installation their entries. */
  private void backfill() throws SQLException {
    boolean more = true;
    while (more) {
      try (OneConnection transaction = new OneConnection(database)) {
        Connection connection = transaction.dataSource().getConnection();
        new Sql("set local synctrail.ledger = 'required'").execute(connection);
        more = new JdbcBackfill(transaction.dataSource(), CLOCK).next();
        writer.write(connection);
        transaction.commit();
      }
    }
  }

  /** Erases as a purge does. */
  private static void erase(Connection connection) throws SQLException {
    UUID by = UUID.fromString("00000000-0000-7000-8000-00000000000e");
    for (String table : List.of("sync", "attempt", "exchange")) {
      LedgerTable definition = Objects.requireNonNull(LedgerTables.ALL.get(table));
      new Sql(
              "update "
                  + table
                  + definition.all(ColumnKind.PAYLOAD).stream()
                      .map(column -> column + " = erased_reference('" + by + "', " + column)
                      .collect(Collectors.joining(", false), ", " set ", ", false)"))
                  + (table.equals("sync") ? ", version_hash = null where " : " where ")
                  + definition.key().get(0)
                  + " = "
                  + ERASED)
          .execute(connection);
    }
    new LedgerSalts(connection, by).eraseContent(Set.of(UUID.fromString(ERASED.replace("'", ""))));
    new Sql("delete from snapshot where checksum = sha256('third payload')").execute(connection);
  }

  private void dropConstraints() {
    new Sql(
            """
            do $$
            declare
              one record;
            begin
              for one in select conrelid::regclass as of, conname from pg_constraint
                where contype in ('c', 'f') and conparentid = 0 and coninhcount = 0
                  and connamespace = 'public'::regnamespace
              loop
                execute format('alter table %s drop constraint %I', one.of, one.conname);
              end loop;
              for one in select tgrelid::regclass as of, tgname from pg_trigger
                where not tgisinternal and tgparentid = 0 and tgname not like 'ledger%'
              loop
                execute format('drop trigger %I on %s', one.tgname, one.of);
              end loop;
            end $$
            """)
        .update(database);
  }

  private static void insert(Connection connection, Snapshot payload) throws SQLException {
    EncodedPayload encoded = EncodedPayload.of(payload);
    Salt salt = Salt.random();
    new Sql(
            "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                + " bytes, created_at, salt, commitment) values (decode(?, 'hex'), false, ?, ?, ?,"
                + " ?, now(), ?, ?)",
            payload.checksum().hex(),
            encoded.encoding(),
            payload.size(),
            encoded.size(),
            encoded.bytes(),
            salt.bytes(),
            Commitment.of(salt, payload.bytes()).bytes())
        .execute(connection);
  }

  private static void fill(Connection connection, String table, int number) throws SQLException {
    Map<String, String> types = types(connection, table);
    List<String> columns = types.keySet().stream().sorted().toList();
    new Sql(
            "insert into "
                + table
                + columns.stream().collect(Collectors.joining(", ", " (", ")"))
                + " overriding system value values "
                + columns.stream()
                    .map(column -> value(table, column, String.valueOf(types.get(column)), number))
                    .collect(Collectors.joining(", ", "(", ")")))
        .execute(connection);
  }

  static Map<String, String> types(Connection connection, String table) throws SQLException {
    Map<String, String> types = new TreeMap<>();
    new Sql(
            "select attname, format_type(atttypid, null) from pg_attribute where attrelid ="
                + " cast(? as regclass) and attnum > 0 and not attisdropped",
            table)
        .each(connection, row -> types.put(row.getString(1), row.getString(2)));
    return types;
  }

  private static String value(String table, String column, String type, int number) {
    LedgerTable definition = Objects.requireNonNull(LedgerTables.ALL.get(table));
    if (definition.kind(column) == ColumnKind.PAYLOAD) {
      String checksum = PAYLOADS.get(number - 1).checksum().hex();
      return type.equals("bytea") ? "decode('" + checksum + "', 'hex')" : "'" + checksum + "'";
    }
    return value(type, column + " of " + table, number);
  }

  /** Returns a value of a type in SQL. */
  static String value(String type, String of, int number) {
    return switch (type) {
      case "text", "character varying" -> "'" + of + " " + number + "'";
      case "text[]" -> "array['" + of + " " + number + "']";
      case "integer", "bigint", "smallint" -> String.valueOf(number);
      case "boolean" -> String.valueOf(number % 2 == 0);
      case "timestamp with time zone" -> "timestamptz '2026-11-0" + number + " 08:00:00.5+01'";
      case "timestamp without time zone" -> "timestamp '2026-11-0" + number + " 08:00'";
      case "date" -> "date '2026-11-0" + number + "'";
      case "time without time zone" -> "time '0" + number + ":00'";
      case "uuid" -> "uuid '00000000-0000-7000-8000-00000000000" + number + "'";
      case "bytea" -> "sha256('" + of + " " + number + "')";
      case "jsonb" -> "'{\"number\": " + number + "}'";
      default -> throw new IllegalArgumentException(of + " has the type " + type);
    };
  }

  private void transaction(Work work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local synctrail.ledger = 'required'").execute(connection);
      work.on(connection);
      writer.write(connection);
      connection.commit();
    }
  }

  private void sequence() throws SQLException {
    try (OneConnection connection = new OneConnection(database)) {
      new Sequencing(new JdbcLedgerLog(connection.dataSource()), keys, history(), CLOCK)
          .sequence(4_000);
      connection.commit();
    }
  }

  /** The rows of its table do not make sense either. */
  private KeyHistory history() {
    Note note = keys.sign(new KeyRecord(CLOCK.instant(), keys.current().verifier(), null).text());
    return new KeyHistory() {
      @Override
      public List<Note> notes() {
        return List.of(note);
      }

      @Override
      public void add(KeyRecord added, Note addedNote) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }
}
