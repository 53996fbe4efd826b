package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the merge patch (RFC 7396) that turns the live type into the desired one.
 *
 * <p>The patch keeps read-only members, members that the platform fills in, members that were never
 * ours and members unknown to this adapter. A known member that was ours and is no longer desired
 * is removed, and so is every such property. Null in the desired type also removes the member,
 * because a merge patch has no other meaning for it.
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
          "accessRights",
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
          "displayMode",
          "editorSettings",
          "allowedTypes",
          "restrictedTypes",
          "items");

  private final Set<String> leftAlone;
  private final OwnMembers own;

  /**
   * @param leftAlone known members that are kept even when they are not desired
   * @param own which members were ours
   */
  MergePatch(Set<String> leftAlone, OwnMembers own) {
    this.leftAlone = leftAlone;
    this.own = own;
  }

  /** Returns the desired type plus the live members that were never ours. */
  JsonObject withForeignMembers(JsonObject live, JsonObject wanted) {
    return own.withForeignMembers(
        TypeJson.settable(live), wanted, (path, member) -> !path.contains("editorSettings"));
  }

  /** Returns the patch from live to desired; empty when there is nothing to change. */
  JsonObject from(JsonObject live, JsonObject wanted) {
    return between(live, withForeignMembers(live, wanted));
  }

  /** Returns the patch that leaves no live member to others. */
  JsonObject between(JsonObject live, JsonObject wanted) {
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

  /**
   * Returns the differences that no merge patch can apply: members that cannot change after
   * creation, and null values where removing the member has another meaning, as far as this adapter
   * knows.
   */
  static List<FieldError> notExpressible(JsonObject live, JsonObject wanted) {
    List<FieldError> found = new ArrayList<>();
    JsonValue base = wanted.getOrDefault("baseType", JsonValue.NULL);
    JsonValue is = live.getOrDefault("baseType", JsonValue.NULL);
    if (!isAbsent(base) && !isAbsent(is) && !base.equals(is)) {
      found.add(new FieldError("/baseType", "It is " + is + " and cannot become " + base + "."));
    }
    nulls("", live, wanted, OF_TYPE, found);
    object(wanted)
        .forEach(
            (key, value) -> {
              if (value instanceof JsonObject property
                  && object(live).get(key) instanceof JsonObject there) {
                nulls(
                    "/properties/" + Json.encodePointer(key), there, property, OF_PROPERTY, found);
              }
            });
    return found;
  }

  private static void nulls(
      String at, JsonObject live, JsonObject wanted, Set<String> known, List<FieldError> found) {
    wanted.forEach(
        (name, value) -> {
          if (value.equals(JsonValue.NULL)
              && !known.contains(name)
              && !TypeJson.READ_ONLY.contains(name)
              && !isAbsent(live.get(name))) {
            found.add(
                new FieldError(
                    at + "/" + Json.encodePointer(name), "A merge patch cannot set it to null."));
          }
        });
  }

  private static boolean isAbsent(@Nullable JsonValue value) {
    return value == null || value.equals(JsonValue.NULL);
  }
}
