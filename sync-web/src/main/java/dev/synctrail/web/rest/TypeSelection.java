package dev.synctrail.web.rest;

import dev.synctrail.contenttype.TypeKey;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of a request: a word such as {@code all}, or their keys.
 *
 * @param word null if the keys are given
 */
public record TypeSelection(@Nullable String word, List<TypeKey> typeKeys) {

  /** Reads a member that is a string or an array of strings; null if it is missing. */
  static @Nullable TypeSelection read(JsonBody in, String name) {
    JsonValue value = in.optional(name);
    if (value instanceof JsonString word) {
      return new TypeSelection(word.getString(), List.of());
    }
    if (JsonValue.EMPTY_JSON_ARRAY.equals(value)) {
      in.fault(name, "At least one type is required");
    }
    return value == null ? null : new TypeSelection(null, in.values(name, TypeKey::new));
  }
}
