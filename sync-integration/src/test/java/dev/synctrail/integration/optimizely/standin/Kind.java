package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource: its path in the API, its members and its immutable members. The order is that
 * of the import of a manifest, so that referenced resources precede those that reference them.
 */
enum Kind {
  LOCALES("locales", "locales", "locale"),
  PROPERTY_GROUPS("propertygroups", "propertyGroups", "property group"),
  CONTENT_TYPES("contenttypes", "contentTypes", "content type"),
  DISPLAY_TEMPLATES("displaytemplates", "displayTemplates", "display template"),
  APPLICATIONS("applications", null, "application");

  final String path;
  final @Nullable String section;
  final String noun;

  Kind(String path, @Nullable String section, String noun) {
    this.path = path;
    this.section = section;
    this.noun = noun;
  }

  static Optional<Kind> at(String path) {
    return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
  }

  /** Returns whether this version of the API has the kind. */
  boolean isIn(Spelling spelling) {
    return spelling == Spelling.V1 || this != APPLICATIONS;
  }

  /** Returns the shape of a resource. */
  Shape shape() {
    return switch (this) {
      case LOCALES -> SiteRules.LOCALE;
      case PROPERTY_GROUPS -> SiteRules.PROPERTY_GROUP;
      case CONTENT_TYPES -> ContentRules.TYPE;
      case DISPLAY_TEMPLATES -> SiteRules.DISPLAY_TEMPLATE;
      case APPLICATIONS -> SiteRules.APPLICATION;
    };
  }

  /** Returns the immutable members that a change would modify. */
  List<String> changed(JsonObject before, JsonObject after) {
    Stream<String> immutable =
        this == CONTENT_TYPES ? Stream.of("key", "baseType", "isContract") : Stream.of("key");
    return immutable.filter(name -> !isSame(before.get(name), after.get(name))).toList();
  }

  private static boolean isSame(@Nullable JsonValue before, @Nullable JsonValue after) {
    JsonValue was = before == null ? JsonValue.FALSE : before;
    return was.equals(after == null ? JsonValue.FALSE : after);
  }

  /** Returns the resource with the default values of the platform. */
  JsonObject withDefaults(JsonObject resource) {
    return switch (this) {
      case CONTENT_TYPES -> ContentRules.withDefaults(resource);
      case DISPLAY_TEMPLATES -> with(resource, Map.of("isDefault", JsonValue.FALSE));
      case PROPERTY_GROUPS -> with(resource, Map.of("sortOrder", Json.createValue(0)));
      case LOCALES ->
          with(resource, Map.of("isEnabled", JsonValue.TRUE, "sortOrder", Json.createValue(0)));
      case APPLICATIONS ->
          with(resource, Map.of("isDefault", JsonValue.FALSE, "hosts", JsonValue.EMPTY_JSON_ARRAY));
    };
  }

  private static JsonObject with(JsonObject resource, Map<String, JsonValue> defaults) {
    JsonObjectBuilder full = Json.createObjectBuilder(resource);
    defaults.forEach(
        (name, value) -> {
          if (!resource.containsKey(name)) {
            full.add(name, value);
          }
        });
    return full.build();
  }
}
