package dev.synctrail.integration.optimizely;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizelyRulesTest {
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");

  private static List<Violation> check(String json) {
    return OptimizelyRules.check(ContentType.read(ARTICLE, json.getBytes(UTF_8)));
  }

  private static List<Violation> checkMember(String member) {
    return check("{\"baseType\":\"_page\"," + member + "}");
  }

  private static List<Violation> checkProperty(String property) {
    return checkMember("\"properties\":{\"p\":" + property + "}");
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../sync-ear/src/main/samples"))) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shipped_samples_are_valid(Path sample) throws IOException {
    String key = sample.getFileName().toString().replace(".json", "");

    StrictJson request = StrictJson.readObject(Files.readAllBytes(sample));
    ContentType type = ContentType.read(new TypeKey(key), request.bytesOf("content").orElseThrow());

    assertThat(OptimizelyRules.check(type)).isEmpty();
    assertThat(type.object().getString("key")).isEqualTo(key);
  }

  @Test
  void reports_all_violations_at_once() {
    assertThat(
            check(
                """
                {
                  "key": "Article Page", "baseType": "page", "displayName": 7, "sortOrder": 1.5,
                  "compositionBehaviors": ["sectionEnabled", "floating"], "mayContainTypes": "all",
                  "properties": {
                    "a/b": {"type": "text", "isRequired": "yes"},
                    "list": {"type": "array", "items": {"type": "array"}, "minItems": 3, "maxItems": 2},
                    "card": {"type": "component"}
                  }
                }
                """))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(
            "/key",
            "/baseType",
            "/displayName",
            "/sortOrder",
            "/compositionBehaviors/1",
            "/mayContainTypes",
            "/properties/a~1b",
            "/properties/a~1b/type",
            "/properties/a~1b/isRequired",
            "/properties/list/items/type",
            "/properties/list/minItems",
            "/properties/card/contentType");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"key\":\"OtherPage\"|/key",
        "\"key\":1|/key",
        "\"isContract\":1|/isContract",
        "\"isContract\":true|/baseType",
        "\"contracts\":[\"\"]|/contracts/0",
        "\"accessRights\":{}|/accessRights",
        "\"accessRights\":[\"editors\"]|/accessRights/0",
        "\"accessRights\":[{\"type\":\"role\"}]|/accessRights/0/name",
        "\"accessRights\":[{\"name\":\"a\",\"type\":\"group\"}]|/accessRights/0/type",
        "\"mediaFileExtensions\":[1]|/mediaFileExtensions/0",
        "\"properties\":[]|/properties",
        "\"properties\":{\"\":{\"type\":\"url\"}}|/properties/",
        "\"properties\":{\"p\":1}|/properties/p",
      })
  void points_to_the_invalid_member_of_a_type(String member, String pointer) {
    assertThat(checkMember(member)).extracting(Violation::pointer).containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|type",
        "{\"type\":null}|type",
        "{\"type\":1}|type",
        "{\"type\":\"array\"}|items",
        "{\"type\":\"string\",\"items\":{\"type\":\"url\"}}|items",
        "{\"type\":\"array\",\"items\":[]}|items",
        "{\"type\":\"array\",\"items\":{}}|items/type",
        "{\"type\":\"array\",\"items\":{\"type\":\"component\"}}|items/contentType",
        "{\"type\":\"string\",\"indexingType\":\"all\"}|indexingType",
        "{\"type\":\"string\",\"localized\":1}|localized",
        "{\"type\":\"string\",\"minLength\":-1}|minLength",
        "{\"type\":\"string\",\"minLength\":2,\"maxLength\":1}|minLength",
        "{\"type\":\"string\",\"pattern\":1}|pattern",
        "{\"type\":\"string\",\"displayMode\":\"visible\"}|displayMode",
        "{\"type\":\"richText\",\"editorSettings\":[]}|editorSettings",
        "{\"type\":\"string\",\"sortOrder\":2147483648}|sortOrder",
        "{\"type\":\"integer\",\"minimum\":1.5}|minimum",
        "{\"type\":\"integer\",\"minimum\":\"1\"}|minimum",
        "{\"type\":\"float\",\"minimum\":2.5,\"maximum\":1}|minimum",
        "{\"type\":\"string\",\"enum\":{}}|enum",
        "{\"type\":\"string\",\"enum\":[\"a\"]}|enum/0",
        "{\"type\":\"string\",\"enum\":[{\"displayName\":\"A\"}]}|enum/0/value",
        "{\"type\":\"content\",\"allowedTypes\":[null]}|allowedTypes/0",
        "{\"type\":\"content\",\"restrictedTypes\":{}}|restrictedTypes",
      })
  void points_to_the_invalid_member_of_a_property(String property, String pointer) {
    assertThat(checkProperty(property))
        .extracting(Violation::pointer)
        .containsExactly("/properties/p/" + pointer);
  }

  @ParameterizedTest
  @CsvSource({"displayName,255", "description,255"})
  void texts_have_a_maximum_length(String name, int limit) {
    assertThat(checkMember("\"%s\":\"%s\"".formatted(name, "x".repeat(limit)))).isEmpty();
    assertThat(checkMember("\"%s\":\"%s\"".formatted(name, "x".repeat(limit + 1)))).hasSize(1);
  }

  @Test
  void a_property_description_has_at_most_2000_characters() {
    String property = "{\"type\":\"url\",\"description\":\"%s\"}";

    assertThat(checkProperty(property.formatted("x".repeat(2_000)))).isEmpty();
    assertThat(checkProperty(property.formatted("x".repeat(2_001)))).hasSize(1);
  }

  @Test
  void a_base_type_is_required_unless_the_type_is_a_contract() {
    assertThat(check("{}")).extracting(Violation::pointer).containsExactly("/baseType");
    assertThat(check("{\"isContract\":true,\"baseType\":null}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"key\":\"ArticlePage\"",
        "\"displayName\":null",
        "\"source\":7,\"created\":true,\"lastModifiedBy\":[]",
        "\"somethingNew\":{\"deep\":1}",
        "\"properties\":{\"p\":{\"type\":\"string\",\"localized\":true,\"required\":false}}",
        "\"properties\":{\"p\":{\"type\":\"string\",\"isLocalized\":true,\"isRequired\":false}}",
        "\"properties\":{\"p\":{\"type\":\"dateTime\",\"minimum\":\"2026-01-01T00:00:00Z\"}}",
        "\"properties\":{\"p\":{\"type\":\"composition\",\"newFlag\":1}}",
        "\"properties\":{\"p\":{\"type\":\"binary\"}}",
        "\"accessRights\":null",
        "\"accessRights\":[]",
        "\"accessRights\":[{\"name\":\"WebEditors\"},{\"name\":\"jo\",\"type\":\"user\"}]",
        "\"properties\":{\"p\":{\"type\":\"richText\",\"editorSettings\":{\"preset\":\"minimal\"},"
            + "\"displayMode\":\"hidden\"}}",
        "\"properties\":{\"p\":{\"type\":\"content\",\"contentType\":\"Hero\",\"allowedTypes\":[]}}",
        "\"properties\":{\"p\":{\"type\":\"content\",\"allowedTypes\":[\"Hero\",\"_page\"]}}",
      })
  void accepts_members_about_which_the_sources_disagree(String member) {
    assertThat(checkMember(member)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"isContract\":true,\"baseType\":\"_page\"}|/baseType",
        "{\"baseType\":\"_element\"}|/baseType",
        "{\"baseType\":\"_page\",\"compositionBehaviors\":[\"sectionEnabled\"]}"
            + "|/compositionBehaviors",
        "{\"baseType\":\"_component\",\"compositionBehaviors\":[\"elementEnabled\"],"
            + "\"properties\":{\"p\":{\"type\":\"content\"}}}|/properties/p/type",
        "{\"baseType\":\"_component\",\"compositionBehaviors\":[\"elementEnabled\"],"
            + "\"properties\":{\"p\":{\"type\":\"array\",\"items\":{\"type\":\"content\"}}}}"
            + "|/properties/p/items/type",
        "{\"baseType\":\"_page\",\"properties\":{\"p q\":{\"type\":\"url\"}}}|/properties/p q",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"contentReference\","
            + "\"contentType\":\"Hero\",\"allowedTypes\":[\"_image\"]}}}|/properties/p/allowedTypes",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"array\",\"items\":{\"type\":"
            + "\"content\",\"contentType\":\"Hero\",\"allowedTypes\":[\"_image\"]}}}}"
            + "|/properties/p/items/allowedTypes",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"array\",\"items\":{\"type\":"
            + "\"composition\"}}}}|/properties/p/items/type",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"boolean\",\"enum\":[]}}}"
            + "|/properties/p/enum",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"integer\","
            + "\"enum\":[{\"value\":\"1\"}]}}}|/properties/p/enum/0/value",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"string\",\"minimum\":1}}}"
            + "|/properties/p/minimum",
        "{\"baseType\":\"_page\",\"properties\":{\"p\":{\"type\":\"dateTime\",\"maximum\":1}}}"
            + "|/properties/p/maximum",
      })
  void rejects_authored_content_that_the_vendors_tools_reject_but_allows_pushing_it_back(
      String pulled, String pointer) {
    assertThat(check(pulled)).extracting(Violation::pointer).containsExactly(pointer);
    assertThat(OptimizelyRules.checkForPush(ContentType.read(ARTICLE, pulled.getBytes(UTF_8))))
        .isEmpty();
  }
}
