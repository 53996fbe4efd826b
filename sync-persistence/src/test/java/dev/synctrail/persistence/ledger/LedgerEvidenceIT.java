package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.evidence.Closing;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.LedgerEvidence;
import dev.synctrail.ledger.LedgerEvidence.Value;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.NotSequenced;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.Sequencing;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerEvidenceIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T18:00:00Z"), ZoneOffset.UTC);
  private static final UUID SYNC = UUID.fromString("019acd0f-3b80-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("019acd0f-3b80-7000-8000-000000000002");
  private static final Snapshot PAYLOAD = Snapshot.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8));

  @BeforeEach
  void empty() {
    new Sql(
            "truncate ledger_pending, ledger_anchor, ledger_entry, ledger_tile, ledger_checkpoint, sync_event,"
                + " attempt, snapshot, sync")
        .update(database.dataSource());
    new Sql("update ledger_tree set size = 0, fence = 0").update(database.dataSource());
  }

  @Test
  void what_is_still_stored_is_opened() throws Exception {
    inTransaction(connection -> insertEvent(connection, SYNC));
    inTransaction(
        connection -> new Sql("update sync_event set cause = 'another'").execute(connection));
    sequence();

    Passed passed = read(true);

    assertThat(passed.leaves).containsExactly(0L, 1L);
    assertThat(passed.opened()).containsExactly("0 actor=ann", "1 actor=ann", "1 cause=another");
    assertThat(passed.closed()).containsExactly("0 cause REPLACED");
  }

  @Test
  void the_first_checkpoint_that_places_outside_have_signed_is_passed() throws Exception {
    inTransaction(connection -> insertEvent(connection, SYNC));
    sequence();
    assertThat(read(true).begun).containsExactly("1 0");

    JdbcAnchors anchors = new JdbcAnchors(database.dataSource());
    anchor(anchors, AnchorKind.FILE, "");
    inTransaction(connection -> insertEvent(connection, OTHER));
    sequence();
    assertThat(read(true).begun).containsExactly("2 0");
    anchor(anchors, AnchorKind.WITNESS, "a line");
    anchor(anchors, AnchorKind.TIME_STAMP, "base64");
    inTransaction(
        connection ->
            new Sql("update sync_event set cause = 'x' where sync_id = ?", OTHER)
                .execute(connection));
    sequence();

    assertThat(read(true).begun).containsExactly("2 2");
    inTransaction(
        connection ->
            new Sql("update sync_event set cause = 'x' where sync_id = ?", SYNC)
                .execute(connection));
    sequence();
    assertThat(read(true).begun).containsExactly("4 0");
  }

  private static void anchor(JdbcAnchors anchors, AnchorKind kind, String proof) {
    Note newest = new JdbcLedgerLog(database.dataSource()).lastCheckpoint().orElseThrow();
    long size = Checkpoint.parse(newest.text()).size();
    Instant now = CLOCK.instant();
    anchors.save(
        new Anchor(UUID.randomUUID(), kind, "place", size, newest, 0, now, null, "", null)
            .anchored(proof, now));
  }

  @Test
  void without_content_nothing_is_opened() throws Exception {
    inTransaction(connection -> insertEvent(connection, SYNC));
    sequence();

    assertThat(read(false).opened()).isEmpty();
    assertThat(read(false).closed()).containsExactly("0 actor WITHHELD", "0 cause WITHHELD");
  }

  @Test
  void a_payload_is_passed_once() throws Exception {
    Salt salt = Salt.random();
    inTransaction(
        connection -> {
          insertPayload(connection, salt);
          insertAttempt(connection, 1, PAYLOAD.checksum().hex());
        });
    inTransaction(connection -> insertAttempt(connection, 2, PAYLOAD.checksum().hex()));
    sequence();

    Passed passed = read(true);

    Commitment commitment = Commitment.of(salt, PAYLOAD.bytes());
    assertThat(passed.values)
        .containsExactly(
            Value.of(0, "response_checksum", commitment),
            Value.of(0, "response_checksum", commitment));
    assertThat(passed.payloads).containsExactly(commitment + " {\"a\":1}");
  }

  @Test
  void a_payload_that_is_gone_without_a_purge_differs() throws Exception {
    inTransaction(
        connection -> {
          insertPayload(connection, Salt.random());
          insertAttempt(connection, 1, PAYLOAD.checksum().hex());
        });
    sequence();
    behind("delete from snapshot");

    assertThat(read(true).closed()).containsExactly("0 response_checksum DIFFERS");
  }

  /** The bytes may be stored still, for another sync. */
  @Test
  void a_purge_erases_and_says_why() throws Exception {
    inTransaction(
        connection -> {
          insertPayload(connection, Salt.random());
          insertAttempt(connection, 1, PAYLOAD.checksum().hex());
          insertSync(connection);
        });
    inTransaction(
        connection -> {
          new Sql(
                  "insert into retention_rules (revision, rules, changed_at, changed_by)"
                      + " values (77, '{}', now(), 'ann')")
              .execute(connection);
          new Sql(
                  "insert into purge (id, dry_run, actor, reason, revision, step, rows, attempts,"
                      + " payloads, snapshots, bytes, created_at)"
                      + " values (?, false, 'ann', 'too old', 77, 'TAKE', 0, 0, 0, 0, 0, now())",
                  OTHER)
              .execute(connection);
          new Sql("update sync set purge_id = ?, purged_at = now() where id = ?", OTHER, SYNC)
              .execute(connection);
        });
    sequence();

    Passed passed = read(true);

    assertThat(passed.payloads).isEmpty();
    assertThat(passed.closed()).contains("0 response_checksum ERASED").doesNotContain("DIFFERS");
    assertThat(passed.opened()).contains("1 reason=too old");
  }

  private static void insertSync(Connection connection) throws SQLException {
    new Sql(
            "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
                + " ignore_data_loss, started_at, created_at, retry_count)"
                + " values (?, 'ArticlePage', 'dev', 'PUSH', 'IN_PROGRESS', 'ENGINE', 'ci', false,"
                + " false, now(), now(), 0)",
            SYNC)
        .execute(connection);
  }

  @Test
  void an_altered_payload_differs() throws Exception {
    inTransaction(
        connection -> {
          insertPayload(connection, Salt.random());
          insertAttempt(connection, 1, PAYLOAD.checksum().hex());
        });
    sequence();
    behind("update snapshot set bytes = convert_to('{\"a\":2}', 'UTF8')");

    assertThat(read(true).closed()).containsExactly("0 response_checksum DIFFERS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update sync_event set actor = 'eve' | 0 actor DIFFERS",
        "update sync_event set cause = null | 0 cause DIFFERS",
        "update sync_event set kind = 'CANCELLED' | 0 kind DIFFERS",
        "update sync_event set at = at + interval '1 ms' | 0 at DIFFERS",
        "delete from sync_event | 0 sync_id DIFFERS",
        "update sync_event set cause = 'why not' | 0 cause DIFFERS",
      })
  void a_row_that_was_changed_behind_the_ledger_differs(String sql, String difference)
      throws Exception {
    inTransaction(connection -> insertEvent(connection, SYNC));
    sequence();
    behind(sql);

    assertThat(read(false).closed()).contains(difference);
  }

  @Test
  void a_value_that_was_added_behind_the_ledger_differs() throws Exception {
    inTransaction(connection -> insertAttempt(connection, 1, null));
    sequence();
    behind("update attempt set error_message = 'it was you'");

    assertThat(read(false).closed()).containsExactly("0 error_message DIFFERS");
  }

  @Test
  void a_deleted_row_is_what_its_last_entry_says() throws Exception {
    inTransaction(connection -> insertEvent(connection, SYNC));
    inTransaction(connection -> new Sql("delete from sync_event").execute(connection));
    sequence();

    assertThat(read(true).closed()).containsExactly("0 actor REPLACED", "0 cause REPLACED");
  }

  @Test
  void rows_of_others_in_the_same_entry_stay_closed() throws Exception {
    inTransaction(
        connection -> {
          insertEvent(connection, SYNC);
          insertEvent(connection, OTHER);
        });
    sequence();

    assertThat(read(true).closed()).containsExactly("0 actor UNRELATED", "0 cause UNRELATED");
  }

  @Test
  void an_entry_that_waits_is_no_evidence_yet() throws Exception {
    assertThatThrownBy(() -> read(true)).isInstanceOf(NotSequenced.class);
    inTransaction(connection -> insertEvent(connection, SYNC));
    sequence();
    inTransaction(connection -> insertEvent(connection, OTHER));
    assertThat(read(true).leaves).hasSize(1);
    inTransaction(
        connection -> new Sql("update sync_event set cause = 'later'").execute(connection));
    assertThatThrownBy(() -> read(true)).isInstanceOf(NotSequenced.class);
  }

  private static void insertEvent(Connection connection, UUID sync) throws SQLException {
    new Sql(
            "insert into sync_event (sync_id, number, kind, at, actor, cause)"
                + " values (?, 1, 'BEGUN', '2026-11-30 19:00:00.5+01', 'ann', 'why')",
            sync)
        .execute(connection);
  }

  private static void insertAttempt(Connection connection, int number, @Nullable String checksum)
      throws SQLException {
    new Sql(
            "insert into attempt (sync_id, number, trigger, fence, started_at, response_truncated,"
                + " response_checksum) values (?, ?, 'FIRST', 0, now(), false, decode(?, 'hex'))",
            SYNC,
            number,
            checksum)
        .execute(connection);
  }

  private static void insertPayload(Connection connection, Salt salt) throws SQLException {
    EncodedPayload encoded = EncodedPayload.of(PAYLOAD);
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

  private static void inTransaction(Work work) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local synctrail.ledger = 'required'").execute(connection);
      work.on(connection);
      new LedgerWriter(TestKey.only(KEY), CLOCK).write(connection);
      connection.commit();
    }
  }

  /** Does what an administrator of the database can do. */
  private static void behind(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local synctrail.ledger = 'off'").execute(connection);
      new Sql(sql).execute(connection);
      connection.commit();
    }
  }

  private static void sequence() throws SQLException {
    try (OneConnection connection = new OneConnection(database.dataSource())) {
      new Sequencing(
              new JdbcLedgerLog(connection.dataSource()),
              TestKey.only(KEY),
              new JdbcKeyHistory(connection.dataSource()),
              CLOCK)
          .sequence(100);
      connection.commit();
    }
  }

  private static Passed read(boolean content) throws IOException {
    Passed passed = new Passed();
    new JdbcLedgerEvidence(database.dataSource()).read(Set.of(SYNC), content, passed);
    return passed;
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private static final class Passed implements LedgerEvidence.Sink {
    private final List<Long> leaves = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final List<Long> leafOfValue = new ArrayList<>();
    private final List<String> payloads = new ArrayList<>();

    @Override
    public void begin(Note checkpoint, List<Anchor> anchors) {
      begun.add(Checkpoint.parse(checkpoint.text()).size() + " " + anchors.size());
    }

    @Override
    public void leaf(long leaf, byte[] entry, List<Value> known) {
      leaves.add(leaf);
      values.addAll(known);
      known.forEach(value -> leafOfValue.add(leaf));
    }

    @Override
    public void payload(Commitment commitment, Salt salt, byte[] bytes) {
      assertThat(Commitment.of(salt, bytes)).isEqualTo(commitment);
      payloads.add(commitment + " " + new String(bytes, StandardCharsets.UTF_8));
    }

    List<String> opened() {
      List<String> opened = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        if (value.text() != null) {
          opened.add(leafOfValue.get(i) + " " + value.column() + "=" + value.text());
        }
      }
      return opened;
    }

    List<String> closed() {
      List<String> closed = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Closing closing = values.get(i).closed();
        if (closing != null) {
          closed.add(leafOfValue.get(i) + " " + values.get(i).column() + " " + closing);
        }
      }
      return closed;
    }
  }
}
