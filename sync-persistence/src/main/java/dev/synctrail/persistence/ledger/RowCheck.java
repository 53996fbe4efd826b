package dev.synctrail.persistence.ledger;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored rows with the facts of the ledger, which it takes in their order. A fact that
 * differs from its row is a finding unless a later fact about the same row agrees with it.
 */
final class RowCheck {
  private final Connection connection;
  private final Map<String, LedgerFinding> doubts = new LinkedHashMap<>();
  private final Map<String, Set<String>> payloadDoubts = new HashMap<>();

  /**
   * @param connection in a transaction that sees one state of the database
   */
  RowCheck(Connection connection) throws SQLException {
    this.connection = connection;
    new Sql("create temporary table ledger_seen (place text not null) on commit drop")
        .execute(connection);
  }

  /** Takes the next entries. */
  void entries(List<StoredEntry> entries) throws SQLException {
    Map<String, List<JsonObject>> keys = new HashMap<>();
    for (StoredEntry stored : entries) {
      for (Fact fact : stored.entry().facts()) {
        if (LedgerTables.ALL.containsKey(fact.table())) {
          keys.computeIfAbsent(fact.table(), table -> new ArrayList<>()).add(fact.key());
        }
      }
    }
    Map<String, JsonObject> rows = new HashMap<>();
    for (Map.Entry<String, List<JsonObject>> table : keys.entrySet()) {
      read(table(table.getKey()), table.getValue(), rows);
    }
    Map<String, Set<String>> payloads = payloads(rows.values());
    for (StoredEntry stored : entries) {
      for (Fact fact : stored.entry().facts()) {
        if (LedgerTables.ALL.containsKey(fact.table())) {
          compare(stored, fact, rows.get(place(fact.table(), fact.key())), payloads);
        } else {
          forgive(fact.key().getString("commitment"));
        }
      }
    }
    List<String> seen = rows.keySet().stream().toList();
    new Sql("insert into ledger_seen select unnest(cast(? as text[]))", seen).execute(connection);
  }

  private static LedgerTable table(String name) {
    return Objects.requireNonNull(LedgerTables.ALL.get(name), name);
  }

  private static String place(String table, JsonObject key) {
    return table + " " + new String(CanonicalJson.of(key), StandardCharsets.UTF_8);
  }

  private void read(LedgerTable table, List<JsonObject> keys, Map<String, JsonObject> rows)
      throws SQLException {
    JsonArrayBuilder wanted = Json.createArrayBuilder();
    new HashSet<>(keys).forEach(wanted::add);
    new Sql(
            "select to_jsonb(t)::text from "
                + table.name()
                + " t join jsonb_populate_recordset(cast(null as "
                + table.name()
                + "), cast(? as jsonb)) k on "
                + table.key().stream()
                    .map(column -> "t." + column + " = k." + column)
                    .collect(Collectors.joining(" and ")),
            wanted.build().toString())
        .each(
            connection,
            row -> {
              JsonObject image = RowFacts.image(row.getString(1));
              rows.put(place(table.name(), RowFacts.deletion(table, image).key()), image);
            });
  }

  /** Returns the commitments of the stored payloads by their checksums. */
  private Map<String, Set<String>> payloads(Iterable<JsonObject> rows) throws SQLException {
    Set<String> checksums = new TreeSet<>();
    rows.forEach(
        image ->
            image.forEach(
                (column, value) -> {
                  String text = value.toString().replace("\"", "").replace("\\", "");
                  String hex = text.startsWith("x") ? text.substring(1) : text;
                  if (hex.matches("[0-9a-f]{64}")) {
                    checksums.add(hex);
                  }
                }));
    Map<String, Set<String>> commitments = new HashMap<>();
    new Sql(
            "select encode(checksum, 'hex'), encode(commitment, 'hex') from snapshot"
                + " where commitment is not null and checksum in"
                + " (select decode(hex, 'hex') from unnest(cast(? as text[])) as hex)",
            List.copyOf(checksums))
        .each(
            connection,
            row ->
                commitments
                    .computeIfAbsent(row.getString(1), checksum -> new HashSet<>())
                    .add(row.getString(2)));
    return commitments;
  }

  private void compare(
      StoredEntry stored,
      Fact fact,
      @Nullable JsonObject image,
      Map<String, Set<String>> payloads) {
    String place = place(fact.table(), fact.key());
    doubts.remove(place);
    payloadDoubts.remove(place);
    if (fact.row() == null) {
      if (image != null) {
        doubt(Kind.EXTRA_ROW, stored, place, "the ledger says that it was deleted");
      }
    } else if (image == null) {
      doubt(Kind.MISSING_ROW, stored, place, "nothing says that it was deleted");
    } else {
      compare(stored, fact, fact.row(), image, payloads);
    }
  }

  private void compare(
      StoredEntry stored,
      Fact fact,
      JsonObject open,
      JsonObject image,
      Map<String, Set<String>> payloads) {
    LedgerTable table = table(fact.table());
    Salt salt = stored.salt();
    String place = place(fact.table(), fact.key());
    Fact now = new RowFacts(salt, checksum -> null).fact(table, image);
    Set<String> altered = new TreeSet<>();
    JsonObject openNow = Objects.requireNonNull(now.row());
    Set<String> columns = new TreeSet<>(open.keySet());
    columns.addAll(openNow.keySet());
    columns.stream()
        .filter(column -> !Objects.equals(open.get(column), openNow.get(column)))
        .forEach(altered::add);
    Set<String> lost = new TreeSet<>();
    Set<String> committed = new TreeSet<>(fact.commitments().keySet());
    committed.addAll(now.commitments().keySet());
    for (String column : committed) {
      Commitment recorded = fact.commitments().get(column);
      if (Objects.equals(recorded, now.commitments().get(column))) {
        continue;
      }
      if (table.kind(column) == ColumnKind.PAYLOAD
          && recorded != null
          && image.get(column) != null) {
        Set<String> known = payloads.getOrDefault(checksum(image, column), Set.of());
        if (!known.contains(recorded.hex())) {
          lost.add(recorded.hex());
        }
      } else {
        altered.add(column);
      }
    }
    if (!altered.isEmpty()) {
      doubt(Kind.ALTERED_ROW, stored, place, "differs in " + String.join(", ", altered));
    } else if (!lost.isEmpty()) {
      doubt(Kind.ALTERED_PAYLOAD, stored, place, "its payload is not the one that was recorded");
      payloadDoubts.put(place, lost);
    }
  }

  private static String checksum(JsonObject image, String column) {
    String text = image.isNull(column) ? "" : image.getString(column);
    return text.startsWith("\\x") ? text.substring(2) : text;
  }

  private void doubt(Kind kind, StoredEntry stored, String place, String detail) {
    doubts.put(place, new LedgerFinding(kind, stored.leaf(), place, detail));
  }

  /** The ledger says that a payload was deleted. */
  private void forgive(String commitment) {
    payloadDoubts
        .entrySet()
        .removeIf(
            doubt -> {
              doubt.getValue().remove(commitment);
              return doubt.getValue().isEmpty() && doubts.remove(doubt.getKey()) != null;
            });
  }

  /** Returns all findings, after the last entry. */
  List<LedgerFinding> end() throws SQLException {
    List<LedgerFinding> findings = new ArrayList<>(doubts.values());
    new Sql("create index on ledger_seen (place)").execute(connection);
    for (LedgerTable table : LedgerTables.ALL.values()) {
      extraRows(table, findings);
    }
    return findings;
  }

  private void extraRows(LedgerTable table, List<LedgerFinding> findings) throws SQLException {
    new Sql("select to_jsonb(t)::text from " + table.name() + " t")
        .each(
            connection,
            row -> {
              JsonObject image = RowFacts.image(row.getString(1));
              String place = place(table.name(), RowFacts.deletion(table, image).key());
              if (!isSeen(place)) {
                findings.add(
                    new LedgerFinding(Kind.EXTRA_ROW, null, place, "the ledger does not have it"));
              }
            });
  }

  private boolean isSeen(String place) throws SQLException {
    boolean[] seen = {false};
    new Sql("select 1 from ledger_seen where place = ? limit 1", place)
        .each(connection, row -> seen[0] = true);
    return seen[0];
  }

  /** An entry with its place in the log, and the salt of its commitments. */
  record StoredEntry(long leaf, LedgerEntry entry, Salt salt) {}
}
