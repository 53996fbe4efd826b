package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Set;

/** Separates the settable members of a type from the read-only ones. */
final class TypeJson {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** Members that only the platform sets. */
  static final Set<String> READ_ONLY =
      Set.of("source", "created", "createdBy", "lastModified", "lastModifiedBy");

  private TypeJson() {}

  /** Returns the type with the key under which it is stored; the content may omit it. */
  static JsonObject named(TypeKey key, JsonObject type) {
    return JSON.createObjectBuilder(type).add("key", key.value()).build();
  }

  /** Returns the type without its read-only members. */
  static JsonObject settable(JsonObject type) {
    if (READ_ONLY.stream().noneMatch(type::containsKey)) {
      return type;
    }
    JsonObjectBuilder settable = JSON.createObjectBuilder(type);
    READ_ONLY.forEach(settable::remove);
    return settable.build();
  }
}
