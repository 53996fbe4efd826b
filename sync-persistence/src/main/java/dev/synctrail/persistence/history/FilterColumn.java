package dev.synctrail.persistence.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.Holding;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores a filter as a JSON object. Every value is a string; criteria that are not set are omitted.
 */
public final class FilterColumn {
  private FilterColumn() {}

  /** Returns the JSON text of a filter. */
  public static String text(SyncFilter filter) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    put(json, "typeKey", filter.typeKey());
    put(json, "platform", filter.platform());
    put(json, "status", filter.status());
    put(json, "direction", filter.direction());
    put(json, "operation", filter.operation());
    put(json, "from", filter.period().from());
    put(json, "until", filter.period().until());
    put(json, "deployment", filter.deployment());
    put(json, "retrieval", filter.retrieval());
    put(json, "versionHash", filter.versionHash());
    put(json, "versionId", filter.versionId());
    put(json, "actor", filter.actor());
    put(json, "failureClass", filter.failureClass());
    put(json, "httpClass", filter.httpClass());
    put(json, "errorText", filter.errorText());
    put(json, "dryRun", filter.dryRun());
    Holding holding = filter.holding();
    if (holding != null) {
      put(json, "pointer", holding.pointer());
      put(json, "value", holding.value());
    }
    return json.build().toString();
  }

  /** Parses the JSON text that {@link #text} returns. */
  public static SyncFilter filter(String column) {
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
      JsonObject json = reader.readObject();
      return SyncFilter.builder()
          .typeKey(get(json, "typeKey", TypeKey::new))
          .platform(get(json, "platform", PlatformId::new))
          .status(get(json, "status", SyncStatus::valueOf))
          .direction(get(json, "direction", Direction::valueOf))
          .operation(get(json, "operation", Operation::valueOf))
          .period(new Period(get(json, "from", Instant::parse), get(json, "until", Instant::parse)))
          .deployment(get(json, "deployment", id -> new RunId(UUID.fromString(id))))
          .retrieval(get(json, "retrieval", id -> new RunId(UUID.fromString(id))))
          .versionHash(get(json, "versionHash", text -> text))
          .versionId(get(json, "versionId", text -> text))
          .actor(get(json, "actor", text -> text))
          .failureClass(get(json, "failureClass", FailureClass::valueOf))
          .httpClass(get(json, "httpClass", Integer::valueOf))
          .errorText(get(json, "errorText", text -> text))
          .dryRun(get(json, "dryRun", Boolean::valueOf))
          .holding(
              get(
                  json,
                  "pointer",
                  pointer -> new Holding(pointer, get(json, "value", text -> text))))
          .build();
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
