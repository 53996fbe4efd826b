package dev.synctrail.conflict;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what somebody else changed onto what is wanted, member by member.
 *
 * <p>Their changes are those from what we left there to what is there now; ours those from what we
 * wanted then to what we want now. So what the platform fills in by itself is nobody's change. An
 * array is one value: two changes in it touch the same member.
 */
final class ThreeWayMerge {
  private final Set<String> leftAlone;
  private final List<String> clashing = new ArrayList<>();

  /**
   * @param leftAlone top-level members that change by themselves
   */
  ThreeWayMerge(Set<String> leftAlone) {
    this.leftAlone = leftAlone;
  }

  /**
   * Returns what is wanted with their changes in it; where both changed the same, see {@link
   * #clashing()}.
   *
   * @param left what our last push left there
   * @param theirs what is there now
   * @param then what our last push wanted
   * @param wanted what is wanted now
   */
  JsonObject merge(JsonObject left, JsonObject theirs, JsonObject then, JsonObject wanted) {
    return merge("", left, theirs, then, wanted);
  }

  /** Returns the places that both have changed, by JSON Pointer (RFC 6901). */
  List<String> clashing() {
    return List.copyOf(clashing);
  }

  private JsonObject merge(
      String at, JsonObject left, JsonObject theirs, JsonObject then, JsonObject wanted) {
    JsonObjectBuilder merged = Json.createObjectBuilder();
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(theirs.keySet());
    names.addAll(left.keySet());
    for (String name : names) {
      if (at.isEmpty() && leftAlone.contains(name)) {
        continue;
      }
      JsonValue value =
          member(
              at + "/" + Json.encodePointer(name),
              left.get(name),
              theirs.get(name),
              then.get(name),
              wanted.get(name));
      if (value != null) {
        merged.add(name, value);
      }
    }
    return merged.build();
  }

  private @Nullable JsonValue member(
      String at,
      @Nullable JsonValue left,
      @Nullable JsonValue theirs,
      @Nullable JsonValue then,
      @Nullable JsonValue wanted) {
    if (same(left, theirs)) {
      return wanted;
    }
    if (same(then, wanted)) {
      return theirs;
    }
    if (theirs instanceof JsonObject their && wanted instanceof JsonObject want) {
      return merge(at, object(left), their, object(then), want);
    }
    if (!same(theirs, wanted)) {
      clashing.add(at);
    }
    return wanted;
  }

  private static JsonObject object(@Nullable JsonValue value) {
    return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static boolean same(@Nullable JsonValue one, @Nullable JsonValue other) {
    return one == null ? other == null : one.equals(other);
  }
}
