package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.integration.optimizely.standin.ContentRules;
import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The validation of the product and the independent rules of the stand-in must agree on generated
 * types: what the product validates the stand-in accepts, and what the stand-in stores can be
 * pushed again.
 */
class RulesAgreementTest {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final List<String> TEXTS =
      List.of("_page", "Hero", "*", "", " ", "a b", "x".repeat(256), "y".repeat(2001));
  private static final List<String> TYPES =
      List.of(
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
          "composition",
          "text");

  @Test
  void valid_types_are_accepted_and_stored_types_can_be_pushed_again() {
    int validating = 0;
    int storedOnly = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      JsonObject type = new Generator(new Random(seed)).type();

      boolean validates = OptimizelyRules.check(read(type)).isEmpty();
      List<Wrong> refused = new ArrayList<>();
      JsonObject stored = ContentRules.stored(type, refused);

      if (validates) {
        validating++;
        assertThat(refused).as("refused by the stand-in: %s", type).isEmpty();
        assertThat(OptimizelyRules.checkForPush(read(type))).as("not sent: %s", type).isEmpty();
      } else if (refused.isEmpty()) {
        storedOnly++;
        assertThat(OptimizelyRules.checkForPush(read(stored)))
            .as("stored by the stand-in: %s", stored)
            .isEmpty();
      }
    }
    assertThat(validating).as("types that validate").isGreaterThan(400);
    assertThat(storedOnly).as("types that can only be pulled").isGreaterThan(40);
  }

  private static ContentType read(JsonObject type) {
    return ContentType.read(new TypeKey("Odd"), type.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Generates mostly valid types with occasional errors. */
  private static final class Generator {
    private final Random random;

    Generator(Random random) {
      this.random = random;
    }

    private boolean in(int of) {
      return random.nextInt(of) == 0;
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private static JsonValue json(String text) {
      return JSON.createValue(text);
    }

    JsonObject type() {
      JsonObjectBuilder type = JSON.createObjectBuilder().add("key", "Odd");
      if (!in(30)) {
        type.add(
            "baseType",
            in(20) ? odd() : json(one(List.of("_component", "_component", "_page", "_element"))));
      }
      maybe(type, "isContract", 20, JsonValue.TRUE);
      maybe(type, "displayName", 3, json("A type"));
      maybe(type, "description", 6, json("Long"));
      maybe(type, "sortOrder", 4, number());
      maybe(type, "contracts", 8, names());
      maybe(type, "mayContainTypes", 4, names());
      maybe(type, "mediaFileExtensions", 8, names());
      maybe(
          type,
          "compositionBehaviors",
          4,
          list(json(one(List.of("sectionEnabled", "elementEnabled", "formsElementEnabled")))));
      maybe(type, "accessRights", 8, in(4) ? odd() : rights());
      if (!in(5)) {
        JsonObjectBuilder properties = JSON.createObjectBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
          properties.add(in(30) ? one(TEXTS) : "p" + i, in(40) ? odd() : property(false));
        }
        type.add("properties", properties);
      }
      return type.build();
    }

    private JsonObject property(boolean item) {
      JsonObjectBuilder property = JSON.createObjectBuilder();
      String type = one(TYPES);
      if (!in(40)) {
        property.add("type", type);
      }
      boolean composed = type.equals("component");
      maybe(property, "contentType", composed ? 1 : 8, json("Hero"));
      maybe(property, "format", 10, json("shortString"));
      maybe(property, "minimum", 10, bound(type));
      maybe(property, "maximum", 10, bound(type));
      maybe(property, "minLength", 10, number());
      maybe(property, "maxLength", 10, number());
      maybe(property, "pattern", 10, json("[a-z]+"));
      maybe(property, "enum", 8, choices(type));
      maybe(property, "allowedTypes", 5, names());
      maybe(property, "restrictedTypes", 8, names());
      maybe(property, "editorSettings", 8, JSON.createObjectBuilder().add("a", 1).build());
      if (!item) {
        maybe(property, "displayName", 3, json("P"));
        maybe(property, "description", 8, json("Longer"));
        maybe(property, "isLocalized", 4, JsonValue.TRUE);
        maybe(property, "isRequired", 4, JsonValue.FALSE);
        maybe(property, "group", 5, json("seo"));
        maybe(property, "sortOrder", 5, number());
        maybe(property, "indexingType", 5, json("queryable"));
        maybe(property, "displayMode", 5, json("hidden"));
        maybe(property, "minItems", 10, number());
        maybe(property, "maxItems", 10, number());
        if (type.equals("array") ? !in(20) : in(40)) {
          property.add("items", in(40) ? odd() : property(true));
        }
      }
      return property.build();
    }

    /** Adds a member with a probability of one in {@code of}, rarely with an invalid value. */
    private void maybe(JsonObjectBuilder owner, String name, int of, JsonValue value) {
      if (in(of)) {
        owner.add(name, in(60) ? odd() : value);
      }
    }

    private JsonValue odd() {
      return switch (random.nextInt(7)) {
        case 0 -> JsonValue.NULL;
        case 1 -> JsonValue.TRUE;
        case 2 -> json(one(TEXTS));
        case 3 -> JsonValue.EMPTY_JSON_OBJECT;
        case 4 -> list(JsonValue.NULL);
        case 5 -> list(json(one(TEXTS)));
        default -> number();
      };
    }

    private JsonValue number() {
      return switch (random.nextInt(12)) {
        case 0 -> JSON.createValue(1.5);
        case 1 -> JSON.createValue(-1);
        case 2 -> JSON.createValue(3_000_000_000L);
        default -> JSON.createValue(random.nextInt(9));
      };
    }

    private JsonValue bound(String type) {
      return type.equals("dateTime") != in(10) ? json("2026-01-01T00:00:00Z") : number();
    }

    private JsonValue names() {
      return in(5)
          ? JsonValue.EMPTY_JSON_ARRAY
          : list(json(in(20) ? one(TEXTS) : one(List.of("Hero", "_page", "_self", "*"))));
    }

    private JsonValue choices(String type) {
      JsonObjectBuilder choice = JSON.createObjectBuilder().add("displayName", "A");
      if (!in(20)) {
        choice.add("value", type.equals("string") ? json("a") : bound(type));
      }
      return list(in(20) ? odd() : choice.build());
    }

    private JsonValue rights() {
      JsonObjectBuilder right = JSON.createObjectBuilder();
      maybe(right, "name", in(5) ? 2 : 1, json("Editors"));
      maybe(right, "type", 2, json(one(List.of("user", "role", "application", "group"))));
      return list(right.build());
    }

    private static JsonValue list(JsonValue value) {
      JsonArrayBuilder list = JSON.createArrayBuilder();
      return list.add(value).build();
    }
  }
}
