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
 * Applies the changes by others to the desired content, member by member.
 *
 * <p>Their changes are the difference between the state that we left and the current state; ours
 * are the difference between the content that our last push intended and the one intended now. So
 * default values of the platform count as changes of neither side. An array is one value: two
 * changes in it affect the same member.
 */
final class ThreeWayMerge {
  private final Set<String> leftAlone;
  private final List<String> clashing = new ArrayList<>();

  /**
   * @param leftAlone top-level members that the platform changes
   */
  ThreeWayMerge(Set<String> leftAlone) {
    this.leftAlone = leftAlone;
  }

  /**
   * Returns the desired content merged with the changes by others. Members that both sides changed
   * are reported by {@link #clashing()}.
   *
   * @param left the state that our last push left
   * @param theirs the current state of the platform
   * @param then the content that our last push intended
   * @param wanted the desired content
   */
  JsonObject merge(JsonObject left, JsonObject theirs, JsonObject then, JsonObject wanted) {
    return merge("", left, theirs, then, wanted);
  }

  /** Returns the members that both sides have changed, by JSON Pointer (RFC 6901). */
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
