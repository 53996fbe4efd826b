package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds and removes references from one content type to others. */
final class TypeReferences {
  private static final List<String> OF_TYPE = List.of("mayContainTypes", "contracts");
  private static final List<String> OF_PROPERTY = List.of("allowedTypes", "restrictedTypes");

  private TypeReferences() {}

  /** Returns the keys of the referenced types; illegal keys are ignored. */
  static Set<TypeKey> in(JsonObject type) {
    Set<TypeKey> found = new LinkedHashSet<>();
    OF_TYPE.forEach(name -> add(found, type.get(name)));
    properties(type).values().forEach(property -> addOf(found, property));
    return found;
  }

  private static void addOf(Set<TypeKey> found, JsonValue value) {
    if (value instanceof JsonObject property) {
      add(found, property.get("contentType"));
      OF_PROPERTY.forEach(name -> add(found, property.get(name)));
      addOf(found, property.getOrDefault("items", JsonValue.NULL));
    }
  }

  private static void add(Set<TypeKey> found, @Nullable JsonValue value) {
    if (value instanceof JsonArray array) {
      array.forEach(each -> add(found, each));
    } else if (value instanceof JsonString text && TypeKey.isLegal(text.getString())) {
      found.add(new TypeKey(text.getString()));
    }
  }

  /**
   * Returns the type without its references to {@code others}, so that it can be pushed before they
   * exist.
   */
  static JsonObject without(JsonObject type, Set<TypeKey> others) {
    Predicate<JsonValue> refersToOther =
        value -> {
          Set<TypeKey> found = new LinkedHashSet<>();
          add(found, value);
          return found.stream().anyMatch(others::contains);
        };
    JsonObjectBuilder rest = Json.createObjectBuilder();
    type.forEach(
        (name, value) -> {
          if (OF_TYPE.contains(name) && value instanceof JsonArray array) {
            JsonArrayBuilder kept = Json.createArrayBuilder();
            array.stream().filter(refersToOther.negate()).forEach(kept::add);
            rest.add(name, kept);
          } else if (!name.equals("properties")) {
            rest.add(name, value);
          }
        });
    if (type.get("properties") instanceof JsonObject properties) {
      JsonObjectBuilder kept = Json.createObjectBuilder();
      properties.forEach(
          (key, property) -> {
            Set<TypeKey> found = new LinkedHashSet<>();
            addOf(found, property);
            if (found.stream().noneMatch(others::contains)) {
              kept.add(key, property);
            }
          });
      rest.add("properties", kept);
    }
    return rest.build();
  }

  private static JsonObject properties(JsonObject type) {
    return type.get("properties") instanceof JsonObject properties
        ? properties
        : JsonValue.EMPTY_JSON_OBJECT;
  }
}
