package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.integration.adapter.LiveJson;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonPointer;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Validates a content type as the content-type builder of Strapi does: the body of a request or of
 * a response. Unknown members are allowed where Strapi allows them.
 */
final class StrapiModel implements ContentModel {
  private static final String CONTENT_TYPE = "contentType";
  private static final Set<String> KINDS = Set.of("collectionType", "singleType");
  private static final Set<String> TYPES =
      Set.of(
          "string",
          "text",
          "richtext",
          "blocks",
          "json",
          "enumeration",
          "password",
          "email",
          "integer",
          "biginteger",
          "float",
          "decimal",
          "date",
          "time",
          "datetime",
          "timestamp",
          "boolean",
          "uid",
          "media",
          "relation",
          "component",
          "dynamiczone",
          "customField");
  private static final Set<String> RESERVED =
      Set.of(
          "id",
          "documentid",
          "createdat",
          "updatedat",
          "publishedat",
          "createdbyid",
          "updatedbyid",
          "createdby",
          "updatedby",
          "entryid",
          "localizations",
          "meta",
          "locale",
          "status");
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][_0-9A-Za-z]*");

  @Override
  public boolean claims(JsonObject content) {
    return content.get(CONTENT_TYPE) instanceof JsonObject
        || (content.get("data") instanceof JsonObject data && data.containsKey("schema"));
  }

  @Override
  public Optional<String> key(JsonObject content) {
    return StrapiSchema.of(content).map(schema -> schema.uid().key());
  }

  @Override
  public Set<TypeKey> references(JsonObject content) {
    return attributes(content).values().stream()
        .flatMap(attribute -> target(attribute).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static JsonObject attributes(JsonObject content) {
    JsonValue type = content.get(CONTENT_TYPE);
    if (type == null && content.get("data") instanceof JsonObject data) {
      type = data.get("schema");
    }
    return type instanceof JsonObject object && object.get("attributes") instanceof JsonObject all
        ? all
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static Optional<TypeKey> target(JsonValue attribute) {
    return attribute instanceof JsonObject object
        ? LiveJson.text(object, "target")
            .flatMap(TypeUid::parse)
            .map(TypeUid::key)
            .filter(TypeKey::isLegal)
            .map(TypeKey::new)
        : Optional.empty();
  }

  @Override
  public JsonObject without(JsonObject content, Set<TypeKey> others) {
    boolean sent = content.get(CONTENT_TYPE) instanceof JsonObject;
    JsonPointer place =
        Json.createPointer(sent ? "/contentType/attributes" : "/data/schema/attributes");
    if (!place.containsValue(content)) {
      return content;
    }
    JsonObjectBuilder rest = Json.createObjectBuilder();
    attributes(content)
        .forEach(
            (name, attribute) -> {
              if (target(attribute).filter(others::contains).isEmpty()) {
                rest.add(name, attribute);
              }
            });
    return place.replace(content, rest.build());
  }

  @Override
  public List<Violation> check(ContentType type) {
    List<Violation> violations = new ArrayList<>();
    JsonObject content = type.object();
    if (content.get(CONTENT_TYPE) instanceof JsonObject sent) {
      content.keySet().stream()
          .filter(name -> !name.equals(CONTENT_TYPE) && !name.equals("components"))
          .forEach(
              name ->
                  violations.add(
                      new Violation(
                          "/" + Json.encodePointer(name),
                          "Only contentType and components are allowed.")));
      new Rules("/" + CONTENT_TYPE, sent, violations).check();
    } else if (content.get("data") instanceof JsonObject data
        && data.get("schema") instanceof JsonObject schema) {
      new Rules("/data/schema", schema, violations).check();
    } else {
      violations.add(new Violation("", "Must be a Strapi content type: {\"contentType\": {…}}."));
      return violations;
    }
    StrapiSchema.of(content)
        .filter(schema -> !schema.isOf(type.key()))
        .ifPresent(
            schema ->
                violations.add(
                    new Violation(
                        content.containsKey(CONTENT_TYPE)
                            ? "/contentType/singularName"
                            : "/data/uid",
                        "The key is \"%s\", but it is stored under \"%s\"."
                            .formatted(schema.uid().key(), type.key()))));
    return violations;
  }

  /** The rules of one type at a JSON pointer. */
  private record Rules(String at, JsonObject type, List<Violation> violations) {

    void check() {
      Optional<String> singular = name("singularName");
      Optional<String> plural = name("pluralName");
      if (singular.isPresent() && singular.equals(plural)) {
        violate("/pluralName", "Must be equal to singularName.");
      }
      if (LiveJson.text(type, "displayName").filter(text -> !text.isEmpty()).isEmpty()) {
        violate("/displayName", "A display name is required.");
      }
      JsonValue kind = present(type, "kind");
      if (kind != null && !(kind instanceof JsonString text && KINDS.contains(text.getString()))) {
        violate("/kind", "Must be collectionType or singleType.");
      }
      text("description");
      text("collectionName");
      flag("draftAndPublish");
      object("options");
      object("pluginOptions");
      if (type.get("attributes") instanceof JsonObject attributes) {
        attributes.forEach((name, attribute) -> attribute(attributes, name, attribute));
      } else {
        violate("/attributes", "An object is required.");
      }
    }

    private Optional<String> name(String member) {
      Optional<String> name = LiveJson.text(type, member).filter(TypeUid::isName);
      if (name.isEmpty()) {
        violate(
            "/" + member,
            "A name is required: lower case, starting with a letter, words joined by"
                + " single hyphens.");
      }
      return name;
    }

    private void attribute(JsonObject all, String name, JsonValue value) {
      String place = "/attributes/" + Json.encodePointer(name);
      String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
      if (!ATTRIBUTE.matcher(name).matches()) {
        violate(place, "The name must be a letter, then letters, digits or underscores.");
      } else if (RESERVED.contains(plain) || plain.startsWith("strapi")) {
        violate(place, "This name is reserved by Strapi.");
      }
      if (!(value instanceof JsonObject attribute)) {
        violate(place, "Must be an object.");
        return;
      }
      String kind = LiveJson.text(attribute, "type").orElse("");
      if (!TYPES.contains(kind)) {
        violate(place + "/type", "Must be a Strapi type such as string or relation.");
      }
      switch (kind) {
        case "relation" -> relation(attribute, place);
        case "enumeration" -> texts(attribute, place, "enum");
        case "dynamiczone" -> texts(attribute, place, "components");
        case "component" -> named(attribute, place, "component");
        case "uid" ->
            LiveJson.text(attribute, "targetField")
                .filter(target -> !all.containsKey(target))
                .ifPresent(target -> violate(place + "/targetField", "Unknown attribute."));
        default -> {}
      }
      for (String flag : List.of("required", "unique", "private", "multiple", "repeatable")) {
        JsonValue setting = present(attribute, flag);
        if (setting != null && !isFlag(setting)) {
          violate(place + "/" + flag, "Must be true or false.");
        }
      }
    }

    private void relation(JsonObject attribute, String place) {
      String relation = named(attribute, place, "relation");
      if (relation != null && !relation.startsWith("morphTo")) {
        named(attribute, place, "target");
      }
    }

    private @Nullable String named(JsonObject attribute, String place, String member) {
      Optional<String> text = LiveJson.text(attribute, member).filter(value -> !value.isEmpty());
      if (text.isEmpty()) {
        violate(place + "/" + member, "A name is required.");
      }
      return text.orElse(null);
    }

    private void texts(JsonObject attribute, String place, String member) {
      boolean right =
          attribute.get(member) instanceof JsonArray array
              && !array.isEmpty()
              && array.stream().allMatch(JsonString.class::isInstance);
      if (!right) {
        violate(place + "/" + member, "A list of strings is required.");
      }
    }

    private void text(String member) {
      JsonValue value = present(type, member);
      if (value != null && !(value instanceof JsonString)) {
        violate("/" + member, "Must be a string.");
      }
    }

    private void flag(String member) {
      JsonValue value = present(type, member);
      if (value != null && !isFlag(value)) {
        violate("/" + member, "Must be true or false.");
      }
    }

    private void object(String member) {
      JsonValue value = present(type, member);
      if (value != null && !(value instanceof JsonObject)) {
        violate("/" + member, "Must be an object.");
      }
    }

    private static boolean isFlag(JsonValue value) {
      return value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE);
    }

    private static @Nullable JsonValue present(JsonObject object, String member) {
      JsonValue value = object.get(member);
      return value == null || value.equals(JsonValue.NULL) ? null : value;
    }

    private void violate(String place, String detail) {
      violations.add(new Violation(at + place, detail));
    }
  }
}
