package dev.synctrail.persistence.history;

import dev.synctrail.history.SyncFilter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;

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

  /** Parses the JSON text that {@link #text} returns. */
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
