package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * The spelling of property flags in a version of the API; types are stored in the spelling of v1.
 */
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

  /** Converts the stored form to the response of this version. */
  JsonObject outward(JsonObject type) {
    return inProperties(type, Map.of(V1.localized, localized, V1.required, required));
  }

  /**
   * Converts a request of this version to the stored form. A flag in the spelling of the other
   * version gets an unknown name, so that the rule for unknown members applies.
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
