package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.Salt;
import dev.synctrail.tlog.Hash;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry of a transaction: it takes the notes of the triggers, makes facts of them, and
 * puts the entry into the queue of the sequencer, all in the same transaction.
 */
final class LedgerWriter {
  private static final String TAKE = "select changes, payloads, more from ledger_take()";
  private static final String INSERT =
      "insert into ledger_pending (entry, salt, code, subjects) values (?, ?, ?, ?)";

  private final LedgerKeys keys;
  private final Clock clock;

  LedgerWriter(LedgerKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Writes the entries of everything that the transaction has written since the last call.
   *
   * @return the hashes of their leaves
   * @throws dev.synctrail.ledger.LedgerKeyMissing if there is no key
   */
  List<Hash> write(Connection connection) throws SQLException {
    List<Hash> leaves = new ArrayList<>();
    Notes notes = take(connection);
    while (notes != null) {
      leaves.addAll(append(connection, notes));
      notes = notes.more ? take(connection) : null;
    }
    return leaves;
  }

  private static @Nullable Notes take(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      String changes = rows.getString(1);
      return changes.isEmpty()
          ? null
          : new Notes(changes, payloads(connection, rows.getString(2)), rows.getBoolean(3));
    }
  }

  private static Map<String, Commitment> payloads(Connection connection, @Nullable String found)
      throws SQLException {
    Map<String, Commitment> commitments = new HashMap<>();
    if (found != null) {
      for (String payload : found.split(",", -1)) {
        String[] parts = payload.split(" ", -1);
        Commitment commitment =
            parts[2].isEmpty()
                ? PayloadCommitments.assign(connection, parts[0], Boolean.parseBoolean(parts[1]))
                : new Commitment(parts[2]);
        commitments.putIfAbsent(parts[0], commitment);
      }
    }
    return commitments;
  }

  private List<Hash> append(Connection connection, Notes notes) throws SQLException {
    LedgerKey key = keys.current();
    Salt salt = Salt.random();
    RowFacts rows = new RowFacts(EntrySalts.of(salt), notes.payloads::get);
    Map<String, Change> last = new LinkedHashMap<>();
    notes
        .changes
        .lines()
        .map(Change::of)
        .forEach(change -> last.merge(change.place(), change, Change::followedBy));
    List<Fact> facts = new ArrayList<>();
    List<Set<UUID>> subjects = new ArrayList<>();
    for (Change change : last.values()) {
      facts.add(change.fact(rows));
      subjects.add(RowFacts.subjects(change.table, change.image));
    }
    List<Hash> leaves = new ArrayList<>();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      int from = 0;
      for (LedgerEntry entry : LedgerEntry.of(facts, clock.instant())) {
        byte[] bytes = entry.bytes();
        int until = from + entry.facts().size();
        Set<UUID> about = new TreeSet<>();
        subjects.subList(from, until).forEach(about::addAll);
        from = until;
        leaves.add(Hash.ofLeaf(bytes));
        insert.setBytes(1, bytes);
        insert.setBytes(2, salt.bytes());
        insert.setBytes(3, key.authenticate(bytes, salt));
        insert.setArray(4, connection.createArrayOf("uuid", about.toArray()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return leaves;
  }

  private record Notes(String changes, Map<String, Commitment> payloads, boolean more) {}

  /**
   * One note: a table, what happened, and the row; of a deleted one the key.
   *
   * @param erased the columns whose earlier values were erased, with what erased them
   */
  private record Change(
      LedgerTable table, String event, JsonObject image, Map<String, UUID> erased) {
    private static final String WRITTEN = "+";
    private static final String DELETED = "-";
    private static final String ERASED = "*";
    private static final String FROM_BEFORE = "=";

    static Change of(String line) {
      String[] parts = line.split(" ", 3);
      LedgerTable table =
          parts[0].equals(LedgerTables.PAYLOADS.name())
              ? LedgerTables.PAYLOADS
              : Objects.requireNonNull(LedgerTables.ALL.get(parts[0]), parts[0]);
      JsonObject note = RowFacts.image(parts[2]);
      return parts[1].equals(ERASED)
          ? new Change(table, WRITTEN, note.getJsonObject("row"), erased(table, note))
          : new Change(table, parts[1], note, Map.of());
    }

    private static Map<String, UUID> erased(LedgerTable table, JsonObject note) {
      UUID by = UUID.fromString(note.getString("by"));
      Map<String, UUID> erased = new TreeMap<>();
      note.getJsonArray("changed").getValuesAs(JsonString.class).stream()
          .map(JsonString::getString)
          .filter(column -> table.kind(column) == ColumnKind.COMMITMENT)
          .forEach(column -> erased.put(column, by));
      return erased;
    }

    Change followedBy(Change next) {
      Map<String, UUID> both = new TreeMap<>(erased);
      both.putAll(next.erased);
      return new Change(next.table, next.event, next.image, both);
    }

    Fact fact(RowFacts rows) {
      return switch (event) {
        case WRITTEN -> rows.fact(table, image, erased);
        case DELETED -> RowFacts.deletion(table, image);
        case FROM_BEFORE -> rows.fact(table, image, erased).fromBefore();
        default -> throw new IllegalStateException("A note says " + event);
      };
    }

    String place() {
      StringBuilder place = new StringBuilder(table.name());
      table.key().forEach(column -> place.append(' ').append(image.get(column)));
      return place.toString();
    }
  }
}
