package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What the platform takes for a content type, in the spelling of v1. */
final class ContentRules {
  private static final Pattern KEY = Pattern.compile("[A-Za-z][_0-9A-Za-z]{1,254}");
  private static final Pattern PROPERTY_KEY = Pattern.compile("[A-Za-z][_0-9A-Za-z]{0,254}");

  static final Set<String> READ_ONLY =
      Set.of("source", "created", "createdBy", "lastModified", "lastModifiedBy");
  private static final Set<String> OF_TYPE =
      Set.of(
          "key",
          "displayName",
          "description",
          "baseType",
          "isContract",
          "contracts",
          "sortOrder",
          "mayContainTypes",
          "mediaFileExtensions",
          "compositionBehaviors",
          "properties");
  private static final Set<String> OF_PROPERTY =
      Set.of(
          "type",
          "format",
          "contentType",
          "displayName",
          "description",
          "group",
          "sortOrder",
          "indexingType",
          "isLocalized",
          "isRequired",
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
  private static final Set<String> BASE_TYPES =
      Set.of(
          "_page",
          "_component",
          "_experience",
          "_section",
          "_element",
          "_media",
          "_image",
          "_video",
          "_folder");
  private static final Set<String> PROPERTY_TYPES =
      Set.of(
          "string",
          "url",
          "boolean",
          "integer",
          "float",
          "dateTime",
          "contentReference",
          "content",
          "link",
          "richText",
          "json",
          "array",
          "component",
          "composition");
  private static final Set<String> INDEXING = Set.of("disabled", "queryable", "searchable");
  private static final Set<String> BEHAVIORS =
      Set.of("sectionEnabled", "elementEnabled", "formsElementEnabled");

  private ContentRules() {}

  /** Calls back for every member nobody knows, in a whole type or in a patch of one. */
  static List<Wrong> unknown(JsonObject type) {
    List<Wrong> found = new ArrayList<>();
    keepKnown(type, (path, name) -> found.add(new Wrong(path, "Unknown field '" + name + "'")));
    return found;
  }

  /** Returns the type without members that nobody knows and without those only read. */
  static JsonObject known(JsonObject type) {
    return keepKnown(type, (path, name) -> {});
  }

  private static JsonObject keepKnown(JsonObject type, BiConsumer<String, String> unknown) {
    JsonObjectBuilder kept = Json.createObjectBuilder();
    type.forEach(
        (name, value) -> {
          if (READ_ONLY.contains(name)) {
            return;
          }
          if (!OF_TYPE.contains(name)) {
            unknown.accept(name, name);
          } else if (name.equals("properties") && value instanceof JsonObject properties) {
            JsonObjectBuilder each = Json.createObjectBuilder();
            properties.forEach(
                (key, property) ->
                    each.add(key, knownProperty("properties." + key, property, unknown)));
            kept.add(name, each);
          } else {
            kept.add(name, value);
          }
        });
    return kept.build();
  }

  private static JsonValue knownProperty(
      String path, JsonValue value, BiConsumer<String, String> unknown) {
    if (!(value instanceof JsonObject property)) {
      return value;
    }
    JsonObjectBuilder kept = Json.createObjectBuilder();
    property.forEach(
        (name, member) -> {
          if (!OF_PROPERTY.contains(name)) {
            unknown.accept(path + "." + name, name);
          } else {
            kept.add(
                name,
                name.equals("items") ? knownProperty(path + ".items", member, unknown) : member);
          }
        });
    return kept.build();
  }

  /** Returns the type with what the platform adds where nothing was said. */
  static JsonObject withDefaults(JsonObject type) {
    JsonObjectBuilder full = Json.createObjectBuilder(type);
    if (!type.containsKey("sortOrder")) {
      full.add("sortOrder", 0);
    }
    if (type.get("properties") instanceof JsonObject properties) {
      JsonObjectBuilder each = Json.createObjectBuilder();
      properties.forEach(
          (key, value) -> {
            JsonObjectBuilder property = Json.createObjectBuilder(value.asJsonObject());
            for (String flag : List.of("isLocalized", "isRequired")) {
              if (!value.asJsonObject().containsKey(flag)) {
                property.add(flag, false);
              }
            }
            if (!value.asJsonObject().containsKey("sortOrder")) {
              property.add("sortOrder", 0);
            }
            each.add(key, property);
          });
      full.add("properties", each);
    }
    return full.build();
  }

  /** Returns everything that is wrong with a whole type. */
  static List<Wrong> violations(JsonObject type) {
    List<Wrong> wrong = new ArrayList<>();
    String key = type.get("key") instanceof JsonString text ? text.getString() : "";
    if (!KEY.matcher(key).matches()) {
      wrong.add(new Wrong("key", "The key is missing or not allowed"));
    }
    atMost(type, "displayName", 255, "", wrong);
    atMost(type, "description", 255, "", wrong);
    boolean contract = JsonValue.TRUE.equals(type.get("isContract"));
    if (!contract
        && !(type.get("baseType") instanceof JsonString base
            && BASE_TYPES.contains(base.getString()))) {
      wrong.add(new Wrong("baseType", "The base type is missing or not known"));
    }
    integer(type, "sortOrder", "", wrong);
    strings(type, "contracts", "", wrong);
    strings(type, "mayContainTypes", "", wrong);
    strings(type, "mediaFileExtensions", "", wrong);
    strings(type, "compositionBehaviors", "", wrong);
    if (type.get("compositionBehaviors") instanceof JsonArray behaviors) {
      for (JsonValue behavior : behaviors) {
        if (!(behavior instanceof JsonString text && BEHAVIORS.contains(text.getString()))) {
          wrong.add(new Wrong("compositionBehaviors", "Not a composition behavior: " + behavior));
        }
      }
    }
    JsonValue properties = type.get("properties");
    if (properties instanceof JsonObject all) {
      all.forEach((name, value) -> property(name, value, wrong));
    } else if (properties != null) {
      wrong.add(new Wrong("properties", "Must be an object"));
    }
    return wrong;
  }

  private static void property(String name, JsonValue value, List<Wrong> wrong) {
    String path = "properties." + name;
    if (!PROPERTY_KEY.matcher(name).matches()) {
      wrong.add(new Wrong(path, "The property's name is not allowed"));
    }
    if (value instanceof JsonObject property) {
      data(path, property, wrong);
      if (property.get("items") instanceof JsonObject items
          && "array".equals(items.getString("type", ""))) {
        wrong.add(new Wrong(path + ".items.type", "An array of arrays is not allowed"));
      }
    } else {
      wrong.add(new Wrong(path, "Must be an object"));
    }
  }

  private static void data(String path, JsonObject property, List<Wrong> wrong) {
    String type = property.get("type") instanceof JsonString text ? text.getString() : "";
    if (!PROPERTY_TYPES.contains(type)) {
      wrong.add(new Wrong(path + ".type", "The type is missing or not known"));
    }
    atMost(property, "displayName", 255, path + ".", wrong);
    atMost(property, "description", 2000, path + ".", wrong);
    for (String whole : List.of("sortOrder", "minLength", "maxLength", "minItems", "maxItems")) {
      integer(property, whole, path + ".", wrong);
    }
    strings(property, "allowedTypes", path + ".", wrong);
    strings(property, "restrictedTypes", path + ".", wrong);
    if (property.get("indexingType") instanceof JsonString indexing
        && !INDEXING.contains(indexing.getString())) {
      wrong.add(new Wrong(path + ".indexingType", "Not an indexing type"));
    }
    if (type.equals("component") && !(property.get("contentType") instanceof JsonString)) {
      wrong.add(new Wrong(path + ".contentType", "A component names its content type"));
    }
    if (type.equals("array")) {
      if (property.get("items") instanceof JsonObject items) {
        data(path + ".items", items, wrong);
      } else {
        wrong.add(new Wrong(path + ".items", "An array says what its items are"));
      }
    }
    if (property.get("enum") instanceof JsonArray choices) {
      for (JsonValue choice : choices) {
        if (!(choice instanceof JsonObject object && object.containsKey("value"))) {
          wrong.add(new Wrong(path + ".enum", "A choice has a value"));
        }
      }
    }
  }

  private static void atMost(
      JsonObject object, String name, int limit, String path, List<Wrong> wrong) {
    JsonValue value = object.get(name);
    if (value != null
        && !(value instanceof JsonString text && text.getString().length() <= limit)) {
      wrong.add(new Wrong(path + name, "Must be text of at most " + limit + " characters"));
    }
  }

  private static void integer(JsonObject object, String name, String path, List<Wrong> wrong) {
    JsonValue value = object.get(name);
    if (value != null && !(value instanceof JsonNumber number && number.isIntegral())) {
      wrong.add(new Wrong(path + name, "Must be a whole number"));
    }
  }

  private static void strings(JsonObject object, String name, String path, List<Wrong> wrong) {
    JsonValue value = object.get(name);
    if (value != null
        && !(value instanceof JsonArray array
            && array.stream().allMatch(JsonString.class::isInstance))) {
      wrong.add(new Wrong(path + name, "Must be a list of texts"));
    }
  }

  /** Tells whether the change could lose data in the platform's eyes. */
  static boolean breaks(JsonObject before, JsonObject after) {
    JsonObject old = properties(before);
    JsonObject now = properties(after);
    for (Map.Entry<String, JsonValue> entry : old.entrySet()) {
      JsonObject was = entry.getValue().asJsonObject();
      if (!(now.get(entry.getKey()) instanceof JsonObject is)) {
        return true;
      }
      if (!is.getString("type", "").equals(was.getString("type", ""))
          || (is.getBoolean("isRequired", false) && !was.getBoolean("isRequired", false))
          || is.getBoolean("isLocalized", false) != was.getBoolean("isLocalized", false)
          || (was.containsKey("indexingType") && !is.containsKey("indexingType"))) {
        return true;
      }
    }
    return now.entrySet().stream()
        .anyMatch(
            entry ->
                !old.containsKey(entry.getKey())
                    && entry.getValue().asJsonObject().getBoolean("isRequired", false));
  }

  private static JsonObject properties(JsonObject type) {
    return type.get("properties") instanceof JsonObject object
        ? object
        : JsonValue.EMPTY_JSON_OBJECT;
  }
}
