package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.StoredEntry;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCheckIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final UUID SYNC = UUID.fromString("019acd0f-3b80-7000-8000-000000000001");
  private static final Snapshot PAYLOAD = Snapshot.ofText("payload");
  private static final String EVENT =
      "insert into sync_event (sync_id, number, kind, at, actor, cause)"
          + " values (?, ?, 'BEGUN', '2026-11-30 19:00:00.5+01', 'ann', 'why')";

  private final LedgerWriter writer =
      new LedgerWriter(
          TestKey.only(TestKey.of("synctrail/test")),
          Clock.fixed(Instant.parse("2026-11-30T18:00:00Z"), ZoneOffset.UTC));

  @BeforeEach
  void record() throws SQLException {
    for (String table :
        List.of("ledger_pending", "ledger_backfill", "sync_event", "snapshot", "version")) {
      tamper("delete from " + table);
    }
    inTransaction(
        connection -> {
          new Sql(EVENT, SYNC, 1).execute(connection);
          new Sql(EVENT, SYNC, 2).execute(connection);
        });
    inTransaction(
        connection ->
            new Sql("update sync_event set kind = 'CANCELLED' where number = 2")
                .execute(connection));
    inTransaction(
        connection -> {
          new Sql(EVENT, SYNC, 3).execute(connection);
          insertPayload(connection);
          insertVersion(connection);
        });
    inTransaction(
        connection -> new Sql("delete from sync_event where number = 3").execute(connection));
  }

  @Test
  void nothing_is_found_in_rows_that_nobody_has_touched() throws SQLException {
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update sync_event set kind = 'BEGUN' where number = 2 | ALTERED_ROW | kind",
        "update sync_event set at = at + interval '1 microsecond' where number = 1 | ALTERED_ROW"
            + " | at",
        "update sync_event set actor = 'bob' where number = 1 | ALTERED_ROW | actor",
        "update sync_event set cause = null where number = 1 | ALTERED_ROW | cause",
        "update version set author = 'bob' | ALTERED_ROW | author",
        "update version set message = 'more' | ALTERED_ROW | message",
        "update version set type_key = 'Other' | ALTERED_ROW | type_key",
        "update version set created_at = created_at + interval '1 day' | ALTERED_ROW | created_at",
        "update version set content_hash = repeat('ef', 32) | ALTERED_ROW | content_hash",
        "delete from sync_event where number = 1 | MISSING_ROW | deleted",
        "delete from version | MISSING_ROW | deleted",
        "insert into sync_event select sync_id, 3, kind, at, actor, cause from sync_event where"
            + " number = 1 | EXTRA_ROW | deleted",
        "insert into sync_event select sync_id, 9, kind, at, actor, cause from sync_event where"
            + " number = 1 | EXTRA_ROW | no entry",
        "update snapshot set commitment = sha256('x') | ALTERED_PAYLOAD | content",
        "update snapshot set salt = sha256('x') | ALTERED_PAYLOAD | content",
        "update snapshot set bytes = 'PAYLOAD' | ALTERED_PAYLOAD | content",
        "update snapshot set salt = null, commitment = null | ALTERED_PAYLOAD | content",
        "update snapshot set encoding = 'GZIP' | ALTERED_PAYLOAD | content",
        "update snapshot set checksum = sha256('x') | ALTERED_ROW | content",
        "delete from snapshot | MISSING_PAYLOAD | content",
        "update version set content = repeat('ab', 32) | ALTERED_ROW | content",
      })
  void tampering_with_a_row_is_found(String statement, Kind kind, String detail)
      throws SQLException {
    tamper(statement);

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).kind()).isEqualTo(kind);
    assertThat(findings().get(0).detail()).contains(detail);
  }

  @Test
  void rows_that_changed_places_are_altered() throws SQLException {
    tamper("update sync_event set kind = case number when 1 then 'CANCELLED' else 'BEGUN' end");

    assertThat(findings())
        .extracting(LedgerFinding::kind)
        .containsExactly(Kind.ALTERED_ROW, Kind.ALTERED_ROW);
  }

  @Test
  void a_payload_that_was_deleted_with_an_entry_is_not_missed() throws SQLException {
    inTransaction(connection -> new Sql("delete from snapshot").execute(connection));

    assertThat(findings()).isEmpty();
  }

  private static void insertPayload(Connection connection) throws SQLException {
    EncodedPayload encoded = EncodedPayload.of(PAYLOAD);
    Salt salt = Salt.random();
    new Sql(
            "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                + " bytes, created_at, salt, commitment) values (decode(?, 'hex'), false, ?, ?, ?,"
                + " ?, now(), ?, ?)",
            PAYLOAD.checksum().hex(),
            encoded.encoding(),
            PAYLOAD.size(),
            encoded.size(),
            encoded.bytes(),
            salt.bytes(),
            Commitment.of(salt, PAYLOAD.bytes()).bytes())
        .execute(connection);
  }

  private static void insertVersion(Connection connection) throws SQLException {
    new Sql(
            "insert into version (id, type_key, content_hash, content, source, author, parents,"
                + " created_at) values (?, 'ArticlePage', ?, ?, 'UI', 'ann', '', now())",
            "12".repeat(32),
            "cd".repeat(32),
            PAYLOAD.checksum().hex())
        .execute(connection);
  }

  /** Changes rows as an administrator of the database can: without notes and constraints. */
  private static void tamper(String statement) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local session_replication_role = replica").execute(connection);
      new Sql(statement).execute(connection);
      connection.commit();
    }
  }

  private void inTransaction(Work work) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local synctrail.ledger = 'required'").execute(connection);
      work.on(connection);
      writer.write(connection);
      connection.commit();
    }
  }

  /** Verifies at once, and entry by entry with doubts in a table. */
  private static List<LedgerFinding> findings() throws SQLException {
    List<LedgerFinding> atOnce = findings(Integer.MAX_VALUE, 1_000);
    assertThat(findings(0, 1)).containsExactlyInAnyOrderElementsOf(atOnce);
    return atOnce;
  }

  private static List<LedgerFinding> findings(int inMemory, int batch) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      List<StoredEntry> entries = new ArrayList<>();
      new Sql("select number, entry, salt, subjects from ledger_pending order by number")
          .each(
              connection,
              row ->
                  entries.add(
                      new StoredEntry(
                          row.getLong(1),
                          LedgerEntry.parse(row.getBytes(2)),
                          EntrySalts.of(Salt.of(row.getBytes(3))),
                          Set.of((UUID[]) row.getArray(4).getArray()))));
      RowCheck check = new RowCheck(connection, inMemory);
      for (int i = 0; i < entries.size(); i += batch) {
        check.compare(entries.subList(i, Math.min(entries.size(), i + batch)));
      }
      return check.findings(true).stream()
          .filter(finding -> finding.place().matches("(sync_event|version) .*"))
          .toList();
    }
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }
}
