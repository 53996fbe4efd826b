package dev.synctrail.persistence.ledger;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import dev.synctrail.retention.Disposal.Busy;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Destroys salts of entries, so that nobody can find out by guessing what was erased. The entry of
 * the same transaction says of which rows and columns. It must be called after the rows were
 * changed.
 */
public final class LedgerSalts {
  private static final Set<String> TRAIL = Set.of("sync", "attempt", "exchange");
  private static final String CONTENT_HASH = "version_hash";

  private final Connection connection;
  private final UUID by;

  /**
   * @param connection in the transaction that erases
   * @param by the purge or erasure
   */
  public LedgerSalts(Connection connection, UUID by) {
    this.connection = connection;
    this.by = by;
  }

  /**
   * Erases hashes of the content of syncs: those of their versions, and the checksums of payloads
   * that were not stored. The salt of a stored payload is deleted with it.
   *
   * @throws Busy if an entry about them is not in the log yet
   */
  public void eraseContent(Collection<UUID> syncs) {
    Set<UUID> owners = new HashSet<>(syncs);
    eraseAbout(
        syncs,
        (fact, column) ->
            TRAIL.contains(fact.table())
                && isOf(fact, owners)
                && (kind(fact, column) == ColumnKind.PAYLOAD || column.equals(CONTENT_HASH)));
  }

  /**
   * Erases everything about rows that were deleted.
   *
   * @param tables the tables of the rows, each with the sync as the first column of its key
   * @throws Busy if an entry about them is not in the log yet
   */
  public void eraseRows(Set<String> tables, Collection<UUID> syncs) {
    Set<UUID> owners = new HashSet<>(syncs);
    eraseAbout(syncs, (fact, column) -> tables.contains(fact.table()) && isOf(fact, owners));
  }

  /**
   * Erases a person's name and texts from the next entries.
   *
   * @param pseudonym what the rows have in place of the name
   * @param from the first leaf
   */
  public Pass erasePerson(String name, String pseudonym, long from, int atMost) {
    try {
      int changed =
          erase(
              new Sql("leaf >= ? and leaf < ?", from, from + atMost),
              entries -> new PersonInEntries(connection, name, pseudonym, entries)::isNamed);
      boolean[] more = {false};
      new Sql("select from ledger_entry where leaf >= ? limit 1", from + atMost)
          .each(connection, row -> more[0] = true);
      return new Pass(changed, more[0] ? OptionalLong.of(from + atMost) : OptionalLong.empty());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Salts could not be erased: " + e.getSQLState(), e);
  }

  /**
   * What a pass over entries did.
   *
   * @param changed the number of entries of which salts were destroyed
   * @param next the next leaf; empty after the last one
   */
  public record Pass(int changed, OptionalLong next) {}

  private static boolean isOf(Fact fact, Set<UUID> syncs) {
    LedgerTable table = LedgerTables.ALL.get(fact.table());
    if (table == null) {
      return false;
    }
    String first = table.key().get(0);
    return table.subjects().contains(first)
        && syncs.contains(UUID.fromString(fact.key().getString(first)));
  }

  private static ColumnKind kind(Fact fact, String column) {
    LedgerTable table = LedgerTables.ALL.get(fact.table());
    return table == null ? ColumnKind.COMMITMENT : table.kind(column);
  }

  private void eraseAbout(Collection<UUID> syncs, BiPredicate<Fact, String> erasing) {
    List<UUID> ids = List.copyOf(syncs);
    try {
      List<Boolean> waiting = new ArrayList<>();
      new Sql("select from ledger_pending where subjects && cast(? as uuid[]) limit 1", ids)
          .each(connection, row -> waiting.add(true));
      if (!waiting.isEmpty()) {
        throw new Busy("The last entries have no place in the ledger yet", null);
      }
      erase(
          new Sql("subjects && cast(? as uuid[])", ids),
          entries -> (stored, fact, column) -> erasing.test(fact, column));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private int erase(Sql condition, Chooser chooser) throws SQLException {
    // no other purge or erasure changes salts meanwhile
    new Sql("select pg_advisory_xact_lock(hashtext('synctrail.salts'))")
        .each(connection, row -> {});
    List<SaltedEntry> entries = new ArrayList<>();
    new Sql("select leaf, entry, salt, salts from ledger_entry where ")
        .add(condition)
        .add(" order by leaf")
        .each(connection, row -> entries.add(SaltedEntry.of(row)));
    Chosen chosen = chooser.choose(entries);
    List<Long> leaves = new ArrayList<>();
    List<String> salts = new ArrayList<>();
    Map<String, Map<String, Set<String>>> erased = new TreeMap<>();
    for (SaltedEntry stored : entries) {
      byte[] left =
          stored.salts.without(
              stored.entry,
              (fact, column) ->
                  chosen.includes(stored, fact, column) && note(erased, fact, column));
      if (left != null) {
        leaves.add(stored.leaf);
        salts.add(HexFormat.of().formatHex(left));
      }
    }
    if (!leaves.isEmpty()) {
      new Sql(
              "update ledger_entry e set salt = null, salts = decode(x.salts, 'hex') from"
                  + " unnest(cast(? as bigint[]), cast(? as text[])) as x (leaf, salts)"
                  + " where e.leaf = x.leaf",
              leaves,
              salts)
          .execute(connection);
      for (Map.Entry<String, Map<String, Set<String>>> rows : erased.entrySet()) {
        note(rows.getKey(), rows.getValue());
      }
    }
    return leaves.size();
  }

  private static boolean note(
      Map<String, Map<String, Set<String>>> erased, Fact fact, String column) {
    erased
        .computeIfAbsent(fact.table(), table -> new LinkedHashMap<>())
        .computeIfAbsent(key(fact.key()), key -> new TreeSet<>())
        .add(column);
    return true;
  }

  static String key(JsonObject key) {
    return new String(CanonicalJson.of(key), StandardCharsets.UTF_8);
  }

  /** Returns the rows with these keys that are stored. */
  static List<JsonObject> images(Connection connection, LedgerTable table, Set<String> keys)
      throws SQLException {
    List<JsonObject> images = new ArrayList<>();
    new Sql(
            "select to_jsonb(t)::text from jsonb_populate_recordset(null::"
                + table.name()
                + ", cast(? as jsonb)) k join "
                + table.name()
                + " t on "
                + table.key().stream()
                    .map(column -> "t." + column + " = k." + column)
                    .collect(Collectors.joining(" and ")),
            "[" + String.join(",", keys) + "]")
        .each(connection, row -> images.add(RowFacts.image(row.getString(1))));
    return images;
  }

  /** Notes what was erased of rows. Of a row that was deleted, that is noted already. */
  private void note(String name, Map<String, Set<String>> rows) throws SQLException {
    LedgerTable table = LedgerTables.ALL.get(name);
    if (table == null) {
      return;
    }
    List<String> notes = new ArrayList<>();
    for (JsonObject row : images(connection, table, rows.keySet())) {
      Set<String> columns = rows.get(key(RowFacts.deletion(table, row).key()));
      if (columns != null) {
        notes.add(
            name
                + " * "
                + Json.createObjectBuilder()
                    .add("by", by.toString())
                    .add("changed", Json.createArrayBuilder(columns))
                    .add("row", row)
                    .build());
      }
    }
    new Sql("select count(ledger_append(noted)) from unnest(cast(? as text[])) as noted", notes)
        .each(connection, row -> {});
  }

  /** An entry with what is left of its salts. */
  record SaltedEntry(long leaf, LedgerEntry entry, EntrySalts salts) {
    private static SaltedEntry of(ResultSet row) throws SQLException {
      LedgerEntry entry = LedgerEntry.parse(row.getBytes(2));
      return new SaltedEntry(
          row.getLong(1), entry, EntrySalts.of(entry, row.getBytes(3), row.getBytes(4)));
    }

    /** Returns whether a column had this value. */
    boolean says(Fact fact, String column, String value) {
      Commitment commitment = fact.commitments().get(column);
      Salt salt = salts.of(fact.table(), key(fact.key()), column);
      return commitment != null && salt != null && Commitment.of(salt, value).equals(commitment);
    }
  }

  /** Looks at entries before it is decided what of them is erased. */
  @FunctionalInterface
  private interface Chooser {
    Chosen choose(List<SaltedEntry> entries) throws SQLException;
  }

  /** Decides about one value. */
  @FunctionalInterface
  private interface Chosen {
    boolean includes(SaltedEntry stored, Fact fact, String column);
  }
}
