package dev.synctrail.ledger;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the audit trail as it was after a transaction.
 *
 * <p>A column without a value is in neither part of it, so that columns can be added later.
 *
 * @param table the table
 * @param key the columns of its primary key
 * @param row the columns that anyone may read; null if the row was deleted
 * @param commitments to the columns that are personal or content; one to a payload is kept when the
 *     payload is erased
 * @param erased the columns whose earlier values were erased, with the purge or erasure that did
 * @param isFromBefore whether the row was recorded before the ledger began, so that the fact says
 *     only what it was when it got its entry
 */
public record Fact(
    String table,
    JsonObject key,
    @Nullable JsonObject row,
    Map<String, Commitment> commitments,
    Map<String, UUID> erased,
    boolean isFromBefore) {
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
  private static final String TABLE = "table";
  private static final String KEY = "key";
  private static final String ROW = "row";
  private static final String COMMITMENTS = "commitments";
  private static final String ERASED = "erased";
  private static final String DELETED = "deleted";
  private static final String FROM_BEFORE = "recordedBeforeLedger";

  public Fact {
    commitments = Map.copyOf(commitments);
    erased = Map.copyOf(erased);
    if (row == null && !(commitments.isEmpty() && erased.isEmpty())) {
      throw new IllegalArgumentException("A row that was deleted has no columns");
    }
  }

  /** Returns the fact that a row has these columns, of which nothing was erased. */
  public Fact(
      String table, JsonObject key, @Nullable JsonObject row, Map<String, Commitment> commitments) {
    this(table, key, row, commitments, Map.of(), false);
  }

  /** Returns the fact about a row that was recorded before the ledger began. */
  public Fact fromBefore() {
    return new Fact(table, key, row, commitments, erased, true);
  }

  /** Returns the fact that a row was deleted. Why is another fact of the same entry. */
  public static Fact deletion(String table, JsonObject key) {
    return new Fact(table, key, null, Map.of());
  }

  JsonObject json() {
    JsonObjectBuilder json = BUILDERS.createObjectBuilder().add(TABLE, table).add(KEY, key);
    if (row == null) {
      return json.add(DELETED, true).build();
    }
    json.add(ROW, row);
    if (isFromBefore) {
      json.add(FROM_BEFORE, true);
    }
    if (!commitments.isEmpty()) {
      JsonObjectBuilder hashes = BUILDERS.createObjectBuilder();
      commitments.forEach((column, commitment) -> hashes.add(column, commitment.hex()));
      json.add(COMMITMENTS, hashes);
    }
    if (!erased.isEmpty()) {
      JsonObjectBuilder columns = BUILDERS.createObjectBuilder();
      erased.forEach((column, by) -> columns.add(column, by.toString()));
      json.add(ERASED, columns);
    }
    return json.build();
  }

  static Fact of(JsonObject json) {
    if (json.getBoolean(DELETED, false)) {
      return deletion(json.getString(TABLE), json.getJsonObject(KEY));
    }
    Map<String, Commitment> commitments = new TreeMap<>();
    JsonValue hashes = json.getOrDefault(COMMITMENTS, JsonValue.EMPTY_JSON_OBJECT);
    hashes
        .asJsonObject()
        .keySet()
        .forEach(
            column ->
                commitments.put(column, new Commitment(hashes.asJsonObject().getString(column))));
    Map<String, UUID> erased = new TreeMap<>();
    JsonObject columns = json.getOrDefault(ERASED, JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    columns
        .keySet()
        .forEach(column -> erased.put(column, UUID.fromString(columns.getString(column))));
    return new Fact(
        json.getString(TABLE),
        json.getJsonObject(KEY),
        json.getJsonObject(ROW),
        commitments,
        erased,
        json.getBoolean(FROM_BEFORE, false));
  }
}
