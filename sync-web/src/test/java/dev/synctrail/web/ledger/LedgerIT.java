package dev.synctrail.web.ledger;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.json.StrictJson;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerReceipt;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.EntryBundle;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.InclusionProof;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Tree;
import dev.synctrail.tlog.VerifierKey;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

class LedgerIT extends OnSharedServer {

  @Test
  void every_step_of_a_recorded_sync_is_in_the_log() {
    String id =
        server()
            .api()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .body(
                """
                {"typeKey":"LedgerIT","targetPlatform":"elsewhere","syncDirection":"PUSH",
                 "data":{"secret":"LedgerIT-payload"},"reason":"LedgerIT-reason"}""")
            .post("/sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"status\":\"SUCCESS\",\"response\":{\"taken\":true}}")
        .put("/sync/" + id + "/status")
        .then()
        .statusCode(200);

    await(() -> entriesAbout(id).size() == 2);

    assertThat(statuses(id)).containsExactly("IN_PROGRESS", "SUCCESS");
    assertThat(String.join("\n", entriesAbout(id)))
        .doesNotContain("LedgerIT-payload", "LedgerIT-reason");
  }

  /** Versions are stored by JPA, which writes its changes when the transaction ends. */
  @Test
  void what_jpa_writes_is_in_the_log() {
    String version =
        server()
            .api()
            .contentType(ContentType.JSON)
            .body(
                """
                {"content": {"baseType": "_page", "displayName": "x"}, "source": "UI",
                 "author": "ann", "message": "why"}""")
            .put("/types/{typeKey}", "LedgerITVersion")
            .then()
            .statusCode(201)
            .extract()
            .path("versionId");

    await(
        () ->
            !texts(
                    "select convert_from(entry, 'UTF8') from ledger_entry"
                        + " where position(convert_to(?, 'UTF8') in entry) > 0",
                    version)
                .isEmpty());
  }

  @Test
  void the_checkpoint_is_that_of_the_entries() throws SQLException {
    Note note = null;
    List<Hash> leaves = new ArrayList<>();
    try (Connection connection = server().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "select note from ledger_checkpoint order by size desc limit 1");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          note = Note.parse(rows.getString(1));
        }
      }
      try (PreparedStatement statement =
              connection.prepareStatement("select entry from ledger_entry order by leaf");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          leaves.add(Hash.ofLeaf(rows.getBytes(1)));
        }
      }
    }
    Tree tree = Tree.empty();
    leaves.forEach(tree::append);

    if (note == null) {
      assertThat(leaves).isEmpty();
    } else {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      assertThat(checkpoint.size()).isEqualTo(leaves.size());
      assertThat(checkpoint.root()).isEqualTo(tree.root());
    }
  }

  @Test
  void the_server_is_ready_with_its_key() {
    RestAssured.given()
        .get(server().uri().resolve("/health/ready"))
        .then()
        .statusCode(200)
        .body("checks.name", Matchers.hasItem("ledger"));
  }

  @Test
  void the_facts_of_a_push_are_its_rows() throws SQLException {
    Watched scene = new Watched("ledger").start();
    scene.store("LedgerITPush");
    String sync = scene.pushed("LedgerITPush", scene.api());
    await(() -> scene.api().get("sync/" + sync).path("verdict.word") != null);
    await(
        () ->
            texts("select 'x' where ? <> '' and exists (select from ledger_pending)", sync)
                .isEmpty());

    Map<String, Fact> last = new LinkedHashMap<>();
    for (String entry : entriesAbout(sync)) {
      LedgerEntry.parse(entry.getBytes(StandardCharsets.UTF_8))
          .facts()
          .forEach(fact -> last.put(fact.table() + fact.key(), fact));
    }

    assertThat(last.values())
        .extracting(Fact::table)
        .contains("sync", "attempt", "exchange", "run", "deployed_state", "verdict");
    for (Fact fact : last.values()) {
      JsonObject row = row(fact);
      Objects.requireNonNull(fact.row())
          .forEach(
              (column, value) ->
                  assertThat(comparable(row.getOrDefault(column, JsonValue.NULL)))
                      .as("%s %s %s", fact.table(), fact.key(), column)
                      .isEqualTo(comparable(value)));
    }
  }

  private static JsonObject row(Fact fact) {
    List<String> rows =
        texts(
            "select to_jsonb(t)::text from " + fact.table() + " t where to_jsonb(t) @> ?::jsonb",
            fact.key().toString());
    assertThat(rows).as("%s %s", fact.table(), fact.key()).hasSize(1);
    return StrictJson.readObject(rows.get(0).getBytes(StandardCharsets.UTF_8)).object();
  }

  /** PostgreSQL writes times with an offset and bytes with a prefix. */
  private static String comparable(JsonValue value) {
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
      return OffsetDateTime.parse(text).toInstant().toString();
    }
    return text.startsWith("\\x") ? text.substring(2) : text;
  }

  @Test
  void a_sync_is_proved_by_what_anybody_can_read() {
    String id = record();
    await(() -> server().api().get("/sync/" + id + "/proof").path("leaves.size()").equals(1));

    JsonPath proof = server().api().get("/sync/" + id + "/proof").jsonPath();
    Note note = Note.parse(proof.getString("checkpoint"));
    List<String> keys = server().api().get("/ledger/keys").path("keys");
    assertThat(VerifierKey.parse(keys.get(0)).verifies(note)).isTrue();
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<String> path = proof.getList("leaves[0].auditPath");
    long leaf = proof.getLong("leaves[0].leaf");
    Hash hash = Hash.ofLeaf(proof.getString("leaves[0].entry").getBytes(StandardCharsets.UTF_8));
    assertThat(
            new InclusionProof(leaf, checkpoint.size(), path.stream().map(Hash::ofBase64).toList())
                .proves(hash, checkpoint.root()))
        .isTrue();
    List<String> again =
        server()
            .api()
            .queryParam("leaf", leaf)
            .queryParam("size", checkpoint.size())
            .get("/ledger/proofs/inclusion")
            .path("hashes");
    assertThat(again).isEqualTo(path);
  }

  @Test
  void tiles_and_entries_make_the_tree_of_the_checkpoint() {
    record();
    await(() -> server().api().get("/ledger/checkpoint").statusCode() == 200);
    Note note = Note.parse(server().api().get("/ledger/checkpoint").asString());
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    Tree tree = Tree.empty();
    for (long from = 0; from < checkpoint.size(); from += LogTile.FULL) {
      int width = (int) Math.min(LogTile.FULL, checkpoint.size() - from);
      long number = from / LogTile.FULL;
      byte[] hashes = bytes(new LogTile(0, number, width));
      List<byte[]> entries = EntryBundle.parse(bytes(new LogTile(LogTile.ENTRIES, number, width)));
      for (int i = 0; i < width; i++) {
        Hash leaf = Hash.ofLeaf(entries.get(i));
        assertThat(Arrays.copyOfRange(hashes, i * Hash.LENGTH, (i + 1) * Hash.LENGTH))
            .isEqualTo(leaf.bytes());
        tree.append(leaf);
      }
    }

    assertThat(tree.root()).isEqualTo(checkpoint.root());
    for (String missing :
        List.of("tile/0/999", "tile/9/000", "tile/entries/x001/000", "tile/0/000.p/0")) {
      server().api().get("/ledger/" + missing).then().statusCode(404);
    }
    server()
        .api()
        .queryParam("first", 1)
        .queryParam("second", Integer.MAX_VALUE)
        .get("/ledger/proofs/consistency")
        .then()
        .statusCode(404);
  }

  @Test
  void who_records_something_gets_a_signed_receipt() {
    Response response = begun();

    Note note = LedgerReceipt.note(response.header("Synctrail-Receipt"));
    LedgerReceipt receipt = LedgerReceipt.parse(note.text());
    String id = response.path("id");
    List<String> keys = server().api().get("/ledger/keys").path("keys");
    assertThat(VerifierKey.parse(keys.get(0)).verifies(note)).isTrue();
    assertThat(receipt.origin()).isEqualTo(VerifierKey.parse(keys.get(0)).name());
    assertThat(receipt.leaves()).hasSize(1);
    await(() -> server().api().get("/sync/" + id + "/proof").path("leaves.size()").equals(1));
    Response proof = server().api().get("/sync/" + id + "/proof");
    assertThat(proof.<String>path("leaves[0].leafHash"))
        .isEqualTo(receipt.leaves().get(0).base64());
    assertThat(proof.headers().hasHeaderWithName("Synctrail-Receipt")).isFalse();
    assertThat(
            server()
                .api()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/sync")
                .headers()
                .hasHeaderWithName("Synctrail-Receipt"))
        .isFalse();
  }

  private static byte[] bytes(LogTile tile) {
    return server()
        .api()
        .get("/ledger/" + tile.path())
        .then()
        .statusCode(200)
        .extract()
        .asByteArray();
  }

  private static String record() {
    return begun().path("id");
  }

  private static Response begun() {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .body(
            """
            {"typeKey":"LedgerIT","targetPlatform":"elsewhere","syncDirection":"PUSH",
             "data":{"a":1}}""")
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .response();
  }

  private static List<String> statuses(String sync) {
    return entriesAbout(sync).stream()
        .map(entry -> LedgerEntry.parse(entry.getBytes(StandardCharsets.UTF_8)))
        .flatMap(entry -> entry.facts().stream())
        .filter(fact -> fact.table().equals("sync"))
        .map(Fact::row)
        .map(row -> Objects.requireNonNull(row).getString("status"))
        .toList();
  }

  private static List<String> entriesAbout(String sync) {
    return texts(
        "select convert_from(entry, 'UTF8') from ledger_entry"
            + " where subjects @> array[cast(? as uuid)] order by leaf",
        sync);
  }

  private static List<String> texts(String sql, String parameter) {
    try (Connection connection = server().dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
