package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.integration.adapter.LiveJson;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the changes that Optimizely calls breaking: removing a property, changing its type, making
 * it required, changing whether it is localized, and removing it from the index.
 */
final class DataLoss {
  private final List<FieldError> losses = new ArrayList<>();

  private DataLoss() {}

  /** Compares two types in one dialect. */
  static List<FieldError> of(JsonObject live, JsonObject wanted) {
    DataLoss found = new DataLoss();
    JsonObject want = properties(wanted);
    properties(live)
        .forEach(
            (key, value) -> {
              if (value instanceof JsonObject property) {
                found.compare("/properties/" + Json.encodePointer(key), property, want.get(key));
              }
            });
    return found.losses;
  }

  private static JsonObject properties(JsonObject type) {
    return type.get("properties") instanceof JsonObject properties
        ? properties
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private void compare(String at, JsonObject is, @Nullable JsonValue wanted) {
    if (!(wanted instanceof JsonObject want)) {
      report(at, "The property and its data are removed.");
      return;
    }
    if (!shape(is).equals(shape(want))) {
      report(
          at,
          "The type changes to %s from %s: its data may be lost."
              .formatted(shape(want), shape(is)));
    }
    for (String required : List.of("isRequired", "required")) {
      if (flag(want, required) && !flag(is, required)) {
        report(
            at + "/" + required, "It becomes required; content without a value becomes invalid.");
      }
    }
    for (String localized : List.of("isLocalized", "localized")) {
      if (flag(want, localized) != flag(is, localized)) {
        report(
            at + "/" + localized,
            flag(want, localized)
                ? "It is no longer localized: only the value in one language is kept."
                : "Its values in other languages are lost.");
      }
    }
    if (LiveJson.text(is, "indexingType").isPresent()
        && LiveJson.text(want, "indexingType").isEmpty()) {
      report(at + "/indexingType", "It is removed from the index.");
    }
  }

  private static String shape(JsonObject property) {
    String type = LiveJson.text(property, "type").orElse("");
    String of = LiveJson.text(property, "contentType").map(" of "::concat).orElse("");
    String items = property.get("items") instanceof JsonObject each ? " of " + shape(each) : "";
    return type + of + items;
  }

  private static boolean flag(JsonObject property, String name) {
    return JsonValue.TRUE.equals(property.get(name));
  }

  private void report(String at, String detail) {
    losses.add(new FieldError(at, detail));
  }
}
