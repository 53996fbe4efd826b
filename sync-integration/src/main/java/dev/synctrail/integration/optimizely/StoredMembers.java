package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.PushResult.Item;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Determines which parts of a push the platform stored, from the representation in its response.
 * Each member of the type and each property is one part, named by its JSON Pointer.
 */
final class StoredMembers {
  private StoredMembers() {}

  /**
   * Returns the result of every part; empty when all were stored.
   *
   * @param rest the merge patch that would still be needed after the write
   */
  static List<Item> of(JsonObject wanted, JsonObject rest) {
    if (rest.isEmpty()) {
      return List.of();
    }
    Set<String> missing = pointers(rest);
    Set<String> all = pointers(wanted);
    all.addAll(missing);
    List<Item> items = new ArrayList<>();
    for (String part : all) {
      boolean stored = !missing.contains(part);
      items.add(new Item(part, stored, stored ? null : "The platform stored a different value"));
    }
    return items;
  }

  private static Set<String> pointers(JsonObject type) {
    Set<String> pointers = new LinkedHashSet<>();
    type.forEach(
        (name, value) -> {
          if (name.equals("properties") && value instanceof JsonObject properties) {
            properties
                .keySet()
                .forEach(key -> pointers.add("/properties/" + Json.encodePointer(key)));
          } else {
            pointers.add("/" + Json.encodePointer(name));
          }
        });
    return pointers;
  }
}
