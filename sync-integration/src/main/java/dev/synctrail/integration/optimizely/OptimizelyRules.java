package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates a content type against the rules known from the platform before it is stored or sent.
 *
 * <p>Some combinations are rejected only when a type is written in Synctrail. The platform or its
 * tools refuse to create them, but a platform may still hold them, and pulled content must remain
 * pushable.
 *
 * <p>Reports all violations at once. Unknown members and members that the platform writes itself
 * are accepted, because the sources about the platform disagree on them. {@code null} counts as
 * absent, as in a JSON Merge Patch (RFC 7396).
 */
final class OptimizelyRules {
  private static final Set<String> BASE_TYPES =
      ordered(
          "_page",
          "_component",
          "_experience",
          "_section",
          "_element",
          "_media",
          "_image",
          "_video",
          "_folder");
  private static final Set<String> BEHAVIORS =
      ordered("sectionEnabled", "elementEnabled", "formsElementEnabled");
  private static final Set<String> PROPERTY_TYPES =
      ordered(
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
          "array",
          "component",
          "composition");
  private static final Set<String> INDEXING_TYPES = ordered("disabled", "queryable", "searchable");
  private static final Set<String> DISPLAY_MODES = ordered("available", "hidden");
  private static final Set<String> IDENTITY_TYPES = ordered("application", "role", "user");
  private static final Set<String> BOUNDED_TYPES = ordered("dateTime", "float", "integer");
  private static final Set<String> REFERENCE_TYPES = ordered("content", "contentReference");
  private static final Pattern PROPERTY_NAME = Pattern.compile("[A-Za-z][_0-9A-Za-z]{0,254}");

  /** A base type of earlier versions that the vendor's tools no longer create. */
  private static final String ELEMENT = "_element";

  private static final int NAME_LIMIT = 255;
  private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final int PROPERTY_DESCRIPTION_LIMIT = 2_000;

  private final boolean authored;
  private final List<Violation> violations = new ArrayList<>();

  private OptimizelyRules(boolean authored) {
    this.authored = authored;
  }

  /** Returns all violations of {@code type}, in the order of the rules; empty if there are none. */
  static List<Violation> check(ContentType type) {
    return check(type, true);
  }

  /**
   * Returns the violations of rules that every known platform enforces; empty if there are none.
   */
  static List<Violation> checkForPush(ContentType type) {
    return check(type, false);
  }

  private static List<Violation> check(ContentType type, boolean authored) {
    OptimizelyRules rules = new OptimizelyRules(authored);
    rules.type(type.key(), type.object());
    return List.copyOf(rules.violations);
  }

  private void type(TypeKey key, JsonObject type) {
    key(key, type);
    text(type, "", "displayName", NAME_LIMIT);
    text(type, "", "description", NAME_LIMIT);
    flag(type, "", "isContract");
    baseType(type);
    whole(type, "", "sortOrder", Integer.MIN_VALUE);
    texts(type, "", "contracts");
    texts(type, "", "mayContainTypes");
    texts(type, "", "mediaFileExtensions");
    accessRights(type);
    properties(type, isElement(type));
  }

  /**
   * Checks the composition behaviors and returns whether the type is an element of compositions.
   */
  private boolean isElement(JsonObject type) {
    JsonArray behaviors = texts(type, "", "compositionBehaviors");
    if (behaviors == null) {
      return false;
    }
    boolean element = false;
    for (int i = 0; i < behaviors.size(); i++) {
      if (behaviors.get(i) instanceof JsonString behavior) {
        oneOf(BEHAVIORS, behavior, "/compositionBehaviors/" + i);
        element |= behavior.getString().equals("elementEnabled");
      }
    }
    if (authored && !behaviors.isEmpty() && isOtherThanComponent(type)) {
      violate(
          "/compositionBehaviors", "Only the base type _component can have composition behaviors.");
    }
    return element;
  }

  private static boolean isOtherThanComponent(JsonObject type) {
    return JsonValue.TRUE.equals(type.get("isContract"))
        || (type.get("baseType") instanceof JsonString base
            && BASE_TYPES.contains(base.getString())
            && !base.getString().equals("_component"));
  }

  private void accessRights(JsonObject type) {
    JsonValue value = present(type, "accessRights");
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonArray rights)) {
      violate("/accessRights", "Must be an array.");
      return;
    }
    for (int i = 0; i < rights.size(); i++) {
      String at = "/accessRights/" + i;
      if (!(rights.get(i) instanceof JsonObject right)) {
        violate(at, "Must be an object with name and type.");
        continue;
      }
      if (!(right.get("name") instanceof JsonString)) {
        violate(at + "/name", "A string is required.");
      }
      JsonValue identity = present(right, "type");
      if (identity != null) {
        oneOf(IDENTITY_TYPES, identity, at + "/type");
      }
    }
  }

  private void key(TypeKey key, JsonObject type) {
    JsonValue value = present(type, "key");
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonString text)) {
      violate("/key", "Must be a string.");
    } else if (!TypeKey.isLegal(text.getString())) {
      violate(
          "/key",
          "A key must have 2 to 255 characters: a letter, then letters, digits or"
              + " underscores.");
    } else if (!text.getString().equals(key.value())) {
      violate("/key", "The key must be \"%s\", the key it is stored under.".formatted(key));
    }
  }

  private void baseType(JsonObject type) {
    JsonValue value = present(type, "baseType");
    boolean contract = JsonValue.TRUE.equals(type.get("isContract"));
    if (authored && contract && value != null) {
      violate("/baseType", "A contract cannot have a base type.");
    } else if (value != null) {
      if (oneOf(BASE_TYPES, value, "/baseType") && authored && isText(type, "baseType", ELEMENT)) {
        violate(
            "/baseType",
            "An element must be a _component with the composition behavior elementEnabled.");
      }
    } else if (!contract) {
      violate(
          "/baseType",
          "A base type is required: one of %s.".formatted(String.join(", ", BASE_TYPES)));
    }
  }

  private void properties(JsonObject type, boolean element) {
    JsonValue value = present(type, "properties");
    if (value == null) {
      return;
    }
    if (!(value instanceof JsonObject properties)) {
      violate("/properties", "Must be an object.");
      return;
    }
    properties.forEach(
        (name, property) -> {
          String at = "/properties/" + name.replace("~", "~0").replace("/", "~1");
          if (name.isBlank()) {
            violate(at, "A property requires a name.");
          } else if (authored && !PROPERTY_NAME.matcher(name).matches()) {
            violate(
                at,
                "A property name can have at most 255 characters: a letter, then letters,"
                    + " digits or underscores.");
          }
          property(property, at, false);
          if (authored && element && property instanceof JsonObject object) {
            requireNoContent(object, at);
            requireNoContent(object.get("items"), at + "/items");
          }
        });
  }

  /** An element of a composition can refer to content, but not contain it. */
  private void requireNoContent(@Nullable JsonValue typed, String at) {
    if (typed instanceof JsonObject object && isText(object, "type", "content")) {
      violate(at + "/type", "With elementEnabled, use contentReference instead of content.");
    }
  }

  private static boolean isText(JsonObject owner, String name, String value) {
    return owner.get(name) instanceof JsonString text && text.getString().equals(value);
  }

  private void property(JsonValue value, String at, boolean item) {
    if (!(value instanceof JsonObject property)) {
      violate(at, "Must be an object.");
      return;
    }
    String type = propertyType(property, at, item);
    text(property, at, "format", Integer.MAX_VALUE);
    text(property, at, "contentType", NAME_LIMIT);
    if (type.equals("component") && present(property, "contentType") == null) {
      violate(at + "/contentType", "A property of type component requires a contentType.");
    }
    text(property, at, "displayName", NAME_LIMIT);
    text(property, at, "description", PROPERTY_DESCRIPTION_LIMIT);
    text(property, at, "group", NAME_LIMIT);
    text(property, at, "pattern", Integer.MAX_VALUE);
    whole(property, at, "sortOrder", Integer.MIN_VALUE);
    for (String flag : List.of("localized", "isLocalized", "required", "isRequired")) {
      flag(property, at, flag);
    }
    JsonValue indexing = present(property, "indexingType");
    if (indexing != null) {
      oneOf(INDEXING_TYPES, indexing, at + "/indexingType");
    }
    JsonValue display = present(property, "displayMode");
    if (display != null) {
      oneOf(DISPLAY_MODES, display, at + "/displayMode");
    }
    JsonValue editor = present(property, "editorSettings");
    if (editor != null && !(editor instanceof JsonObject)) {
      violate(at + "/editorSettings", "Must be an object.");
    }
    bounds(property, at, type);
    ordered(
        property,
        at,
        "minLength",
        whole(property, at, "minLength", 0),
        "maxLength",
        whole(property, at, "maxLength", 0));
    ordered(
        property,
        at,
        "minItems",
        whole(property, at, "minItems", 0),
        "maxItems",
        whole(property, at, "maxItems", 0));
    enumeration(property, at, type);
    JsonArray allowed = texts(property, at, "allowedTypes");
    if (authored
        && REFERENCE_TYPES.contains(type)
        && present(property, "contentType") != null
        && allowed != null
        && !allowed.isEmpty()) {
      violate(
          at + "/allowedTypes",
          "A %s with a contentType cannot also have allowedTypes.".formatted(type));
    }
    texts(property, at, "restrictedTypes");
    items(property, at, type);
  }

  private String propertyType(JsonObject property, String at, boolean item) {
    JsonValue type = present(property, "type");
    if (type == null) {
      violate(at + "/type", "A type is required: one of %s.".formatted(list(PROPERTY_TYPES)));
    } else if (item && isText(property, "type", "array")) {
      violate(at + "/type", "The items of an array cannot be arrays.");
    } else if (authored && item && isText(property, "type", "composition")) {
      violate(at + "/type", "The items of an array cannot be compositions.");
    } else if (oneOf(PROPERTY_TYPES, type, at + "/type")) {
      return ((JsonString) type).getString();
    }
    return "";
  }

  private void items(JsonObject property, String at, String type) {
    JsonValue items = present(property, "items");
    if (items == null) {
      if (type.equals("array")) {
        violate(at + "/items", "A property of type array requires items.");
      }
    } else if (type.equals("array") || type.isEmpty()) {
      property(items, at + "/items", true);
    } else {
      violate(at + "/items", "Only a property of type array can have items.");
    }
  }

  private void bounds(JsonObject property, String at, String type) {
    ordered(
        property,
        at,
        "minimum",
        bound(property, at, "minimum", type),
        "maximum",
        bound(property, at, "maximum", type));
  }

  private @Nullable BigDecimal bound(JsonObject property, String at, String name, String type) {
    JsonValue value = present(property, name);
    if (value == null) {
      return null;
    }
    if (authored && !type.isEmpty() && !BOUNDED_TYPES.contains(type)) {
      violate(
          at + "/" + name,
          "Only numbers and dates can have a minimum or maximum, not %s.".formatted(type));
      return null;
    }
    if (authored && type.equals("dateTime") && value instanceof JsonNumber) {
      violate(at + "/" + name, "Must be a date.");
      return null;
    }
    if (value instanceof JsonString && !type.matches("integer|float")) {
      return null;
    }
    if (value instanceof JsonNumber number) {
      if (type.equals("integer") && !number.isIntegral()) {
        violate(at + "/" + name, "Must be a whole number.");
      }
      return number.bigDecimalValue();
    }
    violate(at + "/" + name, "Must be a number.");
    return null;
  }

  private void enumeration(JsonObject property, String at, String type) {
    JsonValue value = present(property, "enum");
    if (value == null) {
      return;
    }
    if (authored && !type.isEmpty() && !type.equals("string") && !BOUNDED_TYPES.contains(type)) {
      violate(
          at + "/enum",
          "Only strings, numbers and dates can have an enum, not %s.".formatted(type));
      return;
    }
    if (!(value instanceof JsonArray choices)) {
      violate(at + "/enum", "Must be an array.");
      return;
    }
    for (int i = 0; i < choices.size(); i++) {
      String choiceAt = at + "/enum/" + i;
      if (choices.get(i) instanceof JsonObject choice) {
        JsonValue choiceValue = present(choice, "value");
        if (!(choiceValue instanceof JsonString) && !(choiceValue instanceof JsonNumber)) {
          violate(choiceAt + "/value", "A string or a number is required.");
        } else if (authored && !fits(choiceValue, type)) {
          violate(choiceAt + "/value", "Must be a value of type %s.".formatted(type));
        }
        text(choice, choiceAt, "displayName", NAME_LIMIT);
      } else {
        violate(choiceAt, "Must be an object with value and displayName.");
      }
    }
  }

  private static boolean fits(JsonValue choiceValue, String type) {
    return switch (type) {
      case "string", "dateTime" -> choiceValue instanceof JsonString;
      case "integer" -> choiceValue instanceof JsonNumber number && number.isIntegral();
      case "float" -> choiceValue instanceof JsonNumber;
      default -> true;
    };
  }

  private void ordered(
      JsonObject owner,
      String at,
      String lowName,
      @Nullable BigDecimal low,
      String highName,
      @Nullable BigDecimal high) {
    if (low != null && high != null && low.compareTo(high) > 0) {
      violate(
          at + "/" + lowName,
          "%s is %s, above %s, which is %s."
              .formatted(lowName, owner.get(lowName), highName, owner.get(highName)));
    }
  }

  private void text(JsonObject owner, String at, String name, int limit) {
    JsonValue value = present(owner, name);
    if (value instanceof JsonString text) {
      if (text.getString().length() > limit) {
        violate(
            at + "/" + name,
            "Can have at most %d characters, has %d.".formatted(limit, text.getString().length()));
      }
    } else if (value != null) {
      violate(at + "/" + name, "Must be a string.");
    }
  }

  private @Nullable JsonArray texts(JsonObject owner, String at, String name) {
    JsonValue value = present(owner, name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonArray array)) {
      violate(at + "/" + name, "Must be an array of strings.");
      return null;
    }
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof JsonString text) || text.getString().isBlank()) {
        violate(at + "/" + name + "/" + i, "Must be a string that is not blank.");
      }
    }
    return array;
  }

  private void flag(JsonObject owner, String at, String name) {
    JsonValue value = present(owner, name);
    if (value != null
        && value.getValueType() != ValueType.TRUE
        && value.getValueType() != ValueType.FALSE) {
      violate(at + "/" + name, "Must be true or false.");
    }
  }

  private @Nullable BigDecimal whole(JsonObject owner, String at, String name, int least) {
    JsonValue value = present(owner, name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
      violate(at + "/" + name, "Must be a whole number.");
      return null;
    }
    if (number.bigDecimalValue().compareTo(BigDecimal.valueOf(least)) < 0) {
      violate(at + "/" + name, "Must be a whole number of at least %d.".formatted(least));
    } else if (number.bigDecimalValue().compareTo(MAX_INTEGER) > 0) {
      violate(at + "/" + name, "Must be a whole number of at most %s.".formatted(MAX_INTEGER));
    }
    return number.bigDecimalValue();
  }

  private boolean oneOf(Set<String> legal, JsonValue value, String pointer) {
    if (value instanceof JsonString text && legal.contains(text.getString())) {
      return true;
    }
    violate(pointer, "Must be one of %s.".formatted(list(legal)));
    return false;
  }

  private static @Nullable JsonValue present(JsonObject owner, String name) {
    JsonValue value = owner.get(name);
    return value == null || value.getValueType() == ValueType.NULL ? null : value;
  }

  private void violate(String pointer, String detail) {
    violations.add(new Violation(pointer, detail));
  }

  private static String list(Set<String> values) {
    return String.join(", ", values);
  }

  private static Set<String> ordered(String... values) {
    return new TreeSet<>(List.of(values));
  }
}
