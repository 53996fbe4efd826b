package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.platform.LiveJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the merge patch (RFC 7396) that makes the live type what is wanted.
 *
 * <p>Left alone is what only the platform sets, what it fills in by default, and members this
 * adapter does not know. A known member that is live and no longer wanted is removed, and so is
 * every such property. Null in what is wanted means the same as leaving the member out, since a
 * merge patch cannot say it otherwise.
 */
final class MergePatch {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Set<String> OF_TYPE =
      Set.of(
          "displayName",
          "description",
          "isContract",
          "contracts",
          "sortOrder",
          "mayContainTypes",
          "mediaFileExtensions",
          "compositionBehaviors");
  private static final Set<String> OF_PROPERTY =
      Set.of(
          "format",
          "contentType",
          "displayName",
          "description",
          "group",
          "sortOrder",
          "indexingType",
          "isLocalized",
          "localized",
          "isRequired",
          "required",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "enum",
          "minItems",
          "maxItems",
          "allowedTypes",
          "restrictedTypes",
          "items");

  private final Set<String> leftAlone;

  /**
   * @param leftAlone known members that are not removed when they are not wanted
   */
  MergePatch(Set<String> leftAlone) {
    this.leftAlone = leftAlone;
  }

  /** Returns the patch from live to wanted; empty when there is nothing to change. */
  JsonObject from(JsonObject live, JsonObject wanted) {
    JsonObjectBuilder patch = JSON.createObjectBuilder();
    wanted.forEach(
        (name, value) -> {
          if (!name.equals("properties") && !TypeJson.READ_ONLY.contains(name)) {
            set(patch, name, live.get(name), value);
          }
        });
    removeUnwanted(patch, live, wanted, OF_TYPE, live.get("key"));
    JsonObject properties = properties(object(live), object(wanted));
    if (!properties.isEmpty()) {
      patch.add("properties", properties);
    }
    return patch.build();
  }

  private static JsonObject object(JsonObject type) {
    return type.get("properties") instanceof JsonObject properties
        ? properties
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private JsonObject properties(JsonObject live, JsonObject wanted) {
    JsonObjectBuilder patch = JSON.createObjectBuilder();
    wanted.forEach(
        (key, value) -> {
          if (value instanceof JsonObject property && live.get(key) instanceof JsonObject is) {
            JsonObject change = property(is, property, JSON.createValue(key));
            if (!change.isEmpty()) {
              patch.add(key, change);
            }
          } else if (!value.equals(JsonValue.NULL)) {
            patch.add(key, value);
          }
        });
    live.keySet().stream()
        .filter(key -> isAbsent(wanted.get(key)))
        .forEach(key -> patch.add(key, JsonValue.NULL));
    return patch.build();
  }

  private JsonObject property(JsonObject live, JsonObject wanted, @Nullable JsonValue key) {
    JsonObjectBuilder patch = JSON.createObjectBuilder();
    wanted.forEach(
        (name, value) -> {
          if (name.equals("items")
              && value instanceof JsonObject items
              && live.get(name) instanceof JsonObject is) {
            JsonObject change = property(is, items, null);
            if (!change.isEmpty()) {
              patch.add(name, change);
            }
          } else {
            set(patch, name, live.get(name), value);
          }
        });
    removeUnwanted(patch, live, wanted, OF_PROPERTY, key);
    return patch.build();
  }

  private static void set(
      JsonObjectBuilder patch, String name, @Nullable JsonValue live, JsonValue wanted) {
    if (wanted.equals(JsonValue.NULL) || LiveJson.covers(live, wanted)) {
      return;
    }
    if (live instanceof JsonObject is && wanted instanceof JsonObject want) {
      JsonObjectBuilder inner = JSON.createObjectBuilder();
      want.forEach((member, value) -> set(inner, member, is.get(member), value));
      patch.add(name, inner);
    } else {
      patch.add(name, wanted);
    }
  }

  private void removeUnwanted(
      JsonObjectBuilder patch,
      JsonObject live,
      JsonObject wanted,
      Set<String> known,
      @Nullable JsonValue key) {
    Set<String> removable = new HashSet<>(known);
    removable.removeAll(leftAlone);
    live.forEach(
        (name, value) -> {
          boolean filledIn =
              name.equals("displayName") && value instanceof JsonString && value.equals(key);
          if (removable.contains(name)
              && isAbsent(wanted.get(name))
              && !LiveJson.isDefault(value)
              && !filledIn) {
            patch.add(name, JsonValue.NULL);
          }
        });
  }

  private static boolean isAbsent(@Nullable JsonValue value) {
    return value == null || value.equals(JsonValue.NULL);
  }
}
