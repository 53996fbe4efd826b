package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EntrySalts;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.ErasedReference;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares a row with what a fact says about it. This is what {@link RowFacts} would make of the
 * row, without making it.
 *
 * @param altered the columns that are not as the fact says
 * @param lost the checksums in columns that refer to a payload other than the one of the fact, or
 *     to one that is not stored
 * @param opened the columns whose values are those that the fact commits to
 */
record RowComparison(Set<String> altered, Map<String, String> lost, Set<String> opened) {

  /**
   * Compares.
   *
   * @param salts the salts of the entry; if they are lost, commitments cannot be compared
   * @param image the row as PostgreSQL shows it in JSON
   * @param stored whether the payload with a checksum has a commitment
   */
  static RowComparison of(
      LedgerTable table,
      Fact fact,
      EntrySalts salts,
      JsonObject image,
      BiPredicate<String, Commitment> stored) {
    RowComparison result = new RowComparison(new TreeSet<>(), new TreeMap<>(), new TreeSet<>());
    JsonObject open = Objects.requireNonNull(fact.row());
    String key = RowFacts.keyText(fact);
    int found = 0;
    for (Map.Entry<String, JsonValue> member : image.entrySet()) {
      String column = member.getKey();
      JsonValue value = member.getValue();
      if (value.getValueType() == JsonValue.ValueType.NULL || table.key().contains(column)) {
        continue;
      }
      ColumnKind kind = table.kind(column);
      Commitment recorded = fact.commitments().get(column);
      switch (kind) {
        case OPEN, TIME, HEX -> {
          if (isEqual(kind, value, open.get(column))) {
            found++;
          } else {
            result.altered.add(column);
          }
        }
        case COMMITMENT -> {
          if (recorded == null) {
            result.altered.add(column);
          } else if (opens(salts.of(table.name(), key, column), recorded, RowFacts.bytes(value))) {
            result.opened.add(column);
          } else if (!salts.isLost()) {
            result.altered.add(column);
          }
        }
        case PAYLOAD -> {
          String checksum = RowFacts.hex(value);
          ErasedReference gone = ErasedReference.of(checksum);
          if (recorded == null || !isErasedBy(gone, fact.erased().get(column))) {
            result.altered.add(column);
          } else if (gone != null) {
            if (!gone.commitment().equals(recorded.hex()) && !salts.isLost()) {
              result.altered.add(column);
            }
          } else if (stored.test(checksum, recorded)
              || opens(salts.of(table.name(), key, column), recorded, utf8(checksum))) {
            result.opened.add(column);
          } else {
            result.lost.put(column, checksum);
          }
        }
        case LEFT_OUT -> {}
      }
    }
    if (found < open.size()) {
      open.keySet().stream()
          .filter(column -> !isOpen(table.kind(column)) || isMissing(image, column))
          .forEach(result.altered::add);
    }
    fact.commitments().keySet().stream()
        .filter(column -> isOpen(table.kind(column)) || isMissing(image, column))
        .forEach(result.altered::add);
    return result;
  }

  private static boolean opens(@Nullable Salt salt, Commitment recorded, byte[] value) {
    return salt != null && Commitment.of(salt, value).equals(recorded);
  }

  private static boolean isErasedBy(@Nullable ErasedReference gone, @Nullable UUID recorded) {
    return Objects.equals(gone == null ? null : gone.by(), recorded);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isEqual(ColumnKind kind, JsonValue value, @Nullable JsonValue recorded) {
    if (kind == ColumnKind.OPEN || recorded == null) {
      return value.equals(recorded);
    }
    return recorded instanceof JsonString text
        && text.getString()
            .equals(kind == ColumnKind.TIME ? RowFacts.time(value) : RowFacts.hex(value));
  }

  private static boolean isOpen(ColumnKind kind) {
    return kind == ColumnKind.OPEN || kind == ColumnKind.TIME || kind == ColumnKind.HEX;
  }

  private static boolean isMissing(JsonObject image, String column) {
    return image.getOrDefault(column, JsonValue.NULL) == JsonValue.NULL;
  }
}
