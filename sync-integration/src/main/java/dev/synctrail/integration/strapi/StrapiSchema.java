package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A content type without its envelope. Requests contain {@code {"contentType": {...}}}, responses
 * {@code {"data": {"uid", "schema": {...}}}}; both are accepted as content.
 *
 * @param uid the uid in the content
 * @param members the settable members, with the options below {@code options}
 */
record StrapiSchema(TypeUid uid, JsonObject members) {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final String ATTRIBUTES = "attributes";
  private static final String SELF = "__self__";
  private static final Set<String> RELATION_STORAGE = Set.of("mappedBy", "inversedBy", "dominant");

  /** Read-only members of the content-type builder. */
  private static final Set<String> READ_ONLY = Set.of("visible", "restrictRelationsTo");

  private static final Set<String> OWN =
      Set.of(
          "displayName",
          "singularName",
          "pluralName",
          "description",
          "kind",
          "collectionName",
          "draftAndPublish",
          "pluginOptions",
          "options",
          ATTRIBUTES);

  /** Members that cannot change after creation: an update ignores them without an error. */
  private static final Set<String> FIXED = Set.of("singularName", "pluralName", "collectionName");

  /** Parses a content in either envelope; empty when it has neither. */
  static Optional<StrapiSchema> of(JsonObject content) {
    if (content.get("contentType") instanceof JsonObject sent) {
      return LiveJson.text(sent, "singularName")
          .filter(TypeUid::isName)
          .map(name -> new TypeUid(name, name))
          .map(uid -> new StrapiSchema(uid, sent));
    }
    if (content.get("data") instanceof JsonObject data
        && data.get("schema") instanceof JsonObject schema) {
      return LiveJson.text(data, "uid")
          .flatMap(TypeUid::parse)
          .map(uid -> new StrapiSchema(uid, settable(schema)));
    }
    return Optional.empty();
  }

  /** Returns whether the type may be stored under this key. A request does not name its API. */
  boolean isOf(TypeKey key) {
    return TypeUid.of(key)
        .filter(named -> named.equals(uid) || (uid.hasOwnApi() && named.name().equals(uid.name())))
        .isPresent();
  }

  private static JsonObject settable(JsonObject schema) {
    JsonObjectBuilder settable = JSON.createObjectBuilder();
    JsonObjectBuilder options = JSON.createObjectBuilder();
    schema.forEach(
        (name, value) -> {
          if (OWN.contains(name)) {
            settable.add(name, value);
          } else if (!READ_ONLY.contains(name)) {
            options.add(name, value);
          }
        });
    return settable.add("options", options).build();
  }

  /**
   * Returns this type plus the live members that were never ours. An update replaces the whole
   * type, so members to be kept must be sent.
   */
  StrapiSchema withForeignMembers(StrapiSchema live, OwnMembers own) {
    return new StrapiSchema(
        uid, own.withForeignMembers(live.members, members, (path, member) -> !isRelation(member)));
  }

  /** The members of a relation depend on each other. */
  private static boolean isRelation(JsonObject member) {
    return "relation".equals(LiveJson.text(member, "type").orElse(""));
  }

  /**
   * Returns the pointers of everything that differs from the desired type; empty when nothing does.
   */
  Set<String> missing(StrapiSchema wanted) {
    Set<String> missing = new LinkedHashSet<>();
    for (String name : List.of("displayName", "description", "pluginOptions", "options")) {
      if (!covers(members.get(name), wanted.member(name))) {
        missing.add("/" + name);
      }
    }
    if (!kind().equals(wanted.kind())) {
      missing.add("/kind");
    }
    if (hasDrafts() != wanted.hasDrafts()) {
      missing.add("/draftAndPublish");
    }
    JsonObject live = attributes();
    JsonObject want = wanted.attributes(uid);
    want.forEach(
        (name, attribute) -> {
          if (!isAsDesired(live.get(name), attribute)) {
            missing.add(pointer(name));
          }
        });
    live.keySet().stream()
        .filter(name -> !want.containsKey(name))
        .forEach(name -> missing.add(pointer(name)));
    return missing;
  }

  /**
   * Returns whether the live value contains the desired one and, because an update replaces,
   * nothing else of significance.
   */
  private static boolean covers(@Nullable JsonValue live, JsonValue wanted) {
    JsonValue is = live == null ? JsonValue.NULL : live;
    return wanted.equals(JsonValue.NULL)
        ? LiveJson.isDefault(is)
        : LiveJson.covers(is, wanted) && (LiveJson.covers(wanted, is) || LiveJson.isDefault(is));
  }

  private static boolean isAsDesired(@Nullable JsonValue live, JsonValue wanted) {
    if (!(live instanceof JsonObject is) || !(wanted instanceof JsonObject want)) {
      return live == null ? LiveJson.isDefault(wanted) : live.equals(wanted);
    }
    boolean relation = "relation".equals(is.getString("type", ""));
    return LiveJson.covers(is, want)
        && is.entrySet().stream()
            .allMatch(
                entry ->
                    relation
                        || want.containsKey(entry.getKey())
                        || LiveJson.isDefault(entry.getValue()));
  }

  /** Returns the changes to {@code wanted} that Strapi ignores. */
  List<FieldError> unchangeable(StrapiSchema wanted) {
    List<FieldError> errors = new ArrayList<>();
    for (String name : FIXED) {
      JsonValue desired = wanted.member(name);
      JsonValue is = member(name);
      if (!desired.equals(JsonValue.NULL) && !desired.equals(is)) {
        errors.add(new FieldError("/" + name, "It is " + is + " and cannot be changed in Strapi."));
      }
    }
    return errors;
  }

  /** Returns the data that an update to {@code wanted} loses, of which Strapi does not warn. */
  List<FieldError> losses(StrapiSchema wanted) {
    List<FieldError> losses = new ArrayList<>();
    JsonObject want = wanted.attributes(uid);
    attributes()
        .forEach(
            (name, attribute) -> {
              JsonValue next = want.get(name);
              if (next == null) {
                losses.add(
                    new FieldError(pointer(name), "The attribute and its data are removed."));
              } else if (!shape(attribute).equals(shape(next))) {
                losses.add(
                    new FieldError(
                        pointer(name),
                        "The type changes to %s from %s: its data may be lost."
                            .formatted(shape(next), shape(attribute))));
              }
            });
    if (hasDrafts() && !wanted.hasDrafts()) {
      losses.add(new FieldError("/draftAndPublish", "Unpublished drafts are lost."));
    }
    if (!kind().equals(wanted.kind())) {
      losses.add(new FieldError("/kind", "It becomes " + wanted.kind() + ", was " + kind() + "."));
    }
    return losses;
  }

  private static String shape(JsonValue attribute) {
    if (!(attribute instanceof JsonObject object)) {
      return "";
    }
    StringBuilder shape = new StringBuilder(object.getString("type", ""));
    for (String part : List.of("relation", "target", "component", "customField")) {
      LiveJson.text(object, part).ifPresent(text -> shape.append(' ').append(text));
    }
    return shape.toString();
  }

  /**
   * Returns the body of an update of this type to {@code wanted}; Strapi requires the complete
   * type.
   */
  JsonObject update(StrapiSchema wanted) {
    JsonObjectBuilder body = wanted.complete();
    FIXED.forEach(name -> body.add(name, member(name)));
    return wrapped(body.add(ATTRIBUTES, wanted.sendable(uid.toString(), uid.toString())));
  }

  /** Returns the body that creates this type. */
  JsonObject creation() {
    return wrapped(
        JSON.createObjectBuilder(members).add(ATTRIBUTES, sendable(uid.toString(), SELF)));
  }

  private static JsonObject wrapped(JsonObjectBuilder type) {
    return JSON.createObjectBuilder().add("contentType", type).build();
  }

  /** An update keeps the description and options that it does not contain. */
  private JsonObjectBuilder complete() {
    return JSON.createObjectBuilder(members)
        .add("displayName", member("displayName"))
        .add("description", LiveJson.text(members, "description").orElse(""))
        .add("kind", kind())
        .add("draftAndPublish", hasDrafts())
        .add("options", object("options"))
        .add("pluginOptions", object("pluginOptions"));
  }

  private JsonValue member(String name) {
    return members.getOrDefault(name, JsonValue.NULL);
  }

  private JsonObject object(String name) {
    return members.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private String kind() {
    return LiveJson.text(members, "kind").orElse("collectionType");
  }

  private boolean hasDrafts() {
    return JsonValue.TRUE.equals(members.get("draftAndPublish"))
        || JsonValue.TRUE.equals(object("options").get("draftAndPublish"));
  }

  private JsonObject attributes() {
    return object(ATTRIBUTES);
  }

  /** Returns the attributes with the uid of this type in place of {@code __self__}. */
  private JsonObject attributes(TypeUid own) {
    return attributes(attribute -> withTarget(attribute, SELF, own.toString()));
  }

  /**
   * Returns the attributes as Strapi accepts them: a type that does not exist yet is referenced as
   * {@code __self__}, and the owner of a relation is only expressed by {@code targetAttribute}.
   */
  private JsonObject sendable(String own, String self) {
    return attributes(
        attribute -> {
          JsonObjectBuilder sent = JSON.createObjectBuilder();
          boolean relation = "relation".equals(attribute.getString("type", ""));
          withTarget(attribute, self.equals(SELF) ? own : SELF, self)
              .forEach(
                  (name, value) -> {
                    if (!relation || !isRelationStorage(name, value)) {
                      sent.add(name, value);
                    }
                  });
          return sent.build();
        });
  }

  private static boolean isRelationStorage(String name, JsonValue value) {
    return RELATION_STORAGE.contains(name)
        || (name.equals("targetAttribute") && value.equals(JsonValue.NULL));
  }

  private static JsonObject withTarget(JsonObject attribute, String from, String to) {
    return LiveJson.text(attribute, "target").filter(from::equals).isPresent()
        ? JSON.createObjectBuilder(attribute).add("target", to).build()
        : attribute;
  }

  private JsonObject attributes(UnaryOperator<JsonObject> change) {
    JsonObjectBuilder all = JSON.createObjectBuilder();
    attributes()
        .forEach(
            (name, attribute) ->
                all.add(
                    name,
                    attribute instanceof JsonObject object ? change.apply(object) : attribute));
    return all.build();
  }

  private static String pointer(String attribute) {
    return "/" + ATTRIBUTES + "/" + Json.encodePointer(attribute);
  }

  /** Returns the pointers of all parts that can be stored or not. */
  Set<String> parts() {
    Set<String> parts = new LinkedHashSet<>(List.of("/displayName"));
    members.keySet().stream()
        .filter(name -> !name.equals(ATTRIBUTES))
        .forEach(name -> parts.add("/" + name));
    attributes().keySet().forEach(name -> parts.add(pointer(name)));
    return parts;
  }
}
