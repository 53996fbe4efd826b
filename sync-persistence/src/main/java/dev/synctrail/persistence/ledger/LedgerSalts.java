package dev.synctrail.persistence.ledger;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.EntrySalts.Erasable;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.persistence.Sql;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
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
   * @throws EntriesWaiting if an entry about them is not in the log yet
   */
  public void eraseContent(Collection<UUID> syncs) {
    Set<UUID> owners = new HashSet<>(syncs);
    eraseAbout(
        syncs,
        (fact, column, salt) ->
            TRAIL.contains(fact.table())
                && isOf(fact, owners)
                && (kind(fact, column) == ColumnKind.PAYLOAD || column.equals(CONTENT_HASH)));
  }

  /**
   * Erases everything about rows that were deleted.
   *
   * @param tables the tables of the rows, each with the sync as the first column of its key
   * @throws EntriesWaiting if an entry about them is not in the log yet
   */
  public void eraseRows(Set<String> tables, Collection<UUID> syncs) {
    Set<UUID> owners = new HashSet<>(syncs);
    eraseAbout(syncs, (fact, column, salt) -> tables.contains(fact.table()) && isOf(fact, owners));
  }

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

  private void eraseAbout(Collection<UUID> syncs, Erasable erasable) {
    List<UUID> ids = List.copyOf(syncs);
    try {
      List<Boolean> waiting = new ArrayList<>();
      new Sql("select from ledger_pending where subjects && cast(? as uuid[]) limit 1", ids)
          .each(connection, row -> waiting.add(true));
      if (!waiting.isEmpty()) {
        throw new EntriesWaiting();
      }
      erase(new Sql("subjects && cast(? as uuid[])", ids), erasable);
    } catch (SQLException e) {
      throw new PersistenceException("Salts could not be erased: " + e.getSQLState(), e);
    }
  }

  private void erase(Sql condition, Erasable erasable) throws SQLException {
    List<Long> leaves = new ArrayList<>();
    List<String> salts = new ArrayList<>();
    Map<String, Map<String, Set<String>>> erased = new TreeMap<>();
    new Sql("select leaf, entry, salt, salts from ledger_entry where ")
        .add(condition)
        .add(" order by leaf for update")
        .each(
            connection,
            row -> {
              LedgerEntry entry = LedgerEntry.parse(row.getBytes(2));
              byte[] left =
                  EntrySalts.of(entry, row.getBytes(3), row.getBytes(4))
                      .without(
                          entry,
                          (fact, column, salt) ->
                              erasable.includes(fact, column, salt) && note(erased, fact, column));
              if (left != null) {
                leaves.add(row.getLong(1));
                salts.add(HexFormat.of().formatHex(left));
              }
            });
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
  }

  private static boolean note(
      Map<String, Map<String, Set<String>>> erased, Fact fact, String column) {
    erased
        .computeIfAbsent(fact.table(), table -> new LinkedHashMap<>())
        .computeIfAbsent(key(fact.key()), key -> new TreeSet<>())
        .add(column);
    return true;
  }

  private static String key(JsonObject key) {
    return new String(CanonicalJson.of(key), StandardCharsets.UTF_8);
  }

  /** Notes what was erased of rows. Of a row that was deleted, that is noted already. */
  private void note(String name, Map<String, Set<String>> rows) throws SQLException {
    LedgerTable table = LedgerTables.ALL.get(name);
    if (table == null) {
      return;
    }
    List<String> images = new ArrayList<>();
    new Sql(
            "select to_jsonb(t)::text from jsonb_populate_recordset(null::"
                + name
                + ", cast(? as jsonb)) k join "
                + name
                + " t on "
                + table.key().stream()
                    .map(column -> "t." + column + " = k." + column)
                    .collect(Collectors.joining(" and ")),
            "[" + String.join(",", rows.keySet()) + "]")
        .each(connection, row -> images.add(row.getString(1)));
    List<String> notes = new ArrayList<>();
    for (String image : images) {
      JsonObject row = RowFacts.image(image);
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

  /** Thrown if entries wait for the sequencer; the operation can be retried a second later. */
  public static final class EntriesWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EntriesWaiting() {
      super("The last entries have no place in the ledger yet");
    }
  }
}
