package dev.synctrail.web.drift;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests reading back after pushes, and checks of a platform. */
class DriftIT extends OnSharedServer {
  private static final String PLATFORM = "drift";
  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  /** Pushes a type and returns its sync after it was read back. */
  private static String pushed(String typeKey) {
    scene.store(typeKey);
    String sync = scene.pushed(typeKey, scene.api());
    await(() -> word(sync) != null);
    return sync;
  }

  private static String word(String sync) {
    return scene.api().get("sync/" + sync).path("verdict.word");
  }

  private static void edit(String typeKey, String more) {
    scene
        .platform()
        .edit(
            "{\"key\":\"%s\",\"displayName\":\"T\",\"baseType\":\"_component\",%s}"
                .formatted(typeKey, more));
  }

  private static void check() {
    String check =
        scene
            .api()
            .body("{\"reason\":\"a look\"}")
            .post("platforms/" + PLATFORM + "/check")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> scene.api().get("checks/" + check).path("completedAt") != null);
    scene
        .api()
        .get("checks/" + check)
        .then()
        .body("status", is("COMPLETED"))
        .body("progress", is(100))
        .body("actor", notNullValue());
  }

  private static JsonPath deployedState(String typeKey) {
    List<Map<String, Object>> all =
        scene.api().get("platforms/" + PLATFORM + "/drift?limit=200").jsonPath().getList("data");
    assertThat(all).extracting(one -> one.get("typeKey")).contains(typeKey);
    return scene
        .api()
        .get("platforms/" + PLATFORM + "/drift?limit=200")
        .jsonPath()
        .setRootPath("data.find { it.typeKey == '" + typeKey + "' }");
  }

  @Test
  void a_push_is_read_back_and_confirmed() {
    String sync = pushed("Confirmed");

    scene
        .api()
        .get("sync/" + sync)
        .then()
        .body("verdict.word", is("CONFIRMED"))
        .body("verdict.fields", empty())
        .body("verdict.etag", notNullValue())
        .body("verdict.liveChecksum", notNullValue())
        .body("verdict.stale", is(false));
    assertThat(deployedState("Confirmed").getString("state")).isEqualTo("IN_SYNC");
  }

  @Test
  void a_lagging_platform_is_read_again_before_a_verdict() {
    scene.platform().settings(usual -> usual.withStaleReads(2));
    try {
      assertThat(word(pushed("Lagging"))).isEqualTo("CONFIRMED");
    } finally {
      scene.platform().settings(lagging -> lagging.withStaleReads(0));
    }
  }

  @Test
  void a_push_that_cannot_be_read_back_is_unverifiable_until_it_can() {
    scene
        .platform()
        .script(new Rule("GET", "/contenttypes/Unreadable", 2, Rule.ALWAYS, Fault.status(403)));
    String sync = pushed("Unreadable");
    scene
        .api()
        .get("sync/" + sync)
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("verdict.word", is("UNVERIFIABLE"))
        .body("verdict.reason", containsString("403"));

    scene.platform().clearScript();
    check();

    assertThat(word(sync)).isEqualTo("CONFIRMED");
  }

  @Test
  void a_check_finds_modified_missing_and_untracked_types() {
    String modified = pushed("Modified");
    String gone = pushed("Gone");
    pushed("Kept");
    edit("Modified", "\"description\":\"is ignored\",\"sortOrder\":7");
    scene.platform().remove("Gone");
    edit("Stranger", "\"sortOrder\":1");

    check();

    scene
        .api()
        .get("sync/" + modified)
        .then()
        .body("verdict.word", is("DRIFTED"))
        .body("verdict.fields", contains("/sortOrder"));
    assertThat(word(gone)).isEqualTo("GONE");
    assertThat(deployedState("Modified").getString("state")).isEqualTo("MODIFIED");
    assertThat(deployedState("Gone").getString("state")).isEqualTo("MISSING");
    assertThat(deployedState("Kept").getString("state")).isEqualTo("IN_SYNC");
    assertThat(deployedState("Stranger").getString("state")).isEqualTo("UNTRACKED");
    scene
        .api()
        .get("drift-incidents?typeKey=Modified")
        .then()
        .body("data", hasSize(1))
        .body("data[0].state", is("MODIFIED"))
        .body("data[0].fields", contains("/sortOrder"))
        .body("data[0].lastKnownGood", notNullValue())
        .body("data[0].endedAt", nullValue());
  }

  @Test
  void a_drift_incident_ends_when_the_change_is_reverted() {
    String sync = pushed("Reverted");
    edit("Reverted", "\"sortOrder\":7");
    check();
    assertThat(word(sync)).isEqualTo("DRIFTED");

    edit("Reverted", "\"sortOrder\":0");
    check();

    assertThat(word(sync)).isEqualTo("CONFIRMED");
    scene
        .api()
        .get("drift-incidents?typeKey=Reverted&ongoing=false")
        .then()
        .body("data", hasSize(1))
        .body("data[0].end", is("REVERTED"));
  }

  @Test
  void a_check_sends_the_entity_tag_of_known_content() {
    pushed("Cheap");
    check();
    int before = scene.platform().ledger().entries().size();

    check();

    List<Ledger.Entry> requests = scene.platform().ledger().entries();
    assertThat(requests.subList(before, requests.size()))
        .filteredOn(entry -> entry.path().endsWith("/contenttypes/Cheap"))
        .extracting(entry -> entry.header("If-None-Match").isPresent())
        .containsExactly(true);
  }

  @Test
  void a_pull_of_known_content_stores_nothing() {
    edit("Foreign", "\"sortOrder\":1");
    pulled("Foreign");

    String again = pulled("Foreign");

    scene
        .api()
        .get("sync/" + again)
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("operation", is("NONE"))
        .body("httpStatus", is(304))
        .body("versionId", notNullValue())
        .body("responseData", nullValue());
    edit("Foreign", "\"sortOrder\":2");
    scene
        .api()
        .get("sync/" + pulled("Foreign"))
        .then()
        .body("operation", is("UPDATE"))
        .body("httpStatus", is(200));
  }

  private static String pulled(String typeKey) {
    String run =
        scene
            .api()
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(PLATFORM, typeKey))
            .post("retrievals")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> scene.api().get("retrievals/" + run).path("completedAt") != null);
    return scene.api().get("sync/history?retrievalId=" + run).path("data[0].id");
  }

  @Test
  void a_later_push_supersedes_the_earlier_one() {
    String first = pushed("Later");
    scene
        .api()
        .body(
            "{\"content\":{\"key\":\"Later\",\"displayName\":\"Two\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"ann\"}")
        .put("types/Later")
        .then()
        .statusCode(201);

    String second = scene.pushed("Later", scene.api());

    scene
        .api()
        .get("sync/" + first)
        .then()
        .body("verdict.word", is("SUPERSEDED"))
        .body("verdict.supersededBy", is(second));
    await(() -> "CONFIRMED".equals(word(second)));
  }
}
