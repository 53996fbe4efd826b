package dev.synctrail.web.run;

import static dev.synctrail.web.server.Watched.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how the server records invalid and unusual responses of a platform. */
@Tag("long")
class PlatformAnswersIT extends OnSharedServer {
  private static final String PLATFORM = "answers";
  private static final String JSON = "application/json";

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
    // Many responses here count as failures of the platform; the circuit breaker is not under test.
    scene
        .api()
        .body("{\"calls\":1000,\"failuresPercent\":100}")
        .put("platforms/" + PLATFORM + "/protection")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void restore_responses() {
    scene.platform().clearScript();
  }

  private static String page(String typeKey, String more) {
    return ("{\"key\":\"%1$s\",\"displayName\":\"%1$s\",\"baseType\":\"_page\",\"properties\":"
            + "{\"heading\":{\"type\":\"string\",\"displayName\":\"Heading\"}}%2$s}")
        .formatted(typeKey, more);
  }

  private static Fault json(int status, String body) {
    return Fault.status(status).header("Content-Type", JSON).body(body);
  }

  private static void always(String method, String path, Fault fault) {
    scene.platform().script(Rule.always(method, path, fault));
  }

  /** Starts a run and returns it when it is finished. */
  private static ValidatableResponse finished(String path, String more) {
    String run =
        scene
            .api()
            .body("{\"platform\":\"%s\",%s}".formatted(PLATFORM, more))
            .post(path)
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> scene.api().get(path + "/" + run).path("completedAt") != null);
    return scene.api().get(path + "/" + run).then();
  }

  /** Returns the only sync of a run. */
  private static ValidatableResponse only(ValidatableResponse run, String filter) {
    String id = run.extract().path("id");
    String sync =
        scene
            .api()
            .get("sync/history?%s=%s".formatted(filter, id))
            .then()
            .body("data", hasSize(1))
            .extract()
            .path("data[0].id");
    return scene.api().get("sync/" + sync).then();
  }

  private static ValidatableResponse pushed(String typeKey) {
    return only(
        finished("deployments", "\"typeKeys\":[\"%s\"]".formatted(typeKey)), "deploymentId");
  }

  private static ValidatableResponse pulled(String typeKey) {
    return only(finished("retrievals", "\"typeKeys\":[\"%s\"]".formatted(typeKey)), "retrievalId");
  }

  private static ValidatableResponse pulledAll() {
    return finished("retrievals", "\"typeKeys\":\"all\"");
  }

  private static List<Ledger.Entry> requests(String method, String path) {
    return scene.platform().ledger().entries().stream()
        .filter(entry -> entry.method().equals(method) && entry.path().endsWith(path))
        .toList();
  }

  private static ValidatableResponse attempts(ValidatableResponse sync) {
    return scene.api().get("sync/" + sync.extract().path("id") + "/attempts").then();
  }

  @Test
  void an_error_with_status_200_is_a_failure_with_the_platforms_reason() {
    scene.store("Err200Page", page("Err200Page", ""));
    always(
        "POST",
        "/contenttypes",
        json(
            200,
            "{\"status\":400,\"title\":\"Bad Request\",\"errors\":[{\"detail\":\"The group is"
                + " unknown\",\"field\":\"properties.heading.group\"}]}"));

    ValidatableResponse sync = pushed("Err200Page");

    sync.body(
        "syncStatus",
        is("FAILED"),
        "errorMessage",
        containsString("properties.heading.group The group is unknown"));
    assertThat(scene.platform().stored("Err200Page")).isEmpty();
    assertThat(requests("POST", "/contenttypes"))
        .filteredOn(request -> new String(request.body(), UTF_8).contains("Err200Page"))
        .hasSize(1);
  }

  @Test
  void a_404_page_of_a_load_balancer_does_not_count_as_a_removed_type() {
    scene.store("GoneToo", page("GoneToo", ""));
    String push = pushed("GoneToo").body("syncStatus", is("SUCCESS")).extract().path("id");
    await(() -> scene.api().get("sync/" + push).path("verdict.word") != null);
    always(
        "GET",
        "/contenttypes/GoneToo",
        Fault.status(404)
            .header("Content-Type", "text/html")
            .body("<html>default backend - 404</html>"));

    ValidatableResponse sync =
        only(
            finished("deployments", "\"delete\":[\"GoneToo\"],\"reason\":\"not used\""),
            "deploymentId");

    sync.body("syncStatus", is("FAILED"), "failureClass", is("INTERMEDIARY_ANSWER"));
    attempts(sync).body("", hasSize(3));
    assertThat(requests("DELETE", "/contenttypes/GoneToo")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"message\":\"scheduled maintenance\"}|items",
        "{\"items\":null,\"totalCount\":7}|items",
        "{\"items\":{\"a\":1},\"totalCount\":7}|items",
        "{\"items\":[],\"totalCount\":7}|0 of 7",
      })
  void a_list_without_items_fails_the_pull_run_with_the_reason(String answer, String reason) {
    always("GET", "/contenttypes", json(200, answer));

    pulledAll().body("status", is("FAILED"), "errorMessage", containsString(reason));
  }

  @Test
  void a_list_whose_total_is_too_low_is_pulled_to_its_end() {
    List<String> keys = IntStream.range(0, 130).mapToObj("Listed%03d"::formatted).toList();
    keys.forEach(key -> scene.platform().edit(page(key, "")));
    String first =
        keys.subList(0, 100).stream()
            .map(key -> page(key, ""))
            .collect(Collectors.joining(",", "{\"items\":[", "],\"totalCount\":100}"));
    scene.platform().script(Rule.once("GET", "/contenttypes", json(200, first)));

    ValidatableResponse run = pulledAll();

    int total = run.extract().path("counts.total");
    assertThat(total).isGreaterThanOrEqualTo(130);
    scene.api().get("types/Listed129").then().statusCode(200);
  }

  @Test
  void a_list_that_repeats_its_page_fails_the_pull_run_after_a_few_requests() {
    int before = requests("GET", "/contenttypes").size();
    always(
        "GET",
        "/contenttypes",
        json(
            200,
            IntStream.range(0, 3)
                .mapToObj(i -> page("ListPage" + i, ""))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"))));

    pulledAll().body("status", is("FAILED"), "errorMessage", containsString("repeats"));
    assertThat(requests("GET", "/contenttypes").size() - before).isLessThanOrEqualTo(6);
  }

  @Test
  void an_answer_with_a_header_line_of_9000_characters_is_recorded_and_used() {
    scene.store("LongHeader", page("LongHeader", ""));
    scene
        .platform()
        .script(
            Rule.once(
                "GET",
                "/contenttypes/LongHeader",
                Fault.answer().header("Content-Security-Policy", "x".repeat(9_000))));

    ValidatableResponse sync = pushed("LongHeader").body("syncStatus", is("SUCCESS"));

    attempts(sync)
        .body("[0].exchanges.responseHeaders.toString()", containsString("x".repeat(9_000)));
  }

  @Test
  void an_empty_answer_with_150_header_lines_is_settled_by_a_read_back() {
    scene.store("ManyHeaders", page("ManyHeaders", ""));
    Fault fault = Fault.status(201).body("").applied(true);
    for (int i = 0; i < 150; i++) {
      fault = fault.header("X-H" + i, "v");
    }
    scene.platform().script(Rule.once("POST", "/contenttypes", fault));

    pushed("ManyHeaders").body("syncStatus", is("SUCCESS"), "settledBy", is("READ_BACK"));
  }

  @Test
  void the_whole_error_text_is_shown_and_found() {
    scene.store("DetailPage", page("DetailPage", ""));
    always(
        "POST",
        "/contenttypes",
        Fault.status(400)
            .header("Content-Type", "application/problem+json")
            .body(
                "{\"detail\":\"The request is invalid\",\"code\":\"InvalidContentType\","
                    + "\"errors\":[{\"detail\":\"The group 'seo' does not match an existing"
                    + " group.\",\"field\":\"properties.heading.group\"}]}"));

    ValidatableResponse sync = pushed("DetailPage");

    String id = sync.extract().path("id");
    sync.body("syncStatus", is("FAILED"), "platformCode", is("InvalidContentType"));
    scene
        .api()
        .queryParam("typeKey", "DetailPage")
        .queryParam("platformCode", "InvalidContentType")
        .get("sync/history")
        .then()
        .body("data.id", hasItem(id));
    for (String text :
        List.of(
            "InvalidContentType",
            "The request is invalid",
            "properties.heading.group",
            "'seo' does not match")) {
      sync.body("errorMessage", containsString(text));
      attempts(sync).body("[0].errorMessage", containsString(text));
      scene
          .api()
          .queryParam("typeKey", "DetailPage")
          .queryParam("errorText", text)
          .get("sync/history")
          .then()
          .body("data.id", hasItem(id))
          .body("data.errorMessage", everyItem(containsString(text)));
      assertThat(scene.api().get("sync/export?typeKey=DetailPage").asString()).contains(text);
    }
  }

  @Test
  void an_unrequested_compressed_response_is_read_and_its_exact_bytes_are_kept() {
    scene.platform().edit(page("CaseF", ""));
    scene.platform().script(Rule.once("GET", "/contenttypes/CaseF", Fault.gzipped()));

    ValidatableResponse sync = pulled("CaseF").body("syncStatus", is("SUCCESS"));

    scene.api().get("types/CaseF").then().statusCode(200);
    attempts(sync)
        .body("[0].exchanges.responseHeaders.toString()", containsString("gzip"))
        .body(
            "[0].exchanges.find { it.purpose == 'READ' }.responsePayload.originalSize",
            notNullValue());
  }

  @Test
  void a_byte_order_mark_is_not_part_of_the_version() {
    scene.platform().edit(page("CaseG", ""));
    scene
        .platform()
        .script(Rule.once("GET", "/contenttypes/CaseG", json(200, "\uFEFF" + page("CaseG", ""))));

    pulled("CaseG").body("syncStatus", is("SUCCESS"));
    scene.api().get("types/CaseG").then().statusCode(200);
  }

  @Test
  void a_lone_surrogate_is_reported_with_its_pointer_and_its_bytes_are_kept() {
    String body =
        "{\"key\":\"PullPageC\",\"displayName\":\"C\",\"baseType\":\"_page\",\"properties\":{},"
            + "\"description\":\"x\\ud83d\"}";
    always("GET", "/contenttypes/PullPageC", json(200, body));

    ValidatableResponse sync = pulled("PullPageC");

    sync.body("syncStatus", is("FAILED"), "failureClass", is("MALFORMED_ANSWER"))
        .body("errorMessage", containsString("/description"))
        .body("errorMessage", containsString("surrogate"));
    assertThat(scene.api().get("sync/" + sync.extract().path("id") + "/response").asString())
        .isEqualTo(body);
    scene.api().get("types/PullPageC").then().statusCode(404);
  }

  @Test
  void members_filled_in_by_the_platform_cause_no_push() {
    scene.store("DefaultsPage", page("DefaultsPage", ""));
    pushed("DefaultsPage").body("syncStatus", is("SUCCESS"), "operation", is("CREATE"));
    scene
        .platform()
        .edit(
            "{\"key\":\"DefaultsPage\",\"displayName\":\"DefaultsPage\",\"baseType\":\"_page\","
                + "\"sortOrder\":100,\"mayContainTypes\":[\"*\"],\"properties\":{\"heading\":"
                + "{\"type\":\"string\",\"displayName\":\"Heading\",\"indexingType\":"
                + "\"searchable\",\"sortOrder\":10,\"group\":\"Information\","
                + "\"format\":\"shortString\"}}}");

    pushed("DefaultsPage").body("syncStatus", is("SUCCESS"), "operation", is("NONE"));
    assertThat(requests("PATCH", "/contenttypes/DefaultsPage")).isEmpty();
  }

  @Test
  void a_type_key_that_differs_in_case_is_neither_pulled_nor_pushed() {
    scene.store("PullPageH", page("PullPageH", ""));
    int versions = versions("PullPageH");
    always("GET", "/contenttypes/PullPageH", json(200, page("pullpageh", "")));

    pulled("PullPageH").body("syncStatus", is("FAILED"), "failureClass", is("MALFORMED_ANSWER"));
    assertThat(versions("PullPageH")).isEqualTo(versions);
    pushed("PullPageH").body("syncStatus", is("FAILED"), "failureClass", is("MALFORMED_ANSWER"));
    assertThat(scene.platform().stored("PullPageH")).isEmpty();
    assertThat(requests("PATCH", "/contenttypes/PullPageH")).isEmpty();
  }

  private static int versions(String typeKey) {
    return scene.api().get("types/" + typeKey + "/versions?count=true").path("total");
  }

  @Test
  void a_token_error_with_status_200_is_not_retried() {
    scene.store("NoToken", page("NoToken", ""));
    always(
        "POST",
        "*/oauth/token",
        json(200, "{\"error\":\"invalid_client\",\"error_description\":\"nope\"}"));
    // The current token is rejected, so that a new one is requested.
    always("GET", "/contenttypes/NoToken", Fault.status(401));
    int before = requests("POST", "/oauth/token").size();

    ValidatableResponse sync = pushed("NoToken");

    sync.body("syncStatus", is("FAILED"), "failureClass", is("UNAUTHORIZED"))
        .body("platformCode", is("invalid_client"));
    attempts(sync).body("", hasSize(1));
    assertThat(requests("POST", "/oauth/token")).hasSize(before + 1);
  }

  @Test
  void a_pulled_type_can_be_pushed_back_although_it_is_invalid_here() {
    scene
        .platform()
        .edit(
            "{\"key\":\"BinaryBlock\",\"displayName\":\"B\",\"baseType\":\"_component\","
                + "\"properties\":{\"file\":{\"type\":\"binary\",\"displayName\":\"File\"}}}");
    pulled("BinaryBlock").body("syncStatus", is("SUCCESS"));

    pushed("BinaryBlock").body("syncStatus", is("SUCCESS"), "operation", is("NONE"));
    scene.platform().remove("BinaryBlock");
    finished(
            "deployments",
            "\"typeKeys\":[\"BinaryBlock\"],\"options\":{\"onConflict\":\"overwrite\"}")
        .body("status", is("COMPLETED"));
    assertThat(scene.platform().stored("BinaryBlock")).isPresent();
  }
}
