package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.platform.Platform;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Arrays;
import java.util.List;

/** A version of the API, with the member names that differ between versions. */
enum Dialect {
  V1("v1", "totalCount", "isRequired", "isLocalized"),
  PREVIEW3("preview3", "totalItemCount", "required", "localized");

  private static final JsonProvider JSON = JsonProvider.provider();

  private final String version;
  private final String total;
  private final String required;
  private final String localized;

  Dialect(String version, String total, String required, String localized) {
    this.version = version;
    this.total = total;
    this.required = required;
    this.localized = localized;
  }

  /**
   * Returns the version of a platform.
   *
   * @throws Rejected when it is not supported
   */
  static Dialect of(Platform platform) {
    String version = platform.apiVersion();
    return Arrays.stream(values())
        .filter(dialect -> dialect.version.equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                new Rejected(
                    Failure.of(
                        FailureClass.PLATFORM_GONE,
                        "API version " + version + " is not supported")));
  }

  static List<String> versions() {
    return Arrays.stream(values()).map(Dialect::version).toList();
  }

  /** Returns the version as it appears in the path. */
  String version() {
    return version;
  }

  /** Returns the member with the total number of a list. */
  String total() {
    return total;
  }

  /** Returns the type with the flags of its properties as this version spells them. */
  JsonObject spelled(JsonObject type) {
    if (!(type.get("properties") instanceof JsonObject properties)) {
      return type;
    }
    JsonObjectBuilder all = JSON.createObjectBuilder();
    properties.forEach((key, property) -> all.add(key, spelledProperty(property)));
    return JSON.createObjectBuilder(type).add("properties", all).build();
  }

  private JsonValue spelledProperty(JsonValue value) {
    if (!(value instanceof JsonObject property)) {
      return value;
    }
    JsonObjectBuilder spelled = JSON.createObjectBuilder();
    property.forEach(
        (name, member) -> {
          String own = spelling(name);
          if (own.equals(name)) {
            spelled.add(name, name.equals("items") ? spelledProperty(member) : member);
          } else if (!property.containsKey(own)) {
            spelled.add(own, member);
          }
        });
    return spelled.build();
  }

  private String spelling(String member) {
    return switch (member) {
      case "isRequired", "required" -> required;
      case "isLocalized", "localized" -> localized;
      default -> member;
    };
  }
}
