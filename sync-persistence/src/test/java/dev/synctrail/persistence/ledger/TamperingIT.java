package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.FindingReport;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerReceipt;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verifying;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Tree;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tampers with a database in every way that its administrator has, each in a transaction that is
 * rolled back.
 */
class TamperingIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final LedgerKey KEY = TestKey.of("synctrail/test");

  /** The administrator's own key, for the same name. */
  private static final LedgerKey OTHER_KEY = TestKey.of("synctrail/test");

  private static final String FIRST = "'00000000-0000-7000-8000-000000000001'";
  private static final String OF_EVENT = "convert_from(entry, 'UTF8') like '%\"number\":20,%'";

  /** Checkpoints that were signed at different times. */
  private static final String SPREAD =
      "update ledger_checkpoint set at = at + (size || ' hours')::interval";

  @BeforeAll
  static void record() throws SQLException {
    new RecordOfEverything(database.dataSource(), TestKey.only(KEY)).make();
  }

  @Test
  void nothing_is_found_in_a_database_that_nobody_has_touched() throws SQLException {
    assertThat(findings(everything(), connection -> {})).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void each_column_of_each_table_is_compared(String table) throws SQLException {
    LedgerTable definition = Objects.requireNonNull(LedgerTables.ALL.get(table));
    Set<String> columns = new TreeSet<>(definition.columns().keySet());
    columns.removeAll(definition.key());
    columns.removeAll(definition.all(ColumnKind.LEFT_OUT));
    if (columns.isEmpty()) {
      return;
    }

    List<LedgerFinding> found =
        findings(
            everything(),
            connection -> {
              Map<String, String> types = RecordOfEverything.types(connection, table);
              new Sql(
                      "update "
                          + table
                          + " t set "
                          + columns.stream()
                              .map(
                                  column ->
                                      column + " = " + other(definition, column, types.get(column)))
                              .collect(Collectors.joining(", "))
                          + " where to_jsonb(t) = (select to_jsonb(s) from "
                          + table
                          + " s order by "
                          + String.join(", ", definition.key())
                          + " limit 1)")
                  .execute(connection);
            });

    assertThat(found).hasSize(1);
    assertThat(found.get(0).kind()).isEqualTo(Kind.ALTERED_ROW);
    assertThat(found.get(0).place()).startsWith(table + " {");
    assertThat(found.get(0).detail()).isEqualTo("differs in " + String.join(", ", columns));
  }

  /** A reference to a payload is removed; another value would be another payload. */
  private static String other(LedgerTable table, String column, @Nullable String type) {
    return table.kind(column) == ColumnKind.PAYLOAD
        ? table.name().equals("version") ? "''" : "null"
        : RecordOfEverything.value(String.valueOf(type), "other " + column, 4);
  }

  static Stream<String> tables() {
    return LedgerTables.ALL.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void tampering_is_found_and_named(Tampering tampering) throws SQLException {
    List<LedgerFinding> found =
        findings(
            everything(),
            connection -> {
              for (String statement : tampering.statements) {
                new Sql(statement).execute(connection);
              }
            });

    assertThat(found).isNotEmpty();
    assertThat(found).extracting(LedgerFinding::kind).containsOnly(tampering.kinds);
    assertThat(found)
        .as("names %s", tampering.names)
        .anyMatch(finding -> (finding.place() + ": " + finding.detail()).contains(tampering.names));
  }

  static Stream<Tampering> tamperings() {
    return Stream.of(rows(), payloads(), erasures(), entries(), treeAndCheckpoints(), queue())
        .flatMap(some -> some);
  }

  private static Stream<Tampering> rows() {
    return Stream.of(
        altered("a status", "update sync set status = 'SUCCESS' where id = " + FIRST)
            .naming("differs in status"),
        altered("an actor", "update sync set actor = 'bob' where id = " + FIRST)
            .naming("differs in actor"),
        altered("a value is removed", "update sync set reason = null where id = " + FIRST)
            .naming("differs in reason"),
        altered(
                "a microsecond",
                "update sync set started_at = started_at + interval '1 microsecond' where id = "
                    + FIRST)
            .naming("differs in started_at"),
        altered(
                "two rows swap their actors",
                "update sync set actor = 'actor of sync '"
                    + " || case when id = "
                    + FIRST
                    + " then 2 else 1 end")
            .naming("differs in actor"),
        altered("headers of a request", "update exchange set request_headers = '{}'")
            .naming("differs in request_headers"),
        altered("the address of a user", "update access_log set address = '::1' where number = 1")
            .naming("access_log {\"number\":1}"),
        altered("an end of a legal hold", "update retention_hold set released_at = null")
            .naming("retention_hold"),
        altered(
                "another payload",
                "update sync set sent_checksum = sha256('second payload') where id = " + FIRST)
            .naming("differs in sent_checksum"),
        altered(
                "a row that was changed goes back",
                "update sync_event set kind = 'BEGUN' where number = 10")
            .naming("differs in kind"),
        altered("the author of a version", "update version set author = 'bob'")
            .naming("differs in author"),
        altered("what a purge has deleted", "update purge set rows = 0").naming("differs in rows"),
        new Tampering("a sync is deleted", Kind.MISSING_ROW, "delete from sync where id = " + FIRST)
            .naming("sync {\"id\":"),
        new Tampering("attempts are deleted", Kind.MISSING_ROW, "delete from attempt")
            .naming("attempt {"),
        new Tampering("an exchange", Kind.MISSING_ROW, "delete from exchange where number = 1")
            .naming("exchange {"),
        new Tampering("the access log is emptied", Kind.MISSING_ROW, "truncate access_log")
            .naming("access_log {\"number\":2}"),
        new Tampering("versions are gone", Kind.MISSING_ROW, "truncate version")
            .naming("version {"),
        new Tampering(
                "a purge without a record",
                Kind.MISSING_ROW,
                "delete from sync where id = " + FIRST,
                "delete from attempt where number = 1",
                "delete from exchange where number = 1")
            .naming("sync {"),
        new Tampering("a finding is deleted", Kind.MISSING_ROW, "delete from ledger_finding")
            .naming("ledger_finding {"),
        new Tampering("the last row", Kind.MISSING_ROW, "delete from sync_event where number = 301")
            .naming("\"number\":301"),
        new Tampering(
                "a sync gets another id",
                List.of(Kind.MISSING_ROW, Kind.EXTRA_ROW),
                "update sync set id = gen_random_uuid() where id = " + FIRST)
            .naming("no entry is about it"),
        new Tampering(
                "events change their order",
                Kind.ALTERED_ROW,
                "update sync_event set number = -number where number in (30, 31)",
                "update sync_event set number = 61 + number, at = at + interval '1 hour'"
                    + " where number in (-30, -31)")
            .naming("differs in at"),
        new Tampering(
                "an event is inserted",
                Kind.EXTRA_ROW,
                "insert into sync_event select sync_id, 999, kind, at, actor, cause from sync_event"
                    + " where number = 20")
            .naming("\"number\":999"),
        new Tampering(
                "a deleted event is inserted again",
                Kind.EXTRA_ROW,
                "insert into sync_event select sync_id, 11, kind, at, actor, cause from sync_event"
                    + " where number = 12")
            .naming("the ledger says that it was deleted"),
        new Tampering(
                "a denial that never was",
                Kind.EXTRA_ROW,
                "insert into access_log (number, at, kind, method, target, address) overriding system"
                    + " value values (99, now(), 'DENIED', 'GET', '/', '::1')")
            .naming("access_log {"),
        new Tampering(
                "a legal hold that never was",
                Kind.EXTRA_ROW,
                "insert into retention_hold select (jsonb_populate_record(h, jsonb_build_object("
                    + "'id', gen_random_uuid()))).* from retention_hold h limit 1")
            .naming("retention_hold {"));
  }

  private static Stream<Tampering> payloads() {
    String first = " where checksum = sha256('first payload')";
    return Stream.of(
        new Tampering(
            "bytes", Kind.ALTERED_PAYLOAD, "update snapshot set bytes = 'another one'" + first),
        new Tampering(
            "bytes with their commitment",
            Kind.ALTERED_PAYLOAD,
            "update snapshot set bytes = 'another', commitment = sha256(salt || 'another')"
                + first),
        new Tampering(
            "a new salt with its commitment",
            Kind.ALTERED_PAYLOAD,
            "update snapshot set salt = sha256(''), commitment = sha256(sha256('') || bytes)"
                + first),
        new Tampering("a salt", Kind.ALTERED_PAYLOAD, "update snapshot set salt = sha256('')"),
        new Tampering(
            "no commitment",
            Kind.ALTERED_PAYLOAD,
            "update snapshot set salt = null, commitment = null" + first),
        new Tampering(
            "a commitment", Kind.ALTERED_PAYLOAD, "update snapshot set commitment = salt"),
        new Tampering(
            "an encoding", Kind.ALTERED_PAYLOAD, "update snapshot set encoding = 'GZIP'" + first),
        new Tampering(
            "an unknown encoding", Kind.ALTERED_PAYLOAD, "update snapshot set encoding = ''"),
        new Tampering(
            "two payloads swap their bytes",
            Kind.ALTERED_PAYLOAD,
            "update snapshot set bytes = case when bytes = 'first payload' then"
                + " bytea 'second payload' else 'first payload' end"),
        new Tampering("a payload is deleted", Kind.MISSING_PAYLOAD, "delete from snapshot" + first)
            .naming("the payload of"),
        new Tampering("all payloads", Kind.MISSING_PAYLOAD, "truncate snapshot"),
        altered(
            "a payload is hidden", "update snapshot set checksum = sha256('elsewhere')" + first));
  }

  private static Stream<Tampering> erasures() {
    String of = " where id = " + RecordOfEverything.ERASED;
    String attempt = " where sync_id = " + RecordOfEverything.ERASED;
    return Stream.of(
        altered(
                "a reference to a payload looks erased",
                "update sync set sent_checksum ="
                    + " erased_reference(gen_random_uuid(), sent_checksum, false) where id = "
                    + FIRST)
            .naming("differs in sent_checksum"),
        new Tampering(
                "a payload is deleted as if it was erased",
                List.of(Kind.ALTERED_ROW, Kind.MISSING_PAYLOAD),
                "update attempt set response_checksum ="
                    + " erased_reference(sync_id, response_checksum, false) where number = 1",
                "delete from snapshot where checksum = sha256('first payload')")
            .naming("differs in response_checksum"),
        altered(
                "something else has erased it",
                "update attempt set response_checksum = uuid_send(gen_random_uuid())"
                    + " || substring(response_checksum from 17)"
                    + attempt)
            .naming("differs in response_checksum"),
        altered(
                "another payload was erased",
                "update attempt set response_checksum = substring(response_checksum for 16)"
                    + " || sha256('another')"
                    + attempt)
            .naming("differs in response_checksum"),
        altered(
                "an erased payload is put back",
                "update sync set answered_checksum = sha256('third payload')" + of,
                "insert into snapshot select sha256('third payload'), truncated, encoding,"
                    + " original_size, stored_size, kept_checksum, 'third payload', created_at, salt,"
                    + " commitment from snapshot limit 1")
            .naming("differs in answered_checksum"),
        altered(
                "an erased hash is put back",
                "update sync set version_hash = sha256('version_hash of sync 3')" + of)
            .naming("differs in version_hash"),
        new Tampering(
                "salts are destroyed as if they were erased",
                List.of(Kind.ALTERED_ROW, Kind.MISSING_SALT),
                "update ledger_entry set salt = null, salts = decode(repeat('00', 64), 'hex')"
                    + " where "
                    + OF_EVENT)
            .naming("nothing says that actor, cause was erased"),
        new Tampering(
                "salts of an earlier state are destroyed",
                Kind.MISSING_SALT,
                "update ledger_entry set salt = null, salts = decode(repeat('00', 64), 'hex')"
                    + " where leaf = (select min(leaf) from ledger_entry where"
                    + " convert_from(entry, 'UTF8') like '%\"number\":10,%')")
            .naming("\"number\":10"),
        new Tampering(
                "the salts that were left are destroyed",
                Kind.MISSING_SALT,
                "update ledger_entry set salts = null where salts is not null")
            .naming("its commitments cannot be compared"),
        new Tampering(
                "one more salt is destroyed",
                Kind.MISSING_SALT,
                "update ledger_entry set salts = overlay(salts placing decode(repeat('00', 32),"
                    + " 'hex') from 1) where salts is not null")
            .naming("sync {"));
  }

  private static Stream<Tampering> entries() {
    return Stream.of(
        new Tampering(
                "an entry",
                Kind.ALTERED_ENTRY,
                "update ledger_entry set entry = convert_to(replace(convert_from(entry, 'UTF8'),"
                    + " 'BEGUN', 'ENDED'), 'UTF8') where "
                    + OF_EVENT)
            .naming("leaf "),
        new Tampering(
            "a row with its entry",
            List.of(Kind.ALTERED_ENTRY),
            "update ledger_entry set entry = convert_to(replace(convert_from(entry, 'UTF8'),"
                + " 'BEGUN', 'ENDED'), 'UTF8') where "
                + OF_EVENT,
            "update sync_event set kind = 'ENDED' where number = 20"),
        new Tampering(
                "an entry is overwritten",
                List.of(Kind.ALTERED_ENTRY, Kind.EXTRA_ROW),
                "update ledger_entry set entry = 'nothing' where " + OF_EVENT)
            .naming("its hash is not that of the tree"),
        new Tampering(
            "two entries swap their places",
            Kind.ALTERED_ENTRY,
            "update ledger_entry a set entry = b.entry, salt = b.salt, subjects = b.subjects"
                + " from ledger_entry b where a.leaf + b.leaf = 201 and a.leaf in (100, 101)"),
        new Tampering(
                "an entry is deleted",
                List.of(Kind.SEQUENCE_GAP, Kind.EXTRA_ROW),
                "delete from ledger_entry where " + OF_EVENT)
            .naming("entries are missing"),
        new Tampering(
                "an entry and its row are deleted",
                Kind.SEQUENCE_GAP,
                "delete from ledger_entry where " + OF_EVENT,
                "delete from sync_event where number = 20")
            .naming("1 entries are missing"),
        new Tampering(
            "the last entries are cut off",
            List.of(Kind.CHECKPOINT_DOES_NOT_CONTINUE, Kind.ALTERED_ROW, Kind.MISSING_ROW),
            "delete from ledger_entry where leaf >= (select size - 2 from ledger_tree)"),
        new Tampering(
                "an entry is appended",
                List.of(Kind.CHECKPOINT_DOES_NOT_CONTINUE, Kind.ALTERED_ENTRY),
                "insert into ledger_entry select (select size from ledger_tree), entry, salt,"
                    + " subjects from ledger_entry where leaf = 100")
            .naming("no checkpoint covers them"),
        new Tampering(
                "an entry before the first",
                Kind.ALTERED_ENTRY,
                "insert into ledger_entry select -1, entry, salt, subjects from ledger_entry where"
                    + " leaf = 100")
            .naming("the log has no such leaf"),
        new Tampering(
                "an entry loses its salt",
                Kind.MISSING_SALT,
                "update ledger_entry set salt = null where " + OF_EVENT)
            .naming("its commitments cannot be compared"),
        altered("a salt", "update ledger_entry set salt = sha256('') where " + OF_EVENT)
            .naming("differs in actor, cause"),
        new Tampering(
                "a sync is not found by its id",
                Kind.ALTERED_ENTRY,
                "update ledger_entry set subjects = '{}' where " + OF_EVENT)
            .naming("the syncs and runs by which it is found"));
  }

  private static Stream<Tampering> treeAndCheckpoints() {
    String flipped = "sha256('') || substr(hashes, 33)";
    String newest = " where size = (select max(size) from ledger_checkpoint)";
    return Stream.of(
        new Tampering(
                "hash of a leaf",
                Kind.ALTERED_TILE,
                "update ledger_tile set hashes = " + flipped + " where level = 0 and number = 1")
            .naming("tile/0/001"),
        new Tampering(
                "hash above leaves",
                Kind.ALTERED_TILE,
                "update ledger_tile set hashes = " + flipped + " where level = 1")
            .naming("tile/1/000"),
        new Tampering(
                "a tile is deleted", Kind.ALTERED_TILE, "delete from ledger_tile where level = 1")
            .naming("tile/1/000"),
        new Tampering("the tiles are deleted", Kind.ALTERED_TILE, "delete from ledger_tile")
            .naming("tile/0/000"),
        checkpoint("the newest checkpoint is deleted", "delete from ledger_checkpoint" + newest)
            .naming("no checkpoint covers them"),
        checkpoint(
                "an earlier checkpoint is deleted",
                "delete from ledger_checkpoint where size = (select min(size) from"
                    + " ledger_checkpoint)")
            .naming("of 3, 2 are stored"),
        checkpoint("all checkpoints are deleted", "delete from ledger_checkpoint")
            .naming("no checkpoint covers them"),
        checkpoint(
                "a checkpoint of another size",
                "update ledger_checkpoint set note = (select note from ledger_checkpoint order by"
                    + " size limit 1)"
                    + newest)
            .naming("it is signed for"),
        checkpoint(
                "a signature",
                "update ledger_checkpoint set note = overlay(note placing 'AAAA' from"
                    + " length(note) - 20)"
                    + newest)
            .naming("no key of the ledger signed it"),
        checkpoint("no note", "update ledger_checkpoint set note = 'none'" + newest)
            .naming("it is not a signed checkpoint"),
        checkpoint("the end", "update ledger_tree set size = size - 1").naming("end of the log"),
        checkpoint("number of batches", "update ledger_tree set fence = fence + 1")
            .naming("checkpoints"),
        checkpoint("the end is deleted", "delete from ledger_tree").naming("end of the log"));
  }

  private static Stream<Tampering> queue() {
    return Stream.of(
        new Tampering(
                "an entry is put into the queue",
                Kind.FORGED_ENTRY,
                "insert into ledger_pending (entry, salt, code, subjects) select entry, salt,"
                    + " sha256(''), subjects from ledger_entry where leaf = 100")
            .naming("of ledger_pending"),
        new Tampering(
                "an entry of the queue is altered",
                List.of(Kind.FORGED_ENTRY, Kind.EXTRA_ROW),
                "update ledger_pending set entry = convert_to(replace(convert_from(entry, 'UTF8'),"
                    + " 'BEGUN', 'ENDED'), 'UTF8') where number = (select max(number) from"
                    + " ledger_pending)")
            .naming("of ledger_pending"),
        new Tampering(
                "an entry is deleted from the queue",
                Kind.EXTRA_ROW,
                "delete from ledger_pending where number = (select max(number) from"
                    + " ledger_pending)")
            .naming("\"number\":301"),
        new Tampering(
                "the sequencer has rejected an entry",
                Kind.FORGED_ENTRY,
                "insert into ledger_forgery (number, entry, found_at) values (7, '', now())")
            .naming("row 7 of ledger_pending"));
  }

  @Test
  void a_log_that_was_signed_again_with_another_key_is_found() throws SQLException {
    List<LedgerFinding> found =
        findings(everything(), connection -> rewrite(connection, OTHER_KEY));

    assertThat(found)
        .extracting(LedgerFinding::kind)
        .containsOnly(Kind.CHECKPOINT_DOES_NOT_CONTINUE);
  }

  @Test
  void a_log_that_was_signed_again_with_the_stolen_key_is_shown_by_a_kept_checkpoint()
      throws SQLException {
    String kept = newestCheckpoint();

    assertThat(findings(keeping(kept), connection -> {})).isEmpty();
    assertThat(findings(keeping(kept), connection -> rewrite(connection, KEY)))
        .extracting(LedgerFinding::kind)
        .containsExactly(Kind.SPLIT_VIEW);
  }

  @Test
  void what_a_receipt_has_promised_is_missed() throws SQLException {
    List<Hash> leaves =
        new Sql("select entry from ledger_entry where " + OF_EVENT)
            .all(database.dataSource(), row -> Hash.ofLeaf(row.getBytes(1)));
    List<Hash> waiting =
        new Sql("select entry from ledger_pending")
            .all(database.dataSource(), row -> Hash.ofLeaf(row.getBytes(1)));
    leaves.addAll(waiting);
    String receipt = new LedgerReceipt("synctrail/test", Instant.EPOCH, leaves).signed(KEY);

    assertThat(leaves).hasSize(3);
    assertThat(findings(redeeming(receipt), connection -> {})).isEmpty();
    assertThat(findings(redeeming(receipt), connection -> rewrite(connection, KEY)))
        .extracting(LedgerFinding::kind)
        .containsExactly(Kind.MISSING_ENTRY);
  }

  @Test
  void a_log_that_was_set_back_is_shown_by_a_kept_checkpoint() throws SQLException {
    String kept = newestCheckpoint();

    List<LedgerFinding> found =
        findings(
            keeping(kept),
            connection -> {
              for (String statement :
                  List.of(
                      "delete from ledger_checkpoint where size = (select max(size) from"
                          + " ledger_checkpoint)",
                      "update ledger_tree set fence = fence - 1, size = (select max(size) from"
                          + " ledger_checkpoint)",
                      "delete from ledger_entry where leaf >= (select size from ledger_tree)",
                      "update sync_event set kind = 'BEGUN' where number = 10",
                      "insert into sync_event select sync_id, 11, kind, at, actor, cause from sync_event"
                          + " where number = 12")) {
                new Sql(statement).execute(connection);
              }
            });

    assertThat(found).extracting(LedgerFinding::kind).containsExactly(Kind.SPLIT_VIEW);
    assertThat(found.get(0).detail()).contains("leaves now");
  }

  @Test
  void a_period_is_verified_by_itself() throws SQLException {
    Work tampering =
        connection -> {
          new Sql("update sync_event set kind = 'ENDED' where number in (10, 20)")
              .execute(connection);
          new Sql("delete from sync where id = " + FIRST).execute(connection);
          new Sql(SPREAD).execute(connection);
        };
    List<Instant> at =
        new Sql("select at + (size || ' hours')::interval from ledger_checkpoint order by size")
            .all(database.dataSource(), row -> Columns.instant(row, "?column?"));

    assertThat(findings(period(null, at.get(1)), tampering))
        .extracting(LedgerFinding::place)
        .singleElement()
        .asString()
        .startsWith("sync {");
    assertThat(findings(period(at.get(1), at.get(2)), tampering))
        .as("the first events, without the change of the last period")
        .extracting(LedgerFinding::kind)
        .containsExactly(Kind.ALTERED_ROW, Kind.ALTERED_ROW);
    assertThat(findings(period(at.get(2), null), tampering))
        .extracting(LedgerFinding::place)
        .singleElement()
        .asString()
        .contains("\"number\":10");
    Work spreading = connection -> new Sql(SPREAD).execute(connection);
    assertThat(findings(period(at.get(1), at.get(2)), spreading)).isEmpty();
    assertThat(findings(period(at.get(2), null), spreading)).isEmpty();
  }

  /** Alters a row and its entry, and writes all hashes and checkpoints again. */
  private static void rewrite(Connection connection, LedgerKey key) throws SQLException {
    new Sql("update sync_event set kind = 'ENDED' where number = 20").execute(connection);
    new Sql(
            "update ledger_entry set entry = convert_to(replace(convert_from(entry, 'UTF8'),"
                + " 'BEGUN', 'ENDED'), 'UTF8') where "
                + OF_EVENT)
        .execute(connection);
    List<byte[]> entries = new ArrayList<>();
    new Sql("select entry from ledger_entry order by leaf")
        .each(connection, row -> entries.add(row.getBytes(1)));
    List<Long> sizes = new ArrayList<>();
    new Sql("select size from ledger_checkpoint order by size")
        .each(connection, row -> sizes.add(row.getLong(1)));
    Tree tree = Tree.empty();
    for (byte[] entry : entries) {
      tree.append(Hash.ofLeaf(entry));
      if (sizes.contains(tree.size())) {
        new Sql(
                "update ledger_checkpoint set note = ? where size = ?",
                key.sign(Checkpoint.of(key.origin(), tree).text()).toString(),
                tree.size())
            .execute(connection);
      }
    }
    for (Map.Entry<LogTile, byte[]> tile : tree.takeChanges().entrySet()) {
      new Sql(
              "update ledger_tile set hashes = ? where level = ? and number = ?",
              tile.getValue(),
              tile.getKey().level(),
              tile.getKey().number())
          .execute(connection);
    }
  }

  private static String newestCheckpoint() {
    return new Sql("select note from ledger_checkpoint order by size desc limit 1")
        .first(database.dataSource(), row -> row.getString(1))
        .orElseThrow();
  }

  private static Tampering altered(String name, String... statements) {
    return new Tampering(name, Kind.ALTERED_ROW, statements);
  }

  private static Tampering checkpoint(String name, String statement) {
    return new Tampering(name, Kind.CHECKPOINT_DOES_NOT_CONTINUE, statement);
  }

  /** Tampers as an administrator of the database can, verifies, and rolls back. */
  private static List<LedgerFinding> findings(Verification scope, Work tampering)
      throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Sql("set local session_replication_role = replica").execute(connection);
      tampering.on(connection);
      JdbcLedgerMoment moment = new JdbcLedgerMoment(connection);
      return new Verifying(
              () -> moment,
              TestKey.only(KEY),
              new JdbcVerifications(database.dataSource()),
              reports(),
              Clock.systemUTC())
          .compare(scope, () -> false)
          .orElseThrow()
          .findings();
    }
  }

  private static Verification everything() {
    return scope(null, null, null, null);
  }

  private static Verification period(@Nullable Instant from, @Nullable Instant until) {
    return scope(from, until, null, null);
  }

  private static Verification keeping(String checkpoint) {
    return scope(null, null, checkpoint, null);
  }

  private static Verification redeeming(String receipt) {
    return scope(null, null, null, receipt);
  }

  private static Verification scope(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String checkpoint,
      @Nullable String receipt) {
    return new Verification(
        UUID.randomUUID(),
        "ann",
        from,
        until,
        checkpoint,
        receipt,
        Instant.EPOCH,
        null,
        null,
        Verification.Counts.NONE,
        null);
  }

  @SuppressWarnings("unchecked")
  static Event<FindingReport> reports() {
    return (Event<FindingReport>)
        Proxy.newProxyInstance(
            TamperingIT.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (proxy, method, arguments) -> null);
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** One way to tamper. */
  private static final class Tampering {
    private final String name;
    private final Kind[] kinds;
    private final List<String> statements;
    private String names = "";

    Tampering(String name, Kind kind, String... statements) {
      this(name, List.of(kind), statements);
    }

    Tampering(String name, List<Kind> kinds, String... statements) {
      this.name = name;
      this.kinds = kinds.toArray(new Kind[0]);
      this.statements = List.of(statements);
    }

    /** What a finding says. */
    Tampering naming(String text) {
      names = text;
      return this;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
