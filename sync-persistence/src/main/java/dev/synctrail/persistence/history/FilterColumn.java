package dev.synctrail.persistence.history;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Stores a filter as a JSON object. Every value is a string; criteria that are not set are omitted.
 */
public final class FilterColumn {
  private FilterColumn() {}

  /** Returns the JSON text of a filter. */
  public static String text(SyncFilter filter) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    filter.values().forEach((criterion, value) -> json.add(criterion.toString(), value.toString()));
    return json.build().toString();
  }

  /** Returns the JSON text of the values of criteria: an array for each. */
  public static String text(Map<Criterion, List<String>> values) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    values.forEach(
        (criterion, each) -> json.add(criterion.toString(), Json.createArrayBuilder(each)));
    return json.build().toString();
  }

  /** Parses the JSON text of the values of criteria. */
  public static Map<Criterion, List<String>> values(String column) {
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
      JsonObject json = reader.readObject();
      Map<Criterion, List<String>> values = new EnumMap<>(Criterion.class);
      for (Criterion criterion : Criterion.values()) {
        JsonArray each = json.getJsonArray(criterion.toString());
        if (each != null) {
          values.put(criterion, each.getValuesAs(JsonString::getString));
        }
      }
      return values;
    }
  }

  /** Parses the JSON text of a filter. */
  public static SyncFilter filter(String column) {
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
      JsonObject json = reader.readObject();
      return SyncFilter.parse(
          criterion -> json.getString(criterion.toString(), null),
          (criterion, fault) -> {
            throw new IllegalStateException("Stored " + criterion + ": " + fault);
          });
    }
  }
}
