package dev.synctrail.persistence.retention;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts retention rules from and to JSON. Every value is a string; members that are not set are
 * omitted.
 */
final class RetentionJson {
  private RetentionJson() {}

  static String rules(List<RetentionRule> rules) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (RetentionRule rule : rules) {
      JsonObjectBuilder json = Json.createObjectBuilder();
      put(json, "platform", rule.platform());
      put(json, "status", rule.status());
      put(json, "rows", rule.rows());
      put(json, "payloads", rule.payloads());
      put(json, "attempts", rule.attempts());
      array.add(json);
    }
    return array.build().toString();
  }

  static List<RetentionRule> rules(String column) {
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream()
          .map(
              json ->
                  new RetentionRule(
                      get(json, "platform", PlatformId::new),
                      get(json, "status", SyncStatus::valueOf),
                      get(json, "rows", Duration::parse),
                      get(json, "payloads", Duration::parse),
                      get(json, "attempts", Duration::parse)))
          .toList();
    }
  }

  private static void put(JsonObjectBuilder json, String name, @Nullable Object value) {
    if (value != null) {
      json.add(name, value.toString());
    }
  }

  private static <T> @Nullable T get(JsonObject json, String name, Function<String, T> reader) {
    JsonString text = json.getJsonString(name);
    return text == null ? null : reader.apply(text.getString());
  }
}
