package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.PushResult.Item;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells which parts of a push the platform kept, from the representation it answered with: one part
 * per member of the type and per property, named by its JSON Pointer.
 */
final class StoredMembers {
  private StoredMembers() {}

  /**
   * Returns the outcome of every part, or nothing when none is missing.
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
      boolean taken = !missing.contains(part);
      items.add(new Item(part, taken, taken ? null : "The platform stored a different value"));
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
