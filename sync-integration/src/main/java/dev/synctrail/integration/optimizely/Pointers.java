package dev.synctrail.integration.optimizely;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Lists the members that a merge patch (RFC 7396) would change. */
final class Pointers {
  private Pointers() {}

  /** Returns a JSON Pointer (RFC 6901) for each innermost member of the patch, in its order. */
  static List<String> of(JsonObject patch) {
    List<String> pointers = new ArrayList<>();
    collect("", patch, pointers);
    return pointers;
  }

  private static void collect(String at, JsonObject patch, List<String> pointers) {
    patch.forEach(
        (name, value) -> {
          String pointer = at + "/" + Json.encodePointer(name);
          if (value instanceof JsonObject inner && !inner.isEmpty()) {
            collect(pointer, inner, pointers);
          } else {
            pointers.add(pointer);
          }
        });
  }
}
