package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.StoredEntry;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcBackfillIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int EVENTS = 1_203;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-12-01T04:00:00Z"), ZoneOffset.UTC);
  private static final LedgerKeys KEYS = TestKey.only(TestKey.of("synctrail/test"));
  private static final String EVENT =
      "insert into sync_event (sync_id, number, kind, at, actor, cause) select"
          + " '019acd0f-3b80-7000-8000-000000000001', n, 'BEGUN', '2026-11-30 19:00+01', 'ann',"
          + " 'why' from generate_series(?, ?) as n";

  private final LedgerWriter writer = new LedgerWriter(KEYS, CLOCK);

  @BeforeEach
  void record_before_the_ledger() throws SQLException {
    tamper("truncate ledger_pending, ledger_backfill, sync_event, snapshot, version cascade");
    tamper(EVENT, 1, EVENTS);
    tamper(
        "insert into snapshot (checksum, truncated, encoding, original_size, stored_size, bytes,"
            + " created_at) values (sha256('{}'), false, 'IDENTITY', 2, 2, '{}', now())");
    tamper(
        "insert into version (id, type_key, content_hash, content, source, author, parents,"
            + " created_at) select repeat('12', 32), 'ArticlePage', repeat('cd', 32),"
            + " encode(checksum, 'hex'), 'UI', 'ann', '', now() from snapshot");
    tamper("select ledger_backfill_prepare()");
  }

  @Test
  void every_row_from_before_gets_one_fact_that_says_so() throws SQLException {
    assertThat(findings()).as("rows without entries are expected until then").isEmpty();

    while (next()) {}

    List<Fact> facts = facts("sync_event");
    assertThat(facts).hasSize(EVENTS).allMatch(Fact::isFromBefore).doesNotHaveDuplicates();
    assertThat(facts("version")).hasSize(1);
    assertThat(findings()).isEmpty();
    assertThat(backfill(database.dataSource()).rows()).isGreaterThan(EVENTS);
    assertThat(backfill(database.dataSource()).isComplete()).isTrue();
    tamper("update snapshot set bytes = '[]'");
    assertThat(findings()).extracting(LedgerFinding::kind).containsExactly(Kind.ALTERED_PAYLOAD);
  }

  @Test
  void an_interrupted_batch_is_done_again() throws SQLException {
    next();
    int batches = 1;
    boolean more = true;
    while (more) {
      try (OneConnection killed = new OneConnection(database.dataSource())) {
        batch(killed);
      }
      more = next();
      batches++;
    }

    assertThat(batches).isGreaterThan(3);
    assertThat(facts("sync_event")).hasSize(EVENTS).doesNotHaveDuplicates();
    assertThat(findings()).isEmpty();
  }

  @Test
  void rows_that_are_written_meanwhile_are_not_from_before() throws SQLException {
    next();
    inTransaction(connection -> new Sql(EVENT, EVENTS + 1, EVENTS + 3).execute(connection));
    inTransaction(
        connection ->
            new Sql("update sync_event set kind = 'CANCELLED' where number = 7")
                .execute(connection));
    inTransaction(
        connection -> new Sql("delete from sync_event where number = 9").execute(connection));
    while (next()) {}
    inTransaction(
        connection ->
            new Sql("update sync_event set kind = 'CANCELLED' where number = 8")
                .execute(connection));

    assertThat(facts("sync_event").stream().filter(Fact::isFromBefore)).hasSize(EVENTS - 1);
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_row_that_another_transaction_holds_is_not_waited_for() throws SQLException {
    next();
    try (OneConnection other = new OneConnection(database.dataSource())) {
      new Sql("select from sync_event where number = 3 for update")
          .each(other.dataSource().getConnection(), row -> {});
      while (next()) {}
      assertThat(facts("sync_event")).isEmpty();
    }
    while (next()) {}

    assertThat(facts("sync_event")).hasSize(EVENTS);
  }

  @Test
  void a_row_that_was_altered_after_its_entry_is_not_excused() throws SQLException {
    next();
    inTransaction(
        connection ->
            new Sql("update sync_event set kind = 'CANCELLED' where number = 7")
                .execute(connection));
    tamper("update sync_event set kind = 'FAILED' where number = 7");
    while (next()) {}

    assertThat(findings()).extracting(LedgerFinding::kind).containsExactly(Kind.ALTERED_ROW);
  }

  @Test
  void rows_do_not_become_earlier_ones_by_beginning_again() throws SQLException {
    while (next()) {}
    tamper(EVENT, EVENTS + 1, EVENTS + 2);
    tamper("update sync_event set kind = 'FAILED' where number = 7");
    tamper("truncate ledger_backfill");
    tamper("select ledger_backfill_prepare()");
    while (next()) {}

    assertThat(findings())
        .extracting(LedgerFinding::kind)
        .containsExactlyInAnyOrder(Kind.ALTERED_ROW, Kind.EXTRA_ROW, Kind.EXTRA_ROW);
  }

  private static JdbcBackfill backfill(DataSource dataSource) {
    return new JdbcBackfill(dataSource, CLOCK);
  }

  private boolean next() throws SQLException {
    try (OneConnection transaction = new OneConnection(database.dataSource())) {
      boolean more = batch(transaction);
      transaction.commit();
      return more;
    }
  }

  private boolean batch(OneConnection transaction) throws SQLException {
    Connection connection = transaction.dataSource().getConnection();
    new Sql("set local synctrail.ledger = 'required'").execute(connection);
    boolean more = backfill(transaction.dataSource()).next();
    writer.write(connection);
    return more;
  }

  private void inTransaction(Work work) throws SQLException {
    try (OneConnection transaction = new OneConnection(database.dataSource())) {
      Connection connection = transaction.dataSource().getConnection();
      new Sql("set local synctrail.ledger = 'required'").execute(connection);
      work.on(connection);
      writer.write(connection);
      transaction.commit();
    }
  }

  /** Writes rows without notes. */
  private static void tamper(String statement, Object... values) throws SQLException {
    try (OneConnection transaction = new OneConnection(database.dataSource())) {
      Connection connection = transaction.dataSource().getConnection();
      new Sql("set local session_replication_role = replica").execute(connection);
      try (var prepared = connection.prepareStatement(statement)) {
        for (int i = 0; i < values.length; i++) {
          prepared.setObject(i + 1, values[i]);
        }
        prepared.execute();
      }
      transaction.commit();
    }
  }

  private static List<Fact> facts(String table) {
    return entries().stream()
        .flatMap(entry -> entry.entry().facts().stream())
        .filter(fact -> fact.table().equals(table))
        .toList();
  }

  private static List<StoredEntry> entries() {
    return new Sql("select number, entry, salt, subjects from ledger_pending order by number")
        .all(
            database.dataSource(),
            row ->
                new StoredEntry(
                    row.getLong(1),
                    LedgerEntry.parse(row.getBytes(2)),
                    EntrySalts.of(Salt.of(row.getBytes(3))),
                    Set.of((UUID[]) row.getArray(4).getArray())));
  }

  private static List<LedgerFinding> findings() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      RowCheck check = new RowCheck(connection);
      List<StoredEntry> all = new ArrayList<>(entries());
      for (StoredEntry entry : all) {
        check.compare(List.of(entry));
      }
      return check.findings(true);
    }
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }
}
