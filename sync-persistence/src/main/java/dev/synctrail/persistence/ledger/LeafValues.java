package dev.synctrail.persistence.ledger;

import dev.synctrail.evidence.Closing;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerEvidence.Sink;
import dev.synctrail.ledger.LedgerEvidence.Value;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.ErasedReference;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.SnapshotCorrupt;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is known of the values that entries commit to, from the rows as they are now.
 *
 * <p>A row has only its last values. What an earlier entry commits to is known only if it did not
 * change since. The rows of the requested syncs themselves must be what their last entries say.
 */
final class LeafValues {
  /** Their rows say who erased something, and why. */
  private static final Set<String> ERASURES = Set.of("purge", "erasure");

  /** Their payloads are stored until the sync is purged. */
  private static final Set<String> TRAIL = Set.of("sync", "attempt", "exchange");

  private static final RowComparison NOTHING = new RowComparison(Set.of(), Map.of(), Set.of());

  private final Connection connection;
  private final Set<UUID> subjects;
  private final boolean content;
  private final Known known;
  private final Sink sink;
  private final Set<Commitment> passed = new HashSet<>();

  /**
   * @param subjects the syncs and runs that the evidence is about
   * @param content whether values and payloads are passed
   * @param known what all entries together say
   */
  LeafValues(Connection connection, Set<UUID> subjects, boolean content, Known known, Sink sink) {
    this.connection = connection;
    this.subjects = subjects;
    this.content = content;
    this.known = known;
    this.sink = sink;
  }

  /** Returns what names the row of a fact. */
  private static String place(Fact fact) {
    return fact.table() + " " + RowFacts.keyText(fact);
  }

  /** Passes an entry, what is known of its values, and the payloads among them. */
  void pass(long leaf, byte[] bytes, byte @Nullable [] salt, byte @Nullable [] stored)
      throws SQLException, IOException {
    LedgerEntry entry = LedgerEntry.parse(bytes);
    EntrySalts salts = EntrySalts.of(entry, salt, stored);
    List<Value> values = new ArrayList<>();
    Map<Commitment, Payload> payloads = new LinkedHashMap<>();
    for (int i = 0; i < entry.facts().size(); i++) {
      Fact fact = entry.facts().get(i);
      LedgerTable table = LedgerTables.ALL.get(fact.table());
      if (table == null || !isRelevant(table, fact)) {
        close(values, i, fact, Closing.UNRELATED);
      } else {
        add(values, payloads, new Row(table, fact, i, leaf, salts));
      }
    }
    sink.leaf(leaf, bytes, values);
    for (Map.Entry<Commitment, Payload> payload : payloads.entrySet()) {
      sink.payload(payload.getKey(), payload.getValue().salt, payload.getValue().bytes);
    }
  }

  private static void close(List<Value> values, int index, Fact fact, Closing closing) {
    new TreeMap<>(fact.commitments())
        .keySet()
        .forEach(column -> values.add(Value.of(index, column, closing)));
  }

  private boolean isRelevant(LedgerTable table, Fact fact) {
    return ERASURES.contains(table.name())
        || !Collections.disjoint(RowFacts.subjects(table, columns(fact)), subjects);
  }

  /** The open columns of a fact. */
  private static JsonObject columns(Fact fact) {
    JsonObjectBuilder columns = Json.createObjectBuilder(fact.key());
    JsonObject row = fact.row();
    if (row != null) {
      row.forEach(columns::add);
    }
    return columns.build();
  }

  private void add(List<Value> values, Map<Commitment, Payload> payloads, Row row)
      throws SQLException {
    JsonObject image = image(row);
    boolean current = isCurrent(row);
    if (current && (image == null) != (row.fact.row() == null)) {
      values.add(Value.of(row.index, row.table.key().get(0), Closing.DIFFERS));
      close(values, row.index, row.fact, Closing.DIFFERS);
      return;
    }
    boolean purged = !Collections.disjoint(row.subjects(), known.purged);
    Map<Commitment, Payload> stored = image == null || purged ? Map.of() : payloads(row, image);
    RowComparison now =
        image == null || row.fact.row() == null
            ? NOTHING
            : RowComparison.of(
                row.table,
                row.fact,
                row.salts,
                image,
                (checksum, commitment) -> stored.containsKey(commitment));
    if (current) {
      now.altered().stream()
          .filter(column -> !row.fact.commitments().containsKey(column) || row.isPayload(column))
          .forEach(column -> values.add(Value.of(row.index, column, Closing.DIFFERS)));
    }
    for (Map.Entry<String, Commitment> committed :
        new TreeMap<>(row.fact.commitments()).entrySet()) {
      String column = committed.getKey();
      Payload payload = stored.get(committed.getValue());
      boolean erased = (purged && row.isPayload(column)) || known.isErased(row, column);
      if (image == null || erased || !now.opened().contains(column)) {
        boolean must = current && image != null && row.mustHave(column);
        values.add(Value.of(row.index, column, closing(erased, must)));
      } else if (!content) {
        values.add(Value.of(row.index, column, Closing.WITHHELD));
      } else if (payload == null) {
        Salt salt = Objects.requireNonNull(row.salt(column));
        values.add(Value.of(row.index, column, salt, row.text(image, column)));
      } else {
        addPayload(values, payloads, row, column, committed.getValue(), payload);
      }
    }
  }

  private void addPayload(
      List<Value> values,
      Map<Commitment, Payload> payloads,
      Row row,
      String column,
      Commitment commitment,
      Payload payload)
      throws SQLException {
    if (!passed.contains(commitment)) {
      try {
        payload.bytes = PayloadCommitments.bytes(connection, payload.checksum, payload.truncated);
      } catch (SnapshotCorrupt e) {
        values.add(Value.of(row.index, column, Closing.DIFFERS));
        return;
      }
      if (!Commitment.of(payload.salt, payload.bytes).equals(commitment)) {
        values.add(Value.of(row.index, column, Closing.DIFFERS));
        return;
      }
      passed.add(commitment);
      payloads.put(commitment, payload);
    }
    values.add(Value.of(row.index, column, commitment));
  }

  /** Whether the row must be what the fact says, because no other entry can be about it later. */
  private boolean isCurrent(Row row) {
    String first = row.table.key().get(0);
    return row.table.subjects().contains(first)
        && subjects.contains(UUID.fromString(row.fact.key().getString(first)))
        && Objects.equals(known.last.get(place(row.fact)), row.leaf);
  }

  private static Closing closing(boolean erased, boolean must) {
    if (erased) {
      return Closing.ERASED;
    }
    return must ? Closing.DIFFERS : Closing.REPLACED;
  }

  /** Returns the row as the triggers of the ledger note it. */
  private @Nullable JsonObject image(Row row) throws SQLException {
    String table = row.table.name();
    String join =
        row.table.key().stream()
            .map(column -> "t." + column + " = k." + column)
            .collect(Collectors.joining(" and "));
    List<JsonObject> images = new ArrayList<>();
    new Sql(
            "select jsonb_strip_nulls(to_jsonb(t))::text from "
                + table
                + " t join jsonb_populate_record(null::"
                + table
                + ", cast(? as jsonb)) k on "
                + join,
            row.fact.key().toString())
        .each(connection, found -> images.add(RowFacts.image(found.getString(1))));
    return images.isEmpty() ? null : images.get(0);
  }

  /** Finds the payloads whose checksums are in the row, without reading them. */
  private Map<Commitment, Payload> payloads(Row row, JsonObject image) throws SQLException {
    List<String> checksums =
        row.table.payloads().stream()
            .filter(image::containsKey)
            .map(column -> RowFacts.hex(Objects.requireNonNull(image.get(column))))
            .filter(hex -> ErasedReference.of(hex) == null)
            .toList();
    Map<Commitment, Payload> payloads = new HashMap<>();
    if (!checksums.isEmpty()) {
      new Sql(
              "select commitment, salt, encode(checksum, 'hex'), truncated from snapshot"
                  + " where commitment is not null and checksum = any ("
                  + "select decode(hex, 'hex') from unnest(cast(? as text[])) as hex)",
              checksums)
          .each(
              connection,
              found ->
                  payloads.put(
                      Commitment.of(found.getBytes(1)),
                      new Payload(
                          Salt.of(found.getBytes(2)), found.getString(3), found.getBoolean(4))));
    }
    return payloads;
  }

  /**
   * A fact with what is needed to open it.
   *
   * @param salts the salts of its entry
   */
  private record Row(LedgerTable table, Fact fact, int index, long leaf, EntrySalts salts) {
    @Nullable Salt salt(String column) {
      return salts.of(table.name(), RowFacts.keyText(fact), column);
    }

    boolean isErased(String column) {
      return salts.isErased(table.name(), RowFacts.keyText(fact), column);
    }

    boolean isPayload(String column) {
      return table.kind(column) == ColumnKind.PAYLOAD;
    }

    /** Whether the value is stored as long as the row is, unless its sync was purged. */
    boolean mustHave(String column) {
      return !isPayload(column) || TRAIL.contains(table.name());
    }

    Set<UUID> subjects() {
      return RowFacts.subjects(table, columns(fact));
    }

    /** Returns what the entry commits to, if the column is as it was. */
    String text(JsonObject image, String column) {
      JsonValue value = Objects.requireNonNull(image.get(column));
      return isPayload(column)
          ? RowFacts.hex(value)
          : new String(RowFacts.bytes(value), StandardCharsets.UTF_8);
    }
  }

  /** What all entries together say. */
  static final class Known {
    private final Map<String, Long> last = new HashMap<>();
    private final Set<UUID> purged = new HashSet<>();
    private final Map<String, Set<String>> erased = new HashMap<>();
    private final Set<UUID> erasures = new LinkedHashSet<>();

    void add(long leaf, Fact fact) {
      last.put(place(fact), leaf);
      JsonObject row = fact.row();
      if (fact.table().equals("sync") && row != null && row.containsKey("purged_at")) {
        purged.add(UUID.fromString(fact.key().getString("id")));
        erasures.add(UUID.fromString(row.getString("purge_id")));
      }
      if (!fact.erased().isEmpty()) {
        erased
            .computeIfAbsent(place(fact), place -> new HashSet<>())
            .addAll(fact.erased().keySet());
        erasures.addAll(fact.erased().values());
      }
    }

    /** Returns the purges and erasures, whose first entries say who wanted them and why. */
    Set<UUID> erasures() {
      return erasures;
    }

    /** A value that an entry says was erased, or the salt of which was. */
    private boolean isErased(Row row, String column) {
      return row.isErased(column)
          || (row.isPayload(column)
              && erased.getOrDefault(place(row.fact), Set.of()).contains(column));
    }
  }

  /** A stored payload, whose bytes are read when it is passed. */
  private static final class Payload {
    private final Salt salt;
    private final String checksum;
    private final boolean truncated;
    private byte[] bytes = {};

    Payload(Salt salt, String checksum, boolean truncated) {
      this.salt = salt;
      this.checksum = checksum;
      this.truncated = truncated;
    }
  }
}
