package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of the platform for content types, in the spelling of v1. */
public final class ContentRules {
  static final Pattern KEY = Pattern.compile("[A-Za-z][_0-9A-Za-z]{1,254}");
  private static final Pattern PROPERTY_KEY = Pattern.compile("[A-Za-z][_0-9A-Za-z]{0,254}");
  private static final int ANY_LENGTH = Integer.MAX_VALUE;

  private static final Check DATA_TYPES =
      Check.oneOf(
          "string",
          "url",
          "boolean",
          "integer",
          "float",
          "dateTime",
          "contentReference",
          "content",
          "binary",
          "link",
          "richText",
          "json",
          "component");
  private static final Check PROPERTY_TYPES =
      Check.oneOf(
          "string",
          "url",
          "boolean",
          "integer",
          "float",
          "dateTime",
          "contentReference",
          "content",
          "binary",
          "link",
          "richText",
          "json",
          "component",
          "array",
          "composition");

  static final Check BASE_TYPE =
      Check.oneOf(
          "_page",
          "_component",
          "_experience",
          "_section",
          "_element",
          "_media",
          "_image",
          "_video",
          "_folder");

  /**
   * Access rights of a type; an empty list allows access to no user, a missing one to every user.
   */
  static final Check ACCESS_RIGHTS =
      Check.listOf(
          new Shape()
              .requiring("name", Check.text(ANY_LENGTH))
              .with("type", Check.oneOf("user", "role", "application")));

  private static final Check NAMES =
      Check.listOf(Check.matching(Pattern.compile("(?s).*\\S.*"), "Must be a name"));
  private static final Set<String> REFERENCES = Set.of("content", "contentReference");

  private static final Shape ITEMS = property(DATA_TYPES).and(ContentRules::combination);
  private static final Shape PROPERTY =
      property(PROPERTY_TYPES)
          .with("minItems", Check.length())
          .with("maxItems", Check.length())
          .with("items", ITEMS)
          .and(ContentRules::combination);

  static final Shape TYPE =
      new Shape()
          .requiring("key", Check.matching(KEY, "The key is not allowed"))
          .with("displayName", Check.text(255))
          .with("description", Check.text(255))
          .with("baseType", BASE_TYPE)
          .with("isContract", Check.flag())
          .with("contracts", NAMES)
          .with("sortOrder", Check.whole())
          .with("mayContainTypes", NAMES)
          .with("mediaFileExtensions", NAMES)
          .with(
              "compositionBehaviors",
              Check.listOf(Check.oneOf("sectionEnabled", "elementEnabled", "formsElementEnabled")))
          .with("properties", Check.mapOf(PROPERTY_KEY, PROPERTY))
          .with("accessRights", ACCESS_RIGHTS)
          .readOnly("source", "created", "createdBy", "lastModified", "lastModifiedBy")
          .and(ContentRules::composition);

  private ContentRules() {}

  private static Shape property(Check type) {
    return new Shape()
        .requiring("type", type)
        .with("format", Check.text(ANY_LENGTH))
        .with("contentType", Check.text(255))
        .with("displayName", Check.text(255))
        .with("description", Check.text(2000))
        .with("isLocalized", Check.flag())
        .with("isRequired", Check.flag())
        .with("group", Check.text(255))
        .with("sortOrder", Check.whole())
        .with("indexingType", Check.oneOf("disabled", "queryable", "searchable"))
        .with("displayMode", Check.oneOf("available", "hidden"))
        .with("minimum", Check.numberOrText())
        .with("maximum", Check.numberOrText())
        .with("minLength", Check.length())
        .with("maxLength", Check.length())
        .with("pattern", Check.text(ANY_LENGTH))
        .with(
            "enum",
            Check.listOf(
                new Shape()
                    .requiring("value", Check.numberOrText())
                    .with("displayName", Check.text(255))))
        .with("allowedTypes", NAMES)
        .with("restrictedTypes", NAMES)
        .with("editorSettings", Check.object());
  }

  /** Rules for the combination of members in a property or in its items. */
  private static void combination(String path, JsonObject property, List<Wrong> wrong) {
    String type = property.getString("type", "");
    if (type.equals("component") && !property.containsKey("contentType")) {
      wrong.add(new Wrong(path + ".contentType", "A component names its content type"));
    }
    if (type.equals("array") != property.containsKey("items")) {
      wrong.add(new Wrong(path + ".items", "An array says what its items are, nothing else does"));
    }
    if (REFERENCES.contains(type)
        && property.containsKey("contentType")
        && property.get("allowedTypes") instanceof JsonArray allowed
        && !allowed.isEmpty()) {
      wrong.add(
          new Wrong(path + ".allowedTypes", "Cannot be combined with a content type of its own"));
    }
    for (String bound : List.of("minimum", "maximum")) {
      if (property.containsKey(bound) && !isBound(type, property.get(bound))) {
        wrong.add(new Wrong(path + "." + bound, "Must be of the property's type"));
      }
    }
    if (property.get("enum") instanceof JsonArray choices) {
      for (JsonValue choice : choices) {
        if (choice instanceof JsonObject object
            && !isChoice(type, object.getOrDefault("value", JsonValue.NULL))) {
          wrong.add(new Wrong(path + ".enum", "The values must be of the property's type"));
        }
      }
    }
    requireOrder(path, property, "minLength", "maxLength", wrong);
    requireOrder(path, property, "minItems", "maxItems", wrong);
    requireOrder(path, property, "minimum", "maximum", wrong);
  }

  private static boolean isBound(String type, JsonValue value) {
    return switch (type) {
      case "integer" -> value instanceof JsonNumber number && number.isIntegral();
      case "float" -> value instanceof JsonNumber;
      case "dateTime" -> value instanceof JsonString;
      default -> false;
    };
  }

  private static boolean isChoice(String type, JsonValue value) {
    return type.equals("string") ? value instanceof JsonString : isBound(type, value);
  }

  private static void requireOrder(
      String path, JsonObject property, String low, String high, List<Wrong> wrong) {
    if (property.get(low) instanceof JsonNumber least
        && property.get(high) instanceof JsonNumber most
        && least.bigDecimalValue().compareTo(most.bigDecimalValue()) > 0) {
      wrong.add(new Wrong(path + "." + low, "Is more than " + high));
    }
  }

  /** A type has a base type or is a contract; only components have composition behaviours. */
  private static void composition(String path, JsonObject type, List<Wrong> wrong) {
    boolean contract = JsonValue.TRUE.equals(type.get("isContract"));
    if (!contract && !type.containsKey("baseType")) {
      wrong.add(new Wrong("baseType", "Is required"));
    }
    if (!(type.get("compositionBehaviors") instanceof JsonArray behaviors) || behaviors.isEmpty()) {
      return;
    }
    if (!type.getString("baseType", "").equals("_component")) {
      wrong.add(new Wrong("compositionBehaviors", "Only a component has them"));
    }
    if (behaviors.contains(Json.createValue("elementEnabled"))
        && type.get("properties") instanceof JsonObject properties) {
      properties.forEach(
          (name, value) -> {
            if (isContentArea(value)) {
              wrong.add(
                  new Wrong("properties." + name + ".type", "An element cannot hold content"));
            }
          });
    }
  }

  private static boolean isContentArea(JsonValue value) {
    return value instanceof JsonObject property
        && (property.getString("type", "").equals("content")
            || (property.get("items") instanceof JsonObject items
                && items.getString("type", "").equals("content")));
  }

  /**
   * Returns the type with the default values of the platform. The tools of the vendor recognize a
   * type by the member {@code isContract}, which display templates do not have.
   */
  static JsonObject withDefaults(JsonObject type) {
    JsonObjectBuilder full = Json.createObjectBuilder(type);
    if (!type.containsKey("isContract")) {
      full.add("isContract", false);
    }
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

  /** Returns whether the platform regards the change as a possible loss of data. */
  static boolean breaks(JsonObject before, JsonObject after) {
    JsonObject old = properties(before);
    JsonObject now = properties(after);
    for (Map.Entry<String, JsonValue> entry : old.entrySet()) {
      JsonObject was = entry.getValue().asJsonObject();
      if (!(now.get(entry.getKey()) instanceof JsonObject is)) {
        return true;
      }
      if (!kind(is).equals(kind(was))
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

  /** Returns the data type of a property, including the type of its elements or its component. */
  private static String kind(JsonObject property) {
    String type = property.getString("type", "");
    String of = type.equals("component") ? " of " + property.getString("contentType", "") : "";
    return property.get("items") instanceof JsonObject items
        ? type + " of " + kind(items)
        : type + of;
  }

  private static JsonObject properties(JsonObject type) {
    return type.get("properties") instanceof JsonObject object
        ? object
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** Returns a type as it would be stored, and adds why it would be refused. */
  public static JsonObject stored(JsonObject type, List<Wrong> refused) {
    JsonObject stored = TYPE.dense(TYPE.known(type, refused::add)).asJsonObject();
    TYPE.check(stored, refused);
    return stored;
  }
}
