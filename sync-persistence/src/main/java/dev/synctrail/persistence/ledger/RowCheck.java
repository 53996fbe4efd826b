package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.StoredEntry;
import dev.synctrail.persistence.ErasedReference;
import dev.synctrail.persistence.Sql;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the stored rows with the facts of the ledger, which it takes in their order. A fact that
 * differs from its row is a finding unless a later fact about the same row agrees with it.
 *
 * <p>Within its transaction, a row keeps its place in the file of its table. The places of rows
 * that facts are about are noted in a temporary table, so that one statement for each table finds
 * the others.
 */
final class RowCheck {
  private static final Logger LOG = System.getLogger(RowCheck.class.getName());

  /** With more, rows that differ wait in a temporary table for a later fact. */
  private static final int IN_MEMORY = 20_000;

  /** Of each table. */
  private static final int MAX_EXTRA = 1_000;

  private final Connection connection;
  private final int inMemory;
  private final PayloadCheck payloads;
  private final ErasedSalts erasedSalts;
  private final WaitingDoubts waiting;
  private final KeyColumns keyColumns;
  private final Map<String, Doubt> doubts = new LinkedHashMap<>();
  private final List<LedgerFinding> ofEntries = new ArrayList<>();
  private final BackfillState backfill = new BackfillState();

  /**
   * @param connection in a transaction that sees one state of the database
   */
  RowCheck(Connection connection) throws SQLException {
    this(connection, IN_MEMORY);
  }

  RowCheck(Connection connection, int inMemory) throws SQLException {
    this.connection = connection;
    this.inMemory = inMemory;
    this.payloads = new PayloadCheck(connection);
    this.erasedSalts = new ErasedSalts(connection);
    this.waiting = new WaitingDoubts(connection);
    this.keyColumns = new KeyColumns(connection);
    new Sql(
            "create temporary table ledger_seen (source oid not null, place tid not null)"
                + " on commit drop")
        .execute(connection);
  }

  /** Takes the next entries, and returns how many rows differ so far. */
  int compare(List<StoredEntry> entries) throws SQLException {
    List<PlacedFact> facts = facts(entries);
    compareFacts(facts);
    noteErased(facts);
    entries.forEach(this::compareSubjects);
    return doubts.size() + ofEntries.size();
  }

  /** Takes entries whose facts may not be right. Their rows are known, but not compared. */
  void skip(List<StoredEntry> entries) throws SQLException {
    for (StoredEntry entry : entries) {
      Savepoint before = connection.setSavepoint();
      try {
        read(facts(List.of(entry)));
        connection.releaseSavepoint(before);
      } catch (SQLException e) { // the key may be anything
        LOG.log(Level.DEBUG, "The rows of an altered entry are not known", e);
        connection.rollback(before);
      }
    }
  }

  /** Takes entries that are only asked whether they explain a row that differs. */
  int explain(List<StoredEntry> entries) throws SQLException {
    List<PlacedFact> facts = facts(entries);
    Set<String> known = waiting.among(facts.stream().map(fact -> fact.place).toList());
    if (!doubts.isEmpty() || !known.isEmpty()) {
      compareFacts(
          facts.stream()
              .filter(
                  fact ->
                      fact.isErasure()
                          || doubts.containsKey(fact.place)
                          || known.contains(fact.place))
              .toList());
    }
    if (erasedSalts.waiting() > 0) {
      facts.forEach(fact -> erasedSalts.explain(fact.place, fact.fact));
      erasedSalts.flush();
    }
    return doubts.size() + waiting.size() + erasedSalts.waiting();
  }

  /** A salt may be missing if a later entry says that the value was erased. */
  private void noteErased(List<PlacedFact> facts) throws SQLException {
    for (PlacedFact fact : facts) {
      for (String column : fact.fact.commitments().keySet()) {
        if (fact.entry.salts().isErased(fact.fact.table(), fact.key, column)) {
          erasedSalts.missing(fact.place, column, fact.entry.leaf());
        }
      }
      erasedSalts.explain(fact.place, fact.fact);
    }
    erasedSalts.flush();
  }

  private List<PlacedFact> facts(List<StoredEntry> entries) {
    List<PlacedFact> facts = new ArrayList<>();
    for (StoredEntry entry : entries) {
      for (Fact fact : entry.entry().facts()) {
        PlacedFact placed = PlacedFact.of(entry, fact);
        if (placed.isErasure()
            || (LedgerTables.ALL.containsKey(fact.table()) && backfill.counts(fact))) {
          facts.add(placed);
        }
      }
      backfill.take(entry.entry());
    }
    return facts;
  }

  private void compareFacts(List<PlacedFact> facts) throws SQLException {
    Map<String, JsonObject> rows = read(facts);
    Map<String, Set<String>> stored = payloads.commitments(checksums(facts, rows));
    Set<String> known = waiting.among(facts.stream().map(fact -> fact.place).toList());
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < facts.size(); i++) {
      String place = facts.get(i).place;
      if (facts.get(i).fact.isFromBefore()) { // never excuses a row that has another fact
        last.putIfAbsent(place, doubts.containsKey(place) || known.contains(place) ? -1 : i);
      } else {
        last.put(place, i);
      }
    }
    for (int i = 0; i < facts.size(); i++) {
      PlacedFact fact = facts.get(i);
      if (fact.isErasure()) {
        forgive(fact.fact.key().getString("commitment", ""));
      } else if (last.getOrDefault(fact.place, i) == i) { // only the last one decides
        if (known.contains(fact.place)) {
          waiting.remove(fact.place);
        }
        Doubt doubt = compare(fact, rows.get(fact.place), stored);
        if (doubt == null) {
          doubts.remove(fact.place);
        } else {
          doubts.put(fact.place, doubt);
        }
      }
    }
    if (doubts.size() > inMemory) {
      setAside();
    }
    waiting.flush();
  }

  /** Years may lie between a row and what changed it, such as a purge of many. */
  private void setAside() {
    doubts
        .entrySet()
        .removeIf(
            doubt -> {
              boolean isAltered = doubt.getValue().lost.isEmpty();
              if (isAltered) {
                waiting.add(doubt.getValue().finding(doubt.getKey()));
              }
              return isAltered;
            });
  }

  private static LedgerTable table(String name) {
    return Objects.requireNonNull(LedgerTables.ALL.get(name), name);
  }

  /** Reads the rows that facts are about, and notes that they have been seen. */
  private Map<String, JsonObject> read(List<PlacedFact> facts) throws SQLException {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (PlacedFact fact : facts) {
      if (!fact.isErasure()) {
        keys.computeIfAbsent(fact.fact.table(), table -> new LinkedHashSet<>()).add(fact.key);
      }
    }
    Map<String, JsonObject> rows = new HashMap<>();
    for (Map.Entry<String, Set<String>> wanted : keys.entrySet()) {
      LedgerTable table = table(wanted.getKey());
      List<String> places = List.copyOf(wanted.getValue());
      new Sql(
              "with found as (select k.nth, t.tableoid as source, t.ctid as place,"
                  + " to_json(t)::text as image from rows from (jsonb_to_recordset("
                  + "cast(? as jsonb)) as ("
                  + keyColumns.typed(table)
                  + ")) with ordinality as k ("
                  + String.join(", ", table.key())
                  + ", nth) join "
                  + table.name()
                  + " t on "
                  + table.key().stream()
                      .map(column -> "t." + column + " = k." + column)
                      .collect(Collectors.joining(" and "))
                  + "), seen as (insert into ledger_seen select source, place from found)"
                  + " select nth, image from found",
              "[" + String.join(",", places) + "]")
          .each(
              connection,
              row ->
                  rows.put(
                      PlacedFact.place(table.name(), places.get(row.getInt(1) - 1)),
                      RowFacts.image(row.getString(2))));
    }
    return rows;
  }

  private static String place(LedgerTable table, JsonObject image) {
    Fact row = RowFacts.deletion(table, image);
    return PlacedFact.place(table.name(), RowFacts.keyText(row));
  }

  private static Set<String> checksums(List<PlacedFact> facts, Map<String, JsonObject> rows) {
    Set<String> checksums = new TreeSet<>();
    for (PlacedFact fact : facts) {
      JsonObject image = rows.get(fact.place);
      if (image != null) {
        for (String column : table(fact.fact.table()).payloads()) {
          String checksum = checksum(image, column);
          if (checksum != null) {
            checksums.add(checksum);
          }
        }
      }
    }
    return checksums;
  }

  /** Returns the checksum in a column; null if it has none, or the payload was erased. */
  private static @Nullable String checksum(JsonObject image, String column) {
    String hex = image.get(column) instanceof JsonString text ? RowFacts.hex(text) : null;
    return hex == null || ErasedReference.of(hex) != null ? null : hex;
  }

  /** Returns what differs; null if nothing does. */
  private static @Nullable Doubt compare(
      PlacedFact placed, @Nullable JsonObject image, Map<String, Set<String>> stored) {
    Fact fact = placed.fact;
    if (fact.row() == null) {
      return image == null
          ? null
          : placed.doubt(Kind.EXTRA_ROW, "the ledger says that it was deleted");
    }
    if (image == null) {
      return placed.doubt(Kind.MISSING_ROW, "nothing says that it was deleted");
    }
    LedgerTable table = table(fact.table());
    EntrySalts salts = placed.entry.salts();
    RowComparison found =
        RowComparison.of(
            table,
            fact,
            salts,
            image,
            (checksum, commitment) ->
                stored.getOrDefault(checksum, Set.of()).contains(commitment.hex()));
    Set<String> altered = found.altered();
    Map<String, Reference> lost = new TreeMap<>();
    boolean isStored = true;
    for (Map.Entry<String, String> payload : found.lost().entrySet()) {
      String checksum = payload.getValue();
      if (!salts.isLost() || stored.containsKey(checksum)) {
        String commitment = Objects.requireNonNull(fact.commitments().get(payload.getKey())).hex();
        lost.put(commitment, new Reference(payload.getKey(), checksum));
        isStored &= stored.containsKey(checksum);
      }
    }
    return altered.isEmpty() && lost.isEmpty()
        ? null
        : new Doubt(
            isStored ? Kind.ALTERED_PAYLOAD : Kind.MISSING_PAYLOAD,
            placed.entry.leaf(),
            "",
            altered,
            lost);
  }

  /** The syncs and runs by which an entry is found follow from its facts. */
  private void compareSubjects(StoredEntry entry) {
    Set<UUID> subjects = new TreeSet<>();
    for (Fact fact : entry.entry().facts()) {
      LedgerTable table = LedgerTables.ALL.get(fact.table());
      if (table != null) {
        subjects.addAll(RowFacts.subjects(table, fact.key()));
        if (fact.row() != null) {
          subjects.addAll(RowFacts.subjects(table, fact.row()));
        }
      }
    }
    if (!subjects.equals(entry.subjects())) {
      ofEntries.add(
          new LedgerFinding(
              Kind.ALTERED_ENTRY,
              entry.leaf(),
              "entry " + entry.entry().id(),
              "the syncs and runs by which it is found"));
    }
  }

  /** The ledger says that a payload was deleted. */
  private void forgive(String commitment) {
    doubts
        .values()
        .removeIf(
            doubt ->
                doubt.lost.containsKey(commitment)
                    && doubt.lost.remove(commitment) != null
                    && doubt.lost.isEmpty()
                    && doubt.altered.isEmpty());
  }

  /**
   * Returns all findings, after the last entry.
   *
   * @param extraRows whether rows that no entry is about are findings
   */
  List<LedgerFinding> findings(boolean extraRows) throws SQLException {
    findOtherPayloads();
    List<LedgerFinding> findings = new ArrayList<>(ofEntries);
    erasedSalts.unexplained(findings);
    doubts.forEach((place, doubt) -> findings.add(doubt.finding(place)));
    waiting.addTo(findings);
    if (extraRows) {
      new Sql("analyze ledger_seen").execute(connection);
      Set<String> unrecorded = BackfillState.openTables(connection);
      for (LedgerTable table : LedgerTables.ALL.values()) {
        if (!unrecorded.contains(table.name())) {
          extraRows(table, findings);
        }
      }
    }
    return findings;
  }

  /** A row was altered if the payload that it had is still stored under another checksum. */
  private void findOtherPayloads() throws SQLException {
    Set<String> lost = new TreeSet<>();
    doubts.values().forEach(doubt -> lost.addAll(doubt.lost.keySet()));
    Map<String, String> places = payloads.places(lost);
    for (Doubt doubt : doubts.values()) {
      doubt.lost.forEach(
          (commitment, reference) -> {
            String elsewhere = places.get(commitment);
            if (elsewhere != null && !elsewhere.equals(reference.checksum)) {
              doubt.altered.add(reference.column);
            }
          });
    }
  }

  private void extraRows(LedgerTable table, List<LedgerFinding> findings) throws SQLException {
    new Sql(
            "select to_jsonb(t)::text from "
                + table.name()
                + " t where not exists (select 1 from ledger_seen s where s.source = t.tableoid"
                + " and s.place = t.ctid) limit ?",
            MAX_EXTRA)
        .each(
            connection,
            row -> {
              JsonObject image = RowFacts.image(row.getString(1));
              findings.add(
                  new LedgerFinding(
                      Kind.EXTRA_ROW, null, place(table, image), "no entry is about it"));
            });
  }

  /** A fact of an entry, with its row by which facts about the same row are found. */
  private record PlacedFact(StoredEntry entry, Fact fact, String key, String place) {
    static PlacedFact of(StoredEntry entry, Fact fact) {
      String key = RowFacts.keyText(fact);
      return new PlacedFact(entry, fact, key, place(fact.table(), key));
    }

    static String place(String table, String key) {
      return table + " " + key;
    }

    /** Returns whether it says that a payload was deleted. */
    boolean isErasure() {
      return fact.table().equals(LedgerTables.PAYLOADS.name());
    }

    Doubt doubt(Kind kind, String detail) {
      return new Doubt(kind, entry.leaf(), detail, Set.of(), Map.of());
    }
  }

  /**
   * A finding, unless a later fact explains it.
   *
   * @param kind what is wrong, if no column was altered
   * @param altered the columns that differ
   * @param lost the payloads that the row refers to and that are not stored, by their commitments
   */
  private record Doubt(
      Kind kind,
      @Nullable Long leaf,
      String detail,
      Set<String> altered,
      Map<String, Reference> lost) {
    LedgerFinding finding(String place) {
      if (!altered.isEmpty()) {
        return new LedgerFinding(
            Kind.ALTERED_ROW, leaf, place, "differs in " + String.join(", ", altered));
      }
      return new LedgerFinding(
          kind,
          leaf,
          place,
          lost.isEmpty()
              ? detail
              : lost.values().stream()
                  .map(Reference::column)
                  .sorted()
                  .collect(Collectors.joining(", ", "the payload of ", "")));
    }
  }

  /** The checksum of a payload in a column. */
  private record Reference(String column, String checksum) {}
}
