package dev.synctrail.persistence.ledger;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.ErasedReference;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts of rows, which are given as PostgreSQL's {@code to_jsonb} shows them. Writing an
 * entry and verifying it use this class, so that both always agree.
 */
final class RowFacts {
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
  private static final String BYTEA = "\\x";

  private final EntrySalts salts;
  private final Function<String, @Nullable Commitment> payloads;

  /**
   * @param salts the salts of the entry; a value whose salt is not known is not committed to by any
   *     fact
   * @param payloads finds the commitment of a stored payload by its checksum in hexadecimal
   */
  RowFacts(EntrySalts salts, Function<String, @Nullable Commitment> payloads) {
    this.salts = salts;
    this.payloads = payloads;
  }

  /** Returns the fact that a row has these columns. */
  Fact fact(LedgerTable table, JsonObject image) {
    return fact(table, image, Map.of());
  }

  /**
   * Returns the fact that a row has these columns.
   *
   * @param alsoErased the columns, other than payloads, whose earlier values were erased
   */
  Fact fact(LedgerTable table, JsonObject image, Map<String, UUID> alsoErased) {
    JsonObject key = key(table, image);
    String keyText = text(key);
    JsonObjectBuilder row = BUILDERS.createObjectBuilder();
    Map<String, Commitment> commitments = new TreeMap<>();
    Map<String, UUID> erased = new TreeMap<>(alsoErased);
    image.forEach(
        (column, value) -> {
          if (value.getValueType() != JsonValue.ValueType.NULL && !table.key().contains(column)) {
            switch (table.kind(column)) {
              case OPEN -> row.add(column, value);
              case TIME -> row.add(column, time(value));
              case HEX -> row.add(column, hex(value));
              case COMMITMENT ->
                  commitments.put(
                      column, Commitment.of(salt(table, keyText, column), bytes(value)));
              case PAYLOAD -> {
                ErasedReference gone = ErasedReference.of(hex(value));
                if (gone == null) {
                  commitments.put(column, payload(table, keyText, column, hex(value)));
                } else {
                  commitments.put(column, new Commitment(gone.commitment()));
                  erased.put(column, gone.by());
                }
              }
              case LEFT_OUT -> {}
            }
          }
        });
    return new Fact(table.name(), key, row.build(), commitments, erased, false);
  }

  private Salt salt(LedgerTable table, String key, String column) {
    Salt known = salts.of(table.name(), key, column);
    return known == null ? Salt.random() : known;
  }

  /** Returns the fact that a row with this key was deleted. */
  static Fact deletion(LedgerTable table, JsonObject image) {
    return Fact.deletion(table.name(), key(table, image));
  }

  /** Returns the syncs and runs that a row is about. */
  static Set<UUID> subjects(LedgerTable table, JsonObject image) {
    Set<UUID> subjects = new LinkedHashSet<>();
    for (String column : table.subjects()) {
      if (image.containsKey(column) && !image.isNull(column)) {
        subjects.add(UUID.fromString(image.getString(column)));
      }
    }
    return subjects;
  }

  /** A payload that is not stored is known by its checksum only. */
  private Commitment payload(LedgerTable table, String key, String column, String checksum) {
    Commitment stored = payloads.apply(checksum);
    return stored == null ? Commitment.of(salt(table, key, column), checksum) : stored;
  }

  private static JsonObject key(LedgerTable table, JsonObject image) {
    JsonObjectBuilder key = BUILDERS.createObjectBuilder();
    for (String column : table.key()) {
      JsonValue value = Objects.requireNonNull(image.get(column), column);
      if (table.kind(column) == ColumnKind.HEX) {
        key.add(column, hex(value));
      } else {
        key.add(column, value);
      }
    }
    return key.build();
  }

  /** Returns the canonical JSON of the key of a fact. */
  static String keyText(Fact fact) {
    return text(fact.key());
  }

  private static String text(JsonObject key) {
    return new String(CanonicalJson.of(key), StandardCharsets.UTF_8);
  }

  static String time(JsonValue value) {
    return OffsetDateTime.parse(text(value)).toInstant().toString();
  }

  static String hex(JsonValue value) {
    String text = text(value);
    return text.startsWith(BYTEA) ? text.substring(BYTEA.length()) : text;
  }

  static byte[] bytes(JsonValue value) {
    return value instanceof JsonString string
        ? string.getString().getBytes(StandardCharsets.UTF_8)
        : CanonicalJson.of(value);
  }

  private static String text(JsonValue value) {
    return ((JsonString) value).getString();
  }

  /** Reads a row as PostgreSQL writes it. */
  static JsonObject image(String json) {
    return StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8)).object();
  }
}
