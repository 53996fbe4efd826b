package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/** How a version of the API spells a property's flags; types are kept in the spelling of v1. */
enum Spelling {
  V1("/v1", "isLocalized", "isRequired", "totalCount"),
  PREVIEW3("/preview3", "localized", "required", "totalItemCount");

  final String prefix;
  final String localized;
  final String required;
  final String total;

  Spelling(String prefix, String localized, String required, String total) {
    this.prefix = prefix;
    this.localized = localized;
    this.required = required;
    this.total = total;
  }

  /** From what is kept to what this version answers. */
  JsonObject outward(JsonObject type) {
    return inProperties(type, Map.of(V1.localized, localized, V1.required, required));
  }

  /**
   * From what this version was sent to what is kept. A flag in the other version's spelling gets a
   * name that nobody knows, so that it meets the rule for unknown members.
   */
  JsonObject inward(JsonObject type) {
    return this == V1
        ? type
        : inProperties(
            type,
            Map.of(
                localized,
                V1.localized,
                required,
                V1.required,
                V1.localized,
                "isLocalized?",
                V1.required,
                "isRequired?"));
  }

  private static JsonObject inProperties(JsonObject type, Map<String, String> names) {
    if (!(type.get("properties") instanceof JsonObject properties)) {
      return type;
    }
    JsonObjectBuilder renamed = Json.createObjectBuilder();
    properties.forEach((key, value) -> renamed.add(key, rename(value, names)));
    return Json.createObjectBuilder(type).add("properties", renamed).build();
  }

  private static JsonValue rename(JsonValue property, Map<String, String> names) {
    if (!(property instanceof JsonObject object)) {
      return property;
    }
    JsonObjectBuilder renamed = Json.createObjectBuilder();
    object.forEach(
        (name, value) ->
            renamed.add(
                names.getOrDefault(name, name),
                name.equals("items") ? rename(value, names) : value));
    return renamed.build();
  }
}
