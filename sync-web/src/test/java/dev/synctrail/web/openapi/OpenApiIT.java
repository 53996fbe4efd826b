package dev.synctrail.web.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that the served document is complete for every operation. */
class OpenApiIT extends OnSharedServer {
  /** One alias of the contract is shadowed, but only for a type with the key {@code type}. */
  private static final Set<String> KNOWN_COLLISIONS =
      Set.of("get /api/v1/sync/type/{typeKey} | /api/v1/sync/{typeKey}/history");

  private static JsonObject document;

  @BeforeAll
  static void read() {
    String text =
        given().accept("application/json").get(server().uri().resolve("/openapi")).asString();
    try (var reader = Json.createReader(new StringReader(text))) {
      document = reader.readObject();
    }
  }

  private static void eachOperation(BiConsumer<String, JsonObject> check) {
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .forEach(
                        (method, operation) -> {
                          if (operation.getValueType() == JsonValue.ValueType.OBJECT) {
                            check.accept(method + " " + path, operation.asJsonObject());
                          }
                        }));
  }

  private static List<String> incomplete(BiConsumer<JsonObject, List<String>> check) {
    List<String> missing = new ArrayList<>();
    eachOperation(
        (name, operation) -> {
          List<String> own = new ArrayList<>();
          check.accept(operation, own);
          own.forEach(what -> missing.add(name + ": " + what));
        });
    return missing;
  }

  private static JsonObject resolved(JsonObject value) {
    if (!value.containsKey("$ref")) {
      return value;
    }
    String[] parts = value.getString("$ref").split("/", -1);
    return document.getJsonObject(parts[1]).getJsonObject(parts[2]).getJsonObject(parts[3]);
  }

  @Test
  void describes_the_api_and_its_authentication() {
    assertThat(document.getJsonObject("info").getString("title")).isEqualTo("Synctrail");
    assertThat(document.getJsonObject("components").getJsonObject("securitySchemes"))
        .containsKey("token");
    assertThat(document.getJsonArray("security")).isNotEmpty();
    assertThat(document.getJsonObject("paths")).isNotEmpty();
  }

  @Test
  void every_operation_has_a_summary_a_tag_and_a_unique_id() {
    Set<String> names = new TreeSet<>();
    assertThat(
            incomplete(
                (operation, missing) -> {
                  if (operation.getString("summary", "").isBlank()) {
                    missing.add("summary");
                  }
                  if (operation
                      .getOrDefault("tags", JsonValue.EMPTY_JSON_ARRAY)
                      .equals(JsonValue.EMPTY_JSON_ARRAY)) {
                    missing.add("tag");
                  }
                  if (!names.add(operation.getString("operationId"))) {
                    missing.add("the name is used twice");
                  }
                }))
        .isEmpty();
  }

  @Test
  void every_parameter_has_a_description_a_schema_and_an_example() {
    assertThat(
            incomplete(
                (operation, missing) ->
                    operation
                        .getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY)
                        .asJsonArray()
                        .getValuesAs(JsonObject.class)
                        .forEach(
                            raw -> {
                              JsonObject parameter = resolved(raw);
                              Stream.of("description", "schema", "example")
                                  .filter(member -> !parameter.containsKey(member))
                                  .forEach(
                                      member ->
                                          missing.add(parameter.getString("name") + " " + member));
                            })))
        .isEmpty();
  }

  /** A file that is no text has no example. */
  @Test
  void every_body_and_answer_has_a_schema_and_an_example() {
    assertThat(
            incomplete(
                (operation, missing) -> {
                  if (operation.containsKey("requestBody")) {
                    content(operation.getJsonObject("requestBody"), "request", missing);
                  }
                  operation
                      .getJsonObject("responses")
                      .forEach(
                          (status, raw) -> {
                            JsonObject response = resolved(raw.asJsonObject());
                            if (response.getString("description", "").isBlank()) {
                              missing.add(status + " description");
                            }
                            if (!List.of("204", "304").contains(status)) {
                              content(response, status, missing);
                            }
                          });
                }))
        .isEmpty();
  }

  private static void content(JsonObject of, String where, List<String> missing) {
    JsonObject content = of.getOrDefault("content", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    if (content.isEmpty()) {
      missing.add(where + " content");
    }
    content.forEach(
        (type, media) ->
            Stream.of("schema", "example")
                .filter(member -> !media.asJsonObject().containsKey(member))
                .filter(member -> !member.equals("example") || !isBinary(media.asJsonObject()))
                .forEach(member -> missing.add(where + " " + type + " " + member)));
  }

  private static boolean isBinary(JsonObject media) {
    return media
        .getOrDefault("schema", JsonValue.EMPTY_JSON_OBJECT)
        .asJsonObject()
        .getString("format", "")
        .equals("binary");
  }

  @Test
  void every_operation_documents_success_and_general_errors() {
    assertThat(
            incomplete(
                (operation, missing) -> {
                  Set<String> statuses = operation.getJsonObject("responses").keySet();
                  Stream.of("400", "401", "500", "503")
                      .filter(status -> !statuses.contains(status))
                      .forEach(missing::add);
                  if (statuses.stream().noneMatch(status -> status.startsWith("2"))) {
                    missing.add("success");
                  }
                  if (operation.containsKey("requestBody") && !statuses.contains("415")) {
                    missing.add("415");
                  }
                }))
        .isEmpty();
  }

  @Test
  void every_header_has_a_schema_and_operations_with_content_document_406() {
    assertThat(
            incomplete(
                (operation, missing) -> {
                  JsonObject responses = operation.getJsonObject("responses");
                  responses.forEach(
                      (status, raw) ->
                          resolved(raw.asJsonObject())
                              .getOrDefault("headers", JsonValue.EMPTY_JSON_OBJECT)
                              .asJsonObject()
                              .forEach(
                                  (name, header) -> {
                                    if (!header.asJsonObject().containsKey("schema")) {
                                      missing.add(status + " " + name);
                                    }
                                  }));
                  boolean content =
                      responses.entrySet().stream()
                          .anyMatch(
                              entry ->
                                  entry.getKey().startsWith("2")
                                      && entry.getValue().asJsonObject().containsKey("content"));
                  if (content && !responses.containsKey("406")) {
                    missing.add("406");
                  }
                }))
        .isEmpty();
  }

  @Test
  void shared_errors_are_written_once() {
    Set<String> written = new TreeSet<>();
    assertThat(
            incomplete(
                (operation, missing) ->
                    operation
                        .getJsonObject("responses")
                        .forEach(
                            (status, raw) -> {
                              JsonObject response = raw.asJsonObject();
                              if (status.compareTo("4") > 0
                                  && !response.containsKey("$ref")
                                  && !written.add(status + response.getString("description"))) {
                                missing.add(status);
                              }
                            })))
        .isEmpty();
  }

  @Test
  void every_integer_has_limits_and_no_schema_has_two_types() {
    List<String> faults = new ArrayList<>();
    schemas("", document, faults);

    assertThat(faults).isEmpty();
  }

  private static void schemas(String at, JsonValue value, List<String> faults) {
    if (value instanceof JsonObject object) {
      if (object.get("type") instanceof JsonString type) {
        if (type.getString().equals("integer")
            && !(object.containsKey("minimum") && object.containsKey("maximum"))) {
          faults.add(at + " has no limits");
        }
        if (object.containsKey("allOf") || object.containsKey("oneOf")) {
          faults.add(at + " is a type and another schema");
        }
      }
      object.forEach(
          (name, member) -> {
            if (!name.equals("example")) {
              schemas(at + "/" + name, member, faults);
            }
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(element -> schemas(at, element, faults));
    }
  }

  @Test
  void examples_of_errors_equal_the_answers_of_the_server() {
    JsonObject examples = document.getJsonObject("components").getJsonObject("responses");
    for (String[] request :
        new String[][] {
          {"Unauthenticated", "", "/api/v1/types", "*/*"},
          {"NotAcceptable", "token", "/api/v1/types", "image/png"},
          {"MalformedRequest", "token", "/api/v1/types?limit=0", "*/*"}
        }) {
      String answer =
          given()
              .header(
                  "Authorization", request[1].isEmpty() ? "none" : "Bearer " + SharedServer.TOKEN)
              .accept(request[3])
              .get(server().uri().resolve(request[2]))
              .asString();
      try (var reader = Json.createReader(new StringReader(answer))) {
        JsonObject expected =
            examples
                .getJsonObject(request[0])
                .getJsonObject("content")
                .getJsonObject("application/problem+json")
                .getJsonObject("example");
        assertThat(without("instance", reader.readObject()))
            .isEqualTo(without("instance", expected));
      }
    }
  }

  private static JsonObject without(String member, JsonObject object) {
    return Json.createObjectBuilder(object).remove(member).build();
  }

  @Test
  void yaml_has_its_own_media_type() {
    for (String accept : List.of("application/yaml", "*/*", "text/plain")) {
      given()
          .accept(accept)
          .get(server().uri().resolve("/openapi"))
          .then()
          .statusCode(200)
          .contentType(startsWith("application/yaml"))
          .body(startsWith("openapi: 3"));
    }
  }

  @Test
  void every_member_has_a_type_and_every_reference_exists() {
    List<String> missing = new ArrayList<>();
    document
        .getJsonObject("components")
        .getJsonObject("schemas")
        .forEach(
            (name, schema) ->
                schema
                    .asJsonObject()
                    .getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT)
                    .asJsonObject()
                    .forEach(
                        (member, value) -> {
                          JsonObject property = value.asJsonObject();
                          if (!property.containsKey("description")
                              && !property.containsKey("$ref")) {
                            missing.add(name + "." + member);
                          }
                        }));
    references(document, missing);

    assertThat(missing).isEmpty();
  }

  private static void references(JsonValue value, List<String> missing) {
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) -> {
            if (name.equals("$ref")) {
              String[] parts = object.getString("$ref").split("/", -1);
              if (!document.getJsonObject(parts[1]).getJsonObject(parts[2]).containsKey(parts[3])) {
                missing.add(object.getString("$ref"));
              }
            } else {
              references(member, missing);
            }
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(element -> references(element, missing));
    }
  }

  @Test
  void no_route_collides_with_a_valid_key() {
    List<String> operations = new ArrayList<>();
    eachOperation((name, operation) -> operations.add(name));
    Set<String> collisions = new TreeSet<>();
    for (String one : operations) {
      for (String other : operations) {
        if (one.compareTo(other) < 0 && collide(one, other)) {
          collisions.add(one + " | " + other.split(" ", 2)[1]);
        }
      }
    }

    collisions.removeAll(KNOWN_COLLISIONS);
    assertThat(collisions).isEmpty();
  }

  private static boolean collide(String one, String other) {
    String[] ours = one.split("[ /]", -1);
    String[] theirs = other.split("[ /]", -1);
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      if (!ours[i].equals(theirs[i]) && !couldBe(ours[i], theirs[i])) {
        return false;
      }
    }
    return true;
  }

  /** A type key can be any word; ids and hashes cannot equal a literal segment of a path. */
  private static boolean couldBe(String ours, String theirs) {
    boolean anyWord = ours.equals("{typeKey}") || theirs.equals("{typeKey}");
    boolean bothOpen = ours.startsWith("{") && theirs.startsWith("{");
    return anyWord || bothOpen;
  }
}
