package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Set;

/** Tells what of a type anybody can set. */
final class TypeJson {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** What the platform says of a type and nobody can set. */
  static final Set<String> READ_ONLY =
      Set.of("source", "created", "createdBy", "lastModified", "lastModifiedBy");

  private TypeJson() {}

  /** Returns the type with the key under which it is kept, which its content need not repeat. */
  static JsonObject named(TypeKey key, JsonObject type) {
    return JSON.createObjectBuilder(type).add("key", key.value()).build();
  }

  /** Returns the type without what only the platform can say. */
  static JsonObject settable(JsonObject type) {
    if (READ_ONLY.stream().noneMatch(type::containsKey)) {
      return type;
    }
    JsonObjectBuilder settable = JSON.createObjectBuilder(type);
    READ_ONLY.forEach(settable::remove);
    return settable.build();
  }
}
