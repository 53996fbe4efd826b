package dev.synctrail.persistence.retention;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules and filters as JSON, whose every value is a text; what is open is left out. */
final class JsonColumns {
  private JsonColumns() {}

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

  static String filter(SyncFilter filter) {
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
    return json.build().toString();
  }

  static SyncFilter filter(String column) {
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
