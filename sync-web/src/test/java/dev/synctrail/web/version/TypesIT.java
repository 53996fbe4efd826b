package dev.synctrail.web.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesIT extends OnSharedServer {

  private static String body(String displayName, String more) {
    return """
        {"content": {"baseType": "_page", "displayName": "%s", "sortOrder": 1.0}, "source": "UI",
         "author": "ann", "message": "why"%s}
        """
        .formatted(displayName, more);
  }

  private static ValidatableResponse putRaw(String typeKey, String body) {
    return server()
        .api()
        .contentType(ContentType.JSON)
        .body(body)
        .when()
        .put("/types/{typeKey}", typeKey)
        .then();
  }

  private static String put(String typeKey, String displayName, String more) {
    return putRaw(typeKey, body(displayName, more)).statusCode(201).extract().path("versionId");
  }

  private static ValidatableResponse get(String path, Object... values) {
    return server().api().when().get(path, values).then();
  }

  @Test
  void put_creates_a_version_that_can_be_read() {
    String id =
        putRaw("PutOnce", body("Größe", ""))
            .statusCode(201)
            .header("Location", containsString("/api/v1/types/PutOnce/versions/"))
            .header("ETag", notNullValue())
            .body("created", is(true), "parents", empty(), "author", is("ann"))
            .extract()
            .path("versionId");

    get("/types/PutOnce/versions/{id}", id)
        .statusCode(200)
        .header("ETag", "\"" + id + "\"")
        .body(
            "content.displayName",
            is("Größe"),
            "versionHash",
            notNullValue(),
            "message",
            is("why"),
            "source",
            is("UI"),
            "syncs",
            empty());
    get("/types/PutOnce")
        .statusCode(200)
        .header("ETag", "\"" + id + "\"")
        .body("latestVersion.versionId", is(id), "lastSyncs", empty());
  }

  @Test
  void put_of_unchanged_content_creates_no_version() {
    String id = put("Unchanged", "A", "");

    putRaw(
            "Unchanged",
            "{\"content\":{\"sortOrder\":1,\"displayName\":\"A\",\"baseType\":\"_page\"}}")
        .statusCode(200)
        .body("created", is(false), "versionId", is(id));
  }

  @Test
  void returning_to_earlier_content_creates_another_version() {
    String first = put("BackAgain", "A", "");
    String second = put("BackAgain", "B", "");
    String third = put("BackAgain", "A", "");

    get("/types/BackAgain/versions")
        .statusCode(200)
        .body(
            "data.versionId",
            contains(third, second, first),
            "data[0].parents",
            contains(second),
            "hasMore",
            is(false),
            "total",
            nullValue());
    assertThat(List.of(first, second)).doesNotContain(third);
  }

  @Test
  void if_none_match_star_rejects_a_put_to_an_existing_type() {
    server()
        .api()
        .contentType(ContentType.JSON)
        .header("If-None-Match", "*")
        .body(body("A", ""))
        .put("/types/IfNone")
        .then()
        .statusCode(201);
    server()
        .api()
        .contentType(ContentType.JSON)
        .header("If-None-Match", "*")
        .body(body("B", ""))
        .put("/types/IfNone")
        .then()
        .statusCode(412)
        .body("code", is("PRECONDITION_FAILED"));
  }

  @Test
  void if_match_rejects_a_put_when_the_head_has_moved() {
    String first = put("Protected", "A", "");
    String second = put("Protected", "B", "");

    for (String tag : List.of("\"" + first + "\"", "W/\"" + second + "\"", "\"nonsense\"")) {
      server()
          .api()
          .contentType(ContentType.JSON)
          .header("If-Match", tag)
          .body(body("C", ""))
          .when()
          .put("/types/Protected")
          .then()
          .statusCode(412)
          .body("code", is("PRECONDITION_FAILED"), "detail", containsString(second));
    }
    server()
        .api()
        .contentType(ContentType.JSON)
        .header("If-Match", "\"" + second + "\"")
        .body(body("C", ""))
        .when()
        .put("/types/Protected")
        .then()
        .statusCode(201);
    server()
        .api()
        .contentType(ContentType.JSON)
        .header("If-Match", "*")
        .body(body("A", ""))
        .when()
        .put("/types/NotYetThere")
        .then()
        .statusCode(412);
  }

  @Test
  void the_tree_shows_branches_merges_and_the_common_ancestor() {
    String root = put("Branching", "A", "");
    String left = put("Branching", "B", "");
    String right = put("Branching", "C", ",\"parents\":[\"" + root + "\"]");
    String merge = put("Branching", "D", ",\"parents\":[\"%s\",\"%s\"]".formatted(left, right));

    get("/types/Branching/tree?ancestor={a},{b}", left, right)
        .statusCode(200)
        .body(
            "nodes.versionId",
            contains(root, left, right, merge),
            "edges",
            hasSize(4),
            "head",
            is(merge),
            "commonAncestor",
            is(root));
    get("/types/Branching/tree").body("commonAncestor", nullValue());
    get("/types/Branching/tree?ancestor={a}", left).statusCode(400);
    get("/types/Branching/tree?ancestor={a},{b}", left, "0".repeat(64))
        .statusCode(422)
        .body("code", is("UNKNOWN_VERSION"), "errors[0].parameter", is("ancestor"));
  }

  @Test
  void unknown_parents_are_rejected_with_their_pointer() {
    String known = put("Orphan", "A", "");

    putRaw("Orphan", body("B", ",\"parents\":[\"%s\",\"%s\"]".formatted(known, "0".repeat(64))))
        .statusCode(422)
        .body("code", is("UNKNOWN_PARENTS"), "errors.pointer", contains("/parents/1"));
    putRaw("Orphan", body("B", ",\"parents\":[\"no id\"]"))
        .statusCode(400)
        .body("errors.pointer", contains("/parents/0"));
  }

  @Test
  void all_violations_are_reported_with_their_pointers() {
    String broken =
        """
        {"content": {"key": "Other", "baseType": "page",
          "properties": {"a/b": {"type": "text"}, "c": {"type": "array"}}}}
        """;
    for (ValidatableResponse answer :
        List.of(
            putRaw("Violating", broken),
            server()
                .api()
                .contentType(ContentType.JSON)
                .body(broken.replace("Other", "no key"))
                .when()
                .post("/types/validate")
                .then())) {
      answer
          .statusCode(422)
          .contentType("application/problem+json")
          .body(
              "code",
              is("INVALID_CONTENT_TYPE"),
              "errors.pointer",
              containsInAnyOrder(
                  "/content/key",
                  "/content/baseType",
                  "/content/properties/a~1b",
                  "/content/properties/a~1b/type",
                  "/content/properties/c/items"));
    }
    get("/types/Violating").statusCode(404);
  }

  @Test
  void validating_stores_nothing() {
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"content\":{\"key\":\"OnlyChecked\",\"baseType\":\"_page\"}}")
        .when()
        .post("/types/validate")
        .then()
        .statusCode(200)
        .body("valid", is(true), "versionHash", notNullValue());
    get("/types/OnlyChecked").statusCode(404).body("code", is("NOT_FOUND"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"baseType\":\"_page\",\"properties\":{\"ref\":{\"type\":\"contentReference\","
            + "\"displayName\":\"R\",\"contentType\":\"SmokePage\",\"allowedTypes\":[\"_image\"]}}"
            + "|/content/properties/ref/allowedTypes",
        "\"baseType\":\"_element\",\"properties\":{\"heading\":{\"type\":\"string\"}}"
            + "|/content/baseType",
        "\"baseType\":\"_component\",\"compositionBehaviors\":[\"elementEnabled\"],\"properties\":"
            + "{\"i\":{\"type\":\"array\",\"items\":{\"type\":\"content\",\"allowedTypes\":"
            + "[\"SmokePage\"]}}}|/content/properties/i/items/type",
        "\"baseType\":\"_page\",\"compositionBehaviors\":[\"sectionEnabled\"],\"properties\":{}"
            + "|/content/compositionBehaviors",
      })
  void content_that_the_platform_would_reject_is_rejected_with_its_pointer(
      String members, String pointer) {
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"content\":{\"key\":\"RejectedThere\",%s},\"source\":\"UI\"}".formatted(members))
        .when()
        .post("/types/validate")
        .then()
        .statusCode(422)
        .body("errors.pointer", hasItem(pointer));
    get("/types/RejectedThere").statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"content\":{\"a\":1,\"a\":2}}|/content/a",
        "{\"content\":{\"n\":[9007199254740993]}}|/content/n/0",
        "{\"content\":{\"t\":\"\\ud800\"}}|/content/t",
        "{\"content\":[]}|/content",
        "{\"source\":\"UI\"}|/content",
        "{\"content\":{\"baseType\":\"_page\"},\"source\":\"HAND\"}|/source",
        "{\"content\":{\"baseType\":\"_page\"},\"extra\":1}|/extra",
        "{\"content\":{\"baseType\":\"_page\"}|``",
        "[]|``",
      })
  void malformed_requests_are_rejected_with_the_pointer(String body, String pointer) {
    putRaw("Malformed", body).statusCode(400).body("errors[0].pointer", is(pointer));
    get("/types/Malformed").statusCode(404);
  }

  @Test
  void nesting_of_a_thousand_levels_is_rejected() {
    putRaw("Deep", "{\"content\":{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}}")
        .statusCode(400)
        .body("code", is("MALFORMED_JSON"), "errors[0].detail", containsString("200 levels"));
  }

  @Test
  void another_media_type_is_rejected() {
    server()
        .api()
        .contentType("text/plain")
        .body(body("A", ""))
        .when()
        .put("/types/PlainText")
        .then()
        .statusCode(415);
  }

  @Test
  void versions_are_compared_as_json_and_as_text() {
    String a = put("Compared", "A", "");
    String b = put("Compared", "B", "");

    get("/types/Compared/versions/{a}/diff/{b}", a, b)
        .statusCode(200)
        .body(
            "modified[0].pointer",
            is("/displayName"),
            "modified[0].old",
            is("A"),
            "modified[0].new",
            is("B"),
            "added",
            empty(),
            "removed",
            empty(),
            "unchanged",
            is(2));
    server()
        .api()
        .accept(ContentType.TEXT)
        .when()
        .get("/types/Compared/versions/{a}/diff/{b}", a, b)
        .then()
        .statusCode(200)
        .contentType(ContentType.TEXT)
        .body(containsString("~ /displayName: \"A\" → \"B\""));
    get("/types/Other/versions/{a}/diff/{b}", a, b).statusCode(404);
  }

  @Test
  void versions_are_filtered_and_paged_in_both_directions() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, put("PageCursors", "Content " + i, i % 2 == 0 ? "" : ",\"parents\":[]"));
    }
    putRaw("PageCursors", body("by bob", "").replace("ann", "bob").replace("UI", "AI"))
        .statusCode(201);

    get("/types/PageCursors/versions?author=bob&source=AI&count=true")
        .body("data", hasSize(1), "total", is(1));
    get("/types/PageCursors/versions?author=ann&endDate=2020-01-01").body("data", empty());
    String next =
        get("/types/PageCursors/versions?author=ann&limit=2")
            .body("data.versionId", equalTo(ids.subList(0, 2)), "hasMore", is(true))
            .extract()
            .path("nextCursor");
    String previous =
        get("/types/PageCursors/versions?author=ann&limit=2&cursor={c}", next)
            .body("data.versionId", equalTo(ids.subList(2, 4)), "hasMore", is(true))
            .extract()
            .path("prevCursor");
    get("/types/PageCursors/versions?author=ann&limit=2&cursor={c}", previous)
        .body("data.versionId", equalTo(ids.subList(0, 2)), "prevCursor", nullValue());
    get("/types/PageCursors/versions?author=bob&limit=2&cursor={c}", next).statusCode(400);
    get("/types/PageCursors/versions?offset=2")
        .statusCode(400)
        .body("errors[0].detail", containsString("cursor"));
    get("/types/PageCursors/versions?startDate=yesterday").statusCode(400);
    get("/types/Unheard_of/versions").statusCode(404);
  }

  @Test
  void types_are_listed_by_key() {
    put("Listed_1", "A", "");
    put("Listed_2", "A", "");

    get("/types?limit=200&count=true")
        .statusCode(200)
        .body("data.typeKey", hasItem("Listed_1"), "total", notNullValue());
    String first = get("/types?limit=1").extract().path("data[0].typeKey");
    String next = get("/types?limit=1").extract().path("nextCursor");
    String second = get("/types?limit=1&cursor={c}", next).extract().path("data[0].typeKey");
    assertThat(first.compareTo(second)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"validate", "versions", "tree", "diff", "history", "type", "analytics", "status"})
  void a_type_key_may_equal_a_path_segment(String typeKey) {
    String a = put(typeKey, "A", "");
    String b = put(typeKey, "B", "");

    get("/types/{k}", typeKey).statusCode(200).body("latestVersion.versionId", is(b));
    get("/types/{k}/versions", typeKey).statusCode(200).body("data", hasSize(2));
    get("/types/{k}/tree", typeKey).statusCode(200).body("nodes", hasSize(2));
    get("/types/{k}/versions/{a}", typeKey, a).statusCode(200).body("typeKey", is(typeKey));
    get("/types/{k}/versions/{a}/diff/{b}", typeKey, a, b).statusCode(200);
  }

  @Test
  void a_type_and_its_versions_show_the_last_sync_with_each_platform() {
    String version = put("Synced", "A", "");
    put("Synced", "B", "");
    String sync =
        server()
            .record(
                "Synced", "{\"sortOrder\": 1, \"displayName\": \"A\", \"baseType\": \"_page\"}");
    server()
        .api()
        .contentType(ContentType.JSON)
        .body("{\"versionId\": \"" + version + "\"}")
        .when()
        .put("/sync/{id}/version", sync)
        .then()
        .statusCode(200);

    get("/types/Synced")
        .body(
            "lastSyncs.id",
            contains(sync),
            "lastSyncs[0].targetPlatform",
            is("elsewhere"),
            "lastSyncs[0].syncStatus",
            is("IN_PROGRESS"));
    get("/types/Synced/versions/{id}", version).body("syncs.id", contains(sync));
    get("/types/Synced/tree").body("nodes[0].syncs.id", contains(sync), "nodes[1].syncs", empty());
    get("/types/Synced/versions").body("data[1].syncs.id", contains(sync));
    get("/types?limit=200")
        .body("data.find { it.typeKey == 'Synced' }.lastSyncs.id", contains(sync));
  }

  @Test
  void malformed_path_parameters_are_named() {
    get("/types/{k}", "no key").statusCode(400).body("errors[0].parameter", is("typeKey"));
    get("/types/Some/versions/{id}", "x").statusCode(400);
    get("/types/Some/versions/{id}", "0".repeat(64)).statusCode(404);
  }

  @Test
  void content_larger_than_a_push_allows_can_be_stored_as_a_version() {
    String large =
        "{\"content\":{\"baseType\":\"_page\",\"note\":\"" + "x".repeat(10_000_001) + "\"}}";

    String id = putRaw("Large", large).statusCode(201).extract().path("versionId");

    get("/types/Large/versions/{id}", id).statusCode(200);
    putRaw("Large", large + " ".repeat(33 * 1024 * 1024)).statusCode(413);
  }

  @Test
  void requests_without_a_token_are_rejected() {
    RestAssured.given()
        .baseUri(server().uri().resolve("/api/v1").toString())
        .when()
        .get("/types")
        .then()
        .statusCode(401);
  }
}
