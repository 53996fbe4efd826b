package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.KeyRecord;
import dev.synctrail.ledger.LedgerAltered;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerLog;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.ledger.LedgerProofs.LeafProof;
import dev.synctrail.ledger.LedgerProofs.SubjectProof;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.Sequencing;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.EntryBundle;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.InclusionProof;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Proofs;
import dev.synctrail.tlog.Tree;
import dev.synctrail.tlog.VerifierKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SequencingIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T18:00:00Z"), ZoneOffset.UTC);

  @BeforeEach
  void empty() {
    new Sql(
            "truncate ledger_pending, ledger_entry, ledger_tile, ledger_checkpoint, ledger_forgery,"
                + " ledger_key")
        .update(database.dataSource());
    new Sql("update ledger_tree set size = 0, fence = 0").update(database.dataSource());
  }

  @Test
  void entries_get_their_place_in_the_order_in_which_they_were_written() throws SQLException {
    add(0, 300);
    assertThat(sequence(1_000)).isEqualTo(300);
    add(300, 700);
    assertThat(sequence(250)).isEqualTo(250);
    assertThat(sequence(1_000)).isEqualTo(150);
    assertThat(sequence(1_000)).isZero();

    assertThat(entries()).isEqualTo(expected(700));
    assertThat(lastCheckpoint()).isEqualTo(checkpoint(expected(700)));
    assertThat(count("ledger_checkpoint")).isEqualTo(3);
    assertThat(count("ledger_pending")).isZero();
    Proofs proofs = new Proofs(log(database.dataSource()));
    assertThat(proofs.consistency(300, 700).proves(proofs.root(300), proofs.root(700))).isTrue();
    assertThat(
            proofs
                .inclusion(42, 700)
                .proves(Hash.ofLeaf(bytes("entry 42")), lastCheckpoint().root()))
        .isTrue();
  }

  @Test
  void an_entry_that_commits_late_is_appended_then() throws SQLException {
    try (Connection late = database.dataSource().getConnection()) {
      late.setAutoCommit(false);
      insert(late, 0);
      add(1, 3);
      assertThat(sequence(1_000)).isEqualTo(2);
      late.commit();
    }
    assertThat(sequence(1_000)).isEqualTo(1);

    assertThat(entries()).containsExactly("entry 1", "entry 2", "entry 0");
  }

  @Test
  void what_others_insert_never_becomes_a_leaf() throws SQLException {
    add(0, 2);
    new Sql(
            "insert into ledger_pending (entry, salt, code, subjects)"
                + " select 'forged', salt, code, subjects from ledger_pending limit 1")
        .update(database.dataSource());
    new Sql(
            "update ledger_pending set entry = 'altered' where number = (select min(number)"
                + " from ledger_pending)")
        .update(database.dataSource());
    add(2, 3);

    assertThat(sequence(1_000)).isEqualTo(4);

    assertThat(entries()).containsExactly("entry 1", "entry 2");
    assertThat(
            new Sql("select convert_from(entry, 'UTF8') from ledger_forgery order by number")
                .all(database.dataSource(), row -> row.getString(1)))
        .containsExactly("altered", "forged");
  }

  @Test
  void only_forgeries_make_no_checkpoint() throws SQLException {
    new Sql(
            "insert into ledger_pending (entry, salt, code, subjects)"
                + " values ('forged', sha256(''), sha256(''), '{}')")
        .update(database.dataSource());

    assertThat(sequence(1_000)).isEqualTo(1);
    assertThat(count("ledger_forgery")).isEqualTo(1);
    assertThat(count("ledger_checkpoint")).isZero();
  }

  @Test
  void after_a_crash_at_any_moment_the_tree_continues() throws SQLException {
    add(0, 300);
    sequence(1_000);
    int calls = 0;
    int all = 310;
    add(300, all);
    while (crashesBefore(calls)) {
      add(all, all + 10);
      all += 10;
      calls++;
    }
    assertThat(entries()).hasSize(300);
    sequence(1_000);

    assertThat(calls).isGreaterThan(6);
    assertThat(entries()).isEqualTo(expected(all));
    assertThat(lastCheckpoint()).isEqualTo(checkpoint(expected(all)));
    assertThat(new Proofs(log(database.dataSource())).root(all)).isEqualTo(lastCheckpoint().root());
  }

  @Test
  void several_sequencers_follow_each_other() throws Exception {
    add(0, 600);
    ExecutorService servers = Executors.newFixedThreadPool(3);
    try {
      Future<?>[] done = new Future<?>[3];
      for (int i = 0; i < done.length; i++) {
        done[i] =
            servers.submit(
                () -> {
                  while (sequence(50) > 0) {}
                  return null;
                });
      }
      for (Future<?> server : done) {
        server.get(60, TimeUnit.SECONDS);
      }
    } finally {
      servers.shutdownNow();
    }

    assertThat(entries()).isEqualTo(expected(600));
    assertThat(lastCheckpoint()).isEqualTo(checkpoint(expected(600)));
  }

  @Test
  void nothing_is_appended_to_a_log_that_was_altered() throws SQLException {
    add(0, 300);
    sequence(1_000);
    for (String change :
        List.of(
            "update ledger_tile set hashes = sha256('') || substr(hashes, 33)"
                + " where level = 0 and number = 1",
            "update ledger_tile set hashes = sha256('') where level = 1",
            "update ledger_tree set size = 299",
            "delete from ledger_checkpoint",
            "update ledger_checkpoint set note = replace(note, '300', '299')")) {
      add(300, 301);
      List<String> before = tables();
      new Sql(change).update(database.dataSource());

      assertThatThrownBy(() -> sequence(1_000)).as(change).isInstanceOf(LedgerAltered.class);

      assertThat(count("ledger_entry")).isEqualTo(300);
      restore(before);
    }
    assertThat(sequence(1_000)).isEqualTo(5);
  }

  @Test
  void a_checkpoint_of_a_key_that_is_not_ours_is_not_continued() throws SQLException {
    add(0, 3);
    sequence(1_000);
    LedgerKey other = TestKey.of("synctrail/test");
    Tree tree = Tree.empty();
    IntStream.range(0, 3).forEach(i -> tree.append(Hash.ofLeaf(bytes("entry " + i))));
    new Sql(
            "update ledger_checkpoint set note = ?",
            other.sign(Checkpoint.of("synctrail/test", tree).text()).toString())
        .update(database.dataSource());
    add(3, 4);

    assertThatThrownBy(() -> sequence(1_000))
        .isInstanceOf(LedgerAltered.class)
        .hasMessageContaining("sync.ledger.former-keys");
  }

  @Test
  void the_log_says_when_its_key_was_replaced_and_by_whom() throws SQLException {
    LedgerKey next = TestKey.of("synctrail/test");
    Salt salt = Salt.random();
    add(0, 3);
    sequence(1_000);
    add(3, 4);
    new Sql(
            "insert into ledger_pending (entry, salt, code, subjects)"
                + " values ('entry 4', ?, ?, '{}')",
            salt.bytes(),
            next.authenticate(bytes("entry 4"), salt))
        .update(database.dataSource());

    assertThat(sequence(1_000, TestKey.replacing(KEY, next))).isEqualTo(2);

    assertThat(entries()).isEqualTo(expected(5));
    Note checkpoint = log(database.dataSource()).lastCheckpoint().orElseThrow();
    List<Note> notes = new JdbcKeyHistory(database.dataSource()).notes();
    for (VerifierKey key : List.of(KEY.verifier(), next.verifier())) {
      assertThat(key.verifies(checkpoint)).isTrue();
      assertThat(key.verifies(notes.get(1))).isTrue();
    }
    assertThat(KeyRecord.parse(notes.get(0).text()))
        .isEqualTo(new KeyRecord(CLOCK.instant(), KEY.verifier(), null));
    assertThat(KeyRecord.parse(notes.get(1).text()))
        .isEqualTo(new KeyRecord(CLOCK.instant(), next.verifier(), KEY.verifier()));
    assertThat(KeyRecord.chain(next.verifier(), notes))
        .containsExactly(KEY.verifier(), next.verifier());
    add(5, 6);
    assertThatThrownBy(() -> sequence(1_000))
        .as("a server with the replaced key")
        .isInstanceOf(LedgerAltered.class)
        .hasMessageContaining("has to be restarted with the new key");
    assertThat(sequence(1_000, TestKey.replacing(KEY, next))).as("its entries count").isOne();
    assertThat(new JdbcKeyHistory(database.dataSource()).notes()).hasSize(2);
    new Sql("update ledger_key set note = 'x' where number = 1").update(database.dataSource());
    add(6, 7);
    assertThatThrownBy(() -> sequence(1_000, TestKey.only(next)))
        .isInstanceOf(LedgerAltered.class)
        .hasMessageStartingWith("A row of ledger_key is not the note of a key");
  }

  @Test
  void others_get_tiles_entries_and_proofs() throws SQLException {
    LedgerProofs proofs = new LedgerProofs(log(database.dataSource()));
    assertThat(proofs.checkpoint()).isEmpty();
    assertThat(proofs.of(SUBJECT).leaves()).isEmpty();
    add(0, 300);
    sequence(1_000);
    add(300, 310); // they wait and are covered by no checkpoint

    assertThat(proofs.tile(LogTile.parse("tile/entries/001.p/44")).map(EntryBundle::parse))
        .hasValueSatisfying(
            entries -> assertThat(entries).hasSize(44).first().isEqualTo(bytes("entry 256")));
    assertThat(proofs.tile(LogTile.parse("tile/0/001.p/3")))
        .hasValueSatisfying(
            hashes ->
                assertThat(hashes)
                    .hasSize(3 * Hash.LENGTH)
                    .startsWith(Hash.ofLeaf(bytes("entry 256")).bytes()));
    assertThat(proofs.tile(LogTile.parse("tile/0/001.p/45"))).isEmpty();
    assertThat(proofs.tile(LogTile.parse("tile/1/000.p/1"))).isPresent();
    Hash root = lastCheckpoint().root();
    assertThat(proofs.inclusion(7, 300).proves(Hash.ofLeaf(bytes("entry 7")), root)).isTrue();
    assertThat(proofs.consistency(100, 300).second()).isEqualTo(300);
    assertThatThrownBy(() -> proofs.inclusion(7, 301)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> proofs.consistency(7, 301)).isInstanceOf(MalformedLog.class);
    SubjectProof proof = proofs.of(SUBJECT);
    assertThat(Note.parse(proof.checkpoint())).isEqualTo(proofs.checkpoint().orElseThrow());
    assertThat(proof.leaves()).extracting(LeafProof::leaf).containsExactly(0L, 100L, 200L);
    assertThat(proof.leaves())
        .allSatisfy(
            leaf ->
                assertThat(
                        new InclusionProof(
                                leaf.leaf(),
                                300,
                                leaf.auditPath().stream().map(Hash::ofBase64).toList())
                            .proves(Hash.ofLeaf(bytes(leaf.entry())), root))
                    .isTrue());
  }

  private static final UUID SUBJECT = UUID.fromString("019acd0f-3b80-7000-8000-000000000001");

  private static final List<String> LOG_TABLES =
      List.of("ledger_tile", "ledger_tree", "ledger_checkpoint", "ledger_entry");

  private static List<String> tables() {
    return LOG_TABLES.stream()
        .map(
            table ->
                new Sql("select coalesce(json_agg(t), '[]')::text from " + table + " t")
                    .first(database.dataSource(), row -> row.getString(1))
                    .orElseThrow())
        .toList();
  }

  private static void restore(List<String> rows) {
    for (int i = 0; i < rows.size(); i++) {
      String table = LOG_TABLES.get(i);
      new Sql("delete from " + table).update(database.dataSource());
      new Sql(
              "insert into "
                  + table
                  + " select * from json_populate_recordset(null::"
                  + table
                  + ", cast(? as json))",
              rows.get(i))
          .update(database.dataSource());
    }
  }

  private static List<String> entries() {
    return new Sql("select convert_from(entry, 'UTF8') from ledger_entry order by leaf")
        .all(database.dataSource(), row -> row.getString(1));
  }

  private static int count(String table) {
    return new Sql("select count(*) from " + table)
        .first(database.dataSource(), row -> row.getInt(1))
        .orElseThrow();
  }

  private static List<String> expected(int size) {
    return IntStream.range(0, size).mapToObj(i -> "entry " + i).toList();
  }

  private static Checkpoint checkpoint(List<String> entries) {
    Tree tree = Tree.empty();
    entries.forEach(entry -> tree.append(Hash.ofLeaf(bytes(entry))));
    return Checkpoint.of("synctrail/test", tree);
  }

  private static Checkpoint lastCheckpoint() {
    Note note = log(database.dataSource()).lastCheckpoint().orElseThrow();
    assertThat(KEY.verifier().verifies(note)).isTrue();
    return Checkpoint.parse(note.text());
  }

  private static void add(int from, int until) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      for (int i = from; i < until; i++) {
        insert(connection, i);
      }
    }
  }

  private static void insert(Connection connection, int number) throws SQLException {
    byte[] entry = bytes("entry " + number);
    Salt salt = Salt.random();
    new Sql(
            "insert into ledger_pending (entry, salt, code, subjects) values (?, ?, ?,"
                + " cast(cast(? as text[]) as uuid[]))",
            entry,
            salt.bytes(),
            KEY.authenticate(entry, salt),
            number % 100 == 0 ? List.of(SUBJECT) : List.of())
        .execute(connection);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KeyHistory history(OneConnection connection) {
    return new JdbcKeyHistory(connection.dataSource());
  }

  private static LedgerLog log(DataSource dataSource) {
    return new JdbcLedgerLog(dataSource);
  }

  private static int sequence(int atMost) throws SQLException {
    return sequence(atMost, TestKey.only(KEY));
  }

  private static int sequence(int atMost, LedgerKeys keys) throws SQLException {
    try (OneConnection connection = new OneConnection(database.dataSource())) {
      int sequenced =
          new Sequencing(log(connection.dataSource()), keys, history(connection), CLOCK)
              .sequence(atMost);
      connection.commit();
      return sequenced;
    }
  }

  /**
   * Sequences with a crash before a call of the log.
   *
   * @return whether there was such a call; otherwise the crash is before the commit
   */
  private static boolean crashesBefore(int call) throws SQLException {
    AtomicInteger calls = new AtomicInteger();
    try (OneConnection connection = new OneConnection(database.dataSource())) {
      LedgerLog stored = log(connection.dataSource());
      LedgerLog mortal =
          (LedgerLog)
              Proxy.newProxyInstance(
                  LedgerLog.class.getClassLoader(),
                  new Class<?>[] {LedgerLog.class},
                  (proxy, method, arguments) -> {
                    if (calls.get() == call) {
                      throw new Crash();
                    }
                    calls.incrementAndGet();
                    try {
                      return method.invoke(stored, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() == null ? e : e.getCause();
                    }
                  });
      new Sequencing(mortal, TestKey.only(KEY), history(connection), CLOCK).sequence(1_000);
      return false;
    } catch (Crash e) {
      return true;
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
