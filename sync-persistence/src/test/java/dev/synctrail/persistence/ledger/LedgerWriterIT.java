package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.PendingEntry;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerWriterIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-11-30T18:00:00Z");
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final UUID SYNC = UUID.fromString("019acd0f-3b80-7000-8000-000000000001");
  private static final UUID RUN = UUID.fromString("019acd0f-3b80-7000-8000-000000000002");
  private static final String EVENT =
      "insert into sync_event (sync_id, number, kind, at, actor, cause)"
          + " values (?, ?, 'BEGUN', '2026-11-30 19:00:00.5+01', ?, ?)";

  private final LedgerWriter writer =
      new LedgerWriter(TestKey.only(KEY), Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void empty() {
    new Sql("truncate ledger_pending, sync_event, snapshot, run, run_skip, run_pin")
        .update(database.dataSource());
  }

  @Test
  void an_entry_has_the_rows_of_its_transaction() throws SQLException {
    inTransaction(connection -> new Sql(EVENT, SYNC, 1, "ann", "why").execute(connection));

    Stored stored = stored().get(0);
    Fact fact = stored.entry().facts().get(0);
    assertThat(stored.entry().at()).isEqualTo(NOW);
    assertThat(stored.entry().facts()).hasSize(1);
    assertThat(fact.table()).isEqualTo("sync_event");
    assertThat(fact.key()).isEqualTo(eventKey(1));
    assertThat(fact.row())
        .isEqualTo(
            Json.createObjectBuilder()
                .add("kind", "BEGUN")
                .add("at", "2026-11-30T18:00:00.500Z")
                .build());
    assertThat(fact.commitments().get("actor"))
        .isEqualTo(Commitment.of(stored.salt().of("sync_event", eventKey(1), "actor"), "ann"));
    assertThat(fact.commitments().keySet()).containsExactlyInAnyOrder("actor", "cause");
    assertThat(stored.subjects()).containsExactly(SYNC);
    assertThat(KEY.isAuthentic(stored.pending())).isTrue();
    assertThat(new String(stored.entry().bytes(), StandardCharsets.UTF_8))
        .doesNotContain("ann", "why");
  }

  @Test
  void the_time_zone_of_the_connection_does_not_matter() throws SQLException {
    inTransaction(
        connection -> {
          new Sql("set local time zone 'Asia/Tokyo'").execute(connection);
          new Sql(EVENT, SYNC, 1, "ann", null).execute(connection);
        });

    assertThat(row(0).getString("at")).isEqualTo("2026-11-30T18:00:00.500Z");
  }

  @Test
  void only_the_last_state_of_a_row_is_recorded() throws SQLException {
    inTransaction(
        connection -> {
          new Sql(EVENT, SYNC, 1, "ann", null).execute(connection);
          new Sql("update sync_event set kind = 'CANCELLED'").execute(connection);
          new Sql(EVENT, SYNC, 2, "bob", null).execute(connection);
        });

    assertThat(stored().get(0).entry().facts()).hasSize(2);
    assertThat(row(0).getString("kind")).isEqualTo("CANCELLED");
  }

  @Test
  void a_deleted_row_is_recorded_by_its_key() throws SQLException {
    inTransaction(connection -> new Sql(EVENT, SYNC, 1, "ann", null).execute(connection));
    inTransaction(connection -> new Sql("delete from sync_event").execute(connection));

    assertThat(stored().get(1).entry().facts())
        .containsExactly(Fact.deletion("sync_event", eventKey(1)));
    assertThat(stored().get(1).subjects()).containsExactly(SYNC);
  }

  @Test
  void counters_alone_are_no_fact() throws SQLException {
    inTransaction(LedgerWriterIT::insertRun);
    inTransaction(
        connection -> new Sql("update run set success = 1, total = 2").execute(connection));
    inTransaction(connection -> new Sql("update run set reason = reason").execute(connection));

    assertThat(stored()).hasSize(1);
    assertThat(row(0)).doesNotContainKeys("success", "total");
  }

  @Test
  void a_transaction_that_writes_no_fact_has_no_entry() throws SQLException {
    inTransaction(
        connection ->
            new Sql("insert into sync_value (kind, value) values ('PLATFORM', 'x')")
                .execute(connection));

    assertThat(stored()).isEmpty();
  }

  @Test
  void what_is_rolled_back_to_a_savepoint_is_not_recorded() throws SQLException {
    inTransaction(
        connection -> {
          new Sql(EVENT, SYNC, 1, "ann", null).execute(connection);
          var savepoint = connection.setSavepoint();
          new Sql(EVENT, SYNC, 2, "ann", null).execute(connection);
          connection.rollback(savepoint);
        });

    assertThat(stored().get(0).entry().facts()).hasSize(1);
  }

  @Test
  void moving_a_row_to_the_partition_of_its_month_is_no_fact() throws SQLException {
    inTransaction(
        connection ->
            new Sql(
                    "insert into sync_event (sync_id, number, kind, at, actor)"
                        + " values (uuid_floor('2001-05-05'), 1, 'BEGUN', now(), 'ann')")
                .execute(connection));
    inTransaction(
        connection ->
            new Sql("select make_month('sync_event', '2001-05-01')")
                .each(connection, row -> assertThat(row.getInt(1)).isEqualTo(1)));
    assertThat(stored()).hasSize(1);

    inTransaction(
        connection -> new Sql("update sync_event set kind = 'CANCELLED'").execute(connection));
    assertThat(stored()).hasSize(2);
  }

  @Test
  void a_large_transaction_has_several_entries() throws SQLException {
    inTransaction(
        connection -> {
          new Sql(
                  "insert into sync_event (sync_id, number, kind, at, actor) select ?, n, 'BEGUN',"
                      + " now(), repeat('x', 300) from generate_series(1, 20000) n",
                  SYNC)
              .execute(connection);
          new Sql("update sync_event set kind = 'CANCELLED' where number = 20000")
              .execute(connection);
        });

    List<Fact> facts = new ArrayList<>();
    stored().forEach(stored -> facts.addAll(stored.entry().facts()));
    assertThat(stored()).hasSizeGreaterThan(50);
    assertThat(facts).extracting(Fact::key).contains(eventKey(1), eventKey(12_345));
    assertThat(facts.stream().map(Fact::key).distinct()).hasSize(20_000);
    Fact last = facts.get(facts.size() - 1);
    assertThat(last.key()).isEqualTo(eventKey(20_000));
    assertThat(Objects.requireNonNull(last.row()).getString("kind")).isEqualTo("CANCELLED");
    assertThat(
            new Sql("select count(*) from ledger_overflow")
                .first(database.dataSource(), row -> row.getInt(1)))
        .contains(0);
  }

  @Test
  void a_payload_is_committed_to_with_its_own_salt() throws SQLException {
    byte[] payload = "{\"secret\":1}".getBytes(StandardCharsets.UTF_8);
    Salt salt = Salt.random();
    inTransaction(
        connection -> {
          insertPayload(connection, Snapshot.of(payload), salt);
          insertVersion(connection, Checksum.of(payload));
        });

    assertThat(stored().get(0).entry().facts().get(0).commitments())
        .containsEntry("content", Commitment.of(salt, payload));
    assertThat(new String(stored().get(0).entry().bytes(), StandardCharsets.UTF_8))
        .doesNotContain(Checksum.of(payload).hex());
  }

  @Test
  void commits_to_payloads_from_before_the_ledger() throws SQLException {
    Snapshot payload = Snapshot.ofText("x".repeat(EncodedPayload.THRESHOLD + 1));
    inTransaction(
        connection -> {
          insertPayload(connection, payload, null);
          insertVersion(connection, payload.checksum());
        });

    Salt salt =
        new Sql("select salt from snapshot")
            .first(database.dataSource(), row -> Salt.of(row.getBytes(1)))
            .orElseThrow();
    assertThat(stored().get(0).entry().facts().get(0).commitments())
        .containsEntry("content", Commitment.of(salt, payload.bytes()));
  }

  @Test
  void a_payload_that_is_not_stored_is_known_by_its_checksum() throws SQLException {
    Checksum checksum = Checksum.of(new byte[] {1});
    inTransaction(connection -> insertVersion(connection, checksum));

    Fact fact = stored().get(0).entry().facts().get(0);
    assertThat(fact.commitments())
        .containsEntry(
            "content",
            Commitment.of(
                stored().get(0).salt().of("version", fact.key(), "content"), checksum.hex()));
  }

  @Test
  void a_deleted_payload_is_named_by_its_commitment() throws SQLException {
    Snapshot payload = Snapshot.ofText("x");
    Salt salt = Salt.random();
    inTransaction(connection -> insertPayload(connection, payload, salt));
    inTransaction(connection -> new Sql("delete from snapshot").execute(connection));

    assertThat(stored().get(0).entry().facts())
        .containsExactly(
            Fact.deletion(
                "snapshot",
                Json.createObjectBuilder()
                    .add("commitment", Commitment.of(salt, payload.bytes()).hex())
                    .build()));
  }

  @Test
  void a_transaction_of_the_server_cannot_commit_without_its_entry() {
    assertThatThrownBy(
            () -> {
              try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                new Sql("set local synctrail.ledger = 'required'").execute(connection);
                new Sql(EVENT, SYNC, 1, "ann", null).execute(connection);
                connection.commit();
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("sync_event were written without an entry of the ledger");
  }

  @Test
  void without_a_key_nothing_is_recorded() {
    LedgerWriter keyless = new LedgerWriter(TestKey.missing(), Clock.fixed(NOW, ZoneOffset.UTC));

    assertThatThrownBy(
            () -> {
              try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                new Sql("set local synctrail.ledger = 'required'").execute(connection);
                new Sql(EVENT, SYNC, 1, "ann", null).execute(connection);
                keyless.write(connection);
              }
            })
        .isInstanceOf(LedgerKeyMissing.class);
  }

  private static void insertRun(Connection connection) throws SQLException {
    new Sql(
            "insert into run (id, direction, platform, actor, dry_run, ignore_data_loss, total,"
                + " listing, created_at, on_conflict) values (?, 'PUSH', 'p', 'ann', false, false,"
                + " 1, false, now(), 'REFUSE')",
            RUN)
        .execute(connection);
  }

  private static void insertVersion(Connection connection, Checksum content) throws SQLException {
    new Sql(
            "insert into version (id, type_key, content_hash, content, source, author, parents,"
                + " created_at) values (?, 'ArticlePage', ?, ?, 'UI', 'ann', '', now())",
            UUID.randomUUID().toString().replace("-", "").repeat(2),
            "cd".repeat(32),
            content.hex())
        .execute(connection);
  }

  private static void insertPayload(Connection connection, Snapshot payload, @Nullable Salt salt)
      throws SQLException {
    EncodedPayload encoded = EncodedPayload.of(payload);
    new Sql(
            "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                + " bytes, created_at, salt, commitment) values (decode(?, 'hex'), false, ?, ?, ?,"
                + " ?, now(), ?, ?)",
            payload.checksum().hex(),
            encoded.encoding(),
            payload.size(),
            encoded.size(),
            encoded.bytes(),
            salt == null ? null : salt.bytes(),
            salt == null ? null : Commitment.of(salt, payload.bytes()).bytes())
        .execute(connection);
  }

  private static JsonObject eventKey(int number) {
    return Json.createObjectBuilder().add("sync_id", SYNC.toString()).add("number", number).build();
  }

  private JsonObject row(int entry) {
    return Objects.requireNonNull(stored().get(entry).entry().facts().get(0).row());
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

  private static List<Stored> stored() {
    return new Sql("select number, entry, salt, code, subjects from ledger_pending order by number")
        .all(
            database.dataSource(),
            row ->
                new Stored(
                    new PendingEntry(
                        row.getLong(1), row.getBytes(2), row.getBytes(3), row.getBytes(4)),
                    LedgerEntry.parse(row.getBytes(2)),
                    Salt.of(row.getBytes(3)),
                    Set.copyOf(Arrays.asList((UUID[]) row.getArray(5).getArray()))));
  }

  private record Stored(PendingEntry pending, LedgerEntry entry, Salt salt, Set<UUID> subjects) {}

  private interface Work {
    void on(Connection connection) throws SQLException;
  }
}
