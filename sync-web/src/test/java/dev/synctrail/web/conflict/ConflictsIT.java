package dev.synctrail.web.conflict;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that changes by others are overwritten only by an explicit decision. */
class ConflictsIT extends OnSharedServer {
  private static final String PLATFORM = "conflicts";
  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  private static String type(String typeKey, String more) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",%s}".formatted(typeKey, more);
  }

  private static void store(String typeKey, String more) {
    scene.store(typeKey, type(typeKey, more));
  }

  /** Pushes the head of a type and returns its sync once it is settled. */
  private static String push(String typeKey, String onConflict) {
    String run =
        scene
            .api()
            .body(
                "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"because\",\"options\":{\"onConflict\":\"%s\"}}"
                    .formatted(PLATFORM, typeKey, onConflict))
            .post("deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return settled(run);
  }

  private static void pull(String typeKey) {
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
  }

  private static String settled(String run) {
    await(
        () ->
            scene
                .api()
                .get("sync/history?deploymentId=" + run)
                .jsonPath()
                .getBoolean("data[0].settled"));
    return scene.api().get("sync/history?deploymentId=" + run).path("data[0].id");
  }

  /** Pushes a first version, changes the type on the platform, and stores a second version. */
  private static void conflict(String typeKey, String theirs, String ours) {
    store(typeKey, "\"displayName\":\"One\",\"sortOrder\":1");
    String first = push(typeKey, "refuse");
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + first).path("verdict.word")));
    scene.platform().edit(type(typeKey, theirs));
    store(typeKey, ours);
  }

  private static String onPlatform(String typeKey, String member) {
    return String.valueOf(scene.platform().stored(typeKey).orElseThrow().get(member));
  }

  @Test
  void a_change_by_others_refuses_the_push_before_anything_is_written() {
    conflict(
        "Refused",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");

    String sync = push("Refused", "refuse");

    scene
        .api()
        .get("sync/" + sync)
        .then()
        .body("syncStatus", is("FAILED"))
        .body("failureClass", is("CONFLICT"))
        .body("options.onConflict", is("refuse"))
        .body("can.retry.possible", is(true))
        .body("can.settle.reason", is("Sync " + sync + " is FAILED"))
        .body("can.restore.possible", is(true))
        .body("can.resolve.possible", is(true));
    assertThat(
            scene
                .api()
                .get("sync/" + sync + "/attempts")
                .jsonPath()
                .getList("exchanges.purpose[0]"))
        .doesNotContain("WRITE");
    assertThat(onPlatform("Refused", "displayName")).isEqualTo("\"Theirs\"");
    scene
        .api()
        .get("conflicts/" + sync)
        .then()
        .statusCode(200)
        .body("open", is(true))
        .body("fields", contains("/displayName"));
    scene
        .api()
        .get("conflicts/" + sync + "/diff")
        .then()
        .statusCode(200)
        .body("theirs.modified.find { it.pointer == '/displayName' }.new", is("Theirs"))
        .body("ours.modified.find { it.pointer == '/displayName' }.new", is("Ours"));
    scene
        .api()
        .get("conflicts?open=true&platform=" + PLATFORM)
        .then()
        .body("data.findAll { it.typeKey == 'Refused' }", hasSize(1));
  }

  @Test
  void a_resolution_is_recorded_with_its_reason() {
    conflict(
        "Decided",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    String sync = push("Decided", "refuse");
    scene
        .api()
        .body("{\"resolution\":\"overwrite\"}")
        .post("conflicts/" + sync + "/resolution")
        .then()
        .statusCode(400);

    String run =
        scene
            .api()
            .body("{\"resolution\":\"overwrite\",\"reason\":\"ours is newer\"}")
            .post("conflicts/" + sync + "/resolution")
            .then()
            .statusCode(200)
            .body("open", is(false))
            .body("resolution", is("overwrite"))
            .body("reason", is("ours is newer"))
            .body("actor", notNullValue())
            .extract()
            .path("resolvedBy");
    String next = settled(run);

    scene
        .api()
        .get("sync/" + next)
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("retryOf", is(sync));
    assertThat(onPlatform("Decided", "displayName")).isEqualTo("\"Ours\"");
    scene
        .api()
        .get("sync/" + sync)
        .then()
        .body("can.retry.possible", is(false))
        .body("can.retry.reason", containsString("superseded by the later push " + next))
        .body("can.resolve.reason", containsString("is already resolved: overwrite"));
    scene
        .api()
        .body("{\"resolution\":\"merge\",\"reason\":\"again\"}")
        .post("conflicts/" + sync + "/resolution")
        .then()
        .statusCode(409)
        .body("code", is("NOT_RESOLVABLE"));
  }

  @Test
  void keeping_theirs_makes_it_the_base_of_the_next_push() {
    conflict(
        "Kept",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    String sync = push("Kept", "refuse");

    scene
        .api()
        .body("{\"resolution\":\"keep-theirs\",\"reason\":\"they know\"}")
        .post("conflicts/" + sync + "/resolution")
        .then()
        .statusCode(200);

    assertThat(onPlatform("Kept", "displayName")).isEqualTo("\"Theirs\"");
    for (String which : List.of("changed", "all")) {
      planned(which)
          .body("data.typeKey", not(hasItem("Kept")))
          .body("skipped.find { it.typeKey == 'Kept' }.theirs", is(true))
          .body("skipped.find { it.typeKey == 'Kept' }.syncId", is(sync));
    }
    String next = push("Kept", "refuse");
    scene.api().get("sync/" + next).then().body("syncStatus", is("SUCCESS"));
    assertThat(onPlatform("Kept", "displayName")).isEqualTo("\"Ours\"");
  }

  /** Plans a deployment of all types or of changed types. */
  private static ValidatableResponse planned(String which) {
    String run =
        scene
            .api()
            .body("{\"platform\":\"%s\",\"typeKeys\":\"%s\"}".formatted(PLATFORM, which))
            .post("deployment-previews")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> scene.api().get("deployments/" + run).path("completedAt") != null);
    return scene.api().get("deployment-previews/" + run + "?limit=200").then().statusCode(200);
  }

  @Test
  void a_newer_version_is_deployed_over_the_change_that_was_kept() {
    conflict(
        "KeptOnce",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    push("KeptOnce", "keep-theirs");
    planned("changed").body("data.typeKey", not(hasItem("KeptOnce")));
    planned("all")
        .body("data.typeKey", not(hasItem("KeptOnce")))
        .body("skipped.typeKey", hasItem("KeptOnce"));

    store("KeptOnce", "\"displayName\":\"Newer\",\"sortOrder\":1");

    planned("changed").body("data.typeKey", hasItem("KeptOnce"));
  }

  @Test
  void a_later_successful_push_supersedes_a_conflict() {
    conflict(
        "Passed",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    String sync = push("Passed", "refuse");
    String later = push("Passed", "overwrite");

    scene
        .api()
        .get("conflicts/" + sync)
        .then()
        .body("open", is(false))
        .body("resolution", nullValue())
        .body("supersededBy", is(later));
    scene
        .api()
        .body("{\"resolution\":\"keep-theirs\",\"reason\":\"to be done with it\"}")
        .post("conflicts/" + sync + "/resolution")
        .then()
        .statusCode(409)
        .body("detail", containsString("superseded by the later push " + later));
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + later).path("verdict.word")));
  }

  @Test
  void a_deployment_can_keep_theirs() {
    conflict(
        "Left",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");

    String sync = push("Left", "keep-theirs");

    scene
        .api()
        .get("sync/" + sync)
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("operation", is("NONE"));
    assertThat(onPlatform("Left", "displayName")).isEqualTo("\"Theirs\"");
    scene.api().get("conflicts/" + sync).then().body("resolution", is("keep-theirs"));
  }

  @Test
  void changes_of_different_members_are_merged_but_not_of_the_same_member() {
    conflict(
        "Merged",
        "\"displayName\":\"One\",\"sortOrder\":7",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    conflict(
        "Fought",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");

    String merged = push("Merged", "merge");
    String unmerged = push("Fought", "merge");

    scene.api().get("sync/" + merged).then().body("syncStatus", is("SUCCESS"));
    assertThat(List.of(onPlatform("Merged", "displayName"), onPlatform("Merged", "sortOrder")))
        .containsExactly("\"Ours\"", "7");
    scene.api().get("sync/" + unmerged).then().body("failureClass", is("CONFLICT"));
    assertThat(onPlatform("Fought", "displayName")).isEqualTo("\"Theirs\"");
  }

  @Test
  void a_reset_by_others_to_an_older_state_is_a_conflict() {
    String base = "\"displayName\":\"Base\",\"sortOrder\":1";
    scene.platform().edit(type("Returned", base));
    pull("Returned");
    store("Returned", "\"displayName\":\"Two\",\"sortOrder\":1");
    String second = push("Returned", "refuse");
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + second).path("verdict.word")));
    scene.platform().edit(type("Returned", base));
    store("Returned", "\"displayName\":\"Three\",\"sortOrder\":1");

    String third = push("Returned", "refuse");

    scene.api().get("sync/" + third).then().body("failureClass", is("CONFLICT"));
    assertThat(onPlatform("Returned", "displayName")).isEqualTo("\"Base\"");
  }

  @Test
  void restoring_an_older_version_removes_members_added_since() {
    store("Restored", "\"displayName\":\"One\"");
    String first = push("Restored", "refuse");
    String version = scene.api().get("sync/" + first).path("versionId");
    store("Restored", "\"displayName\":\"Two\",\"properties\":{\"added\":{\"type\":\"string\"}}");
    push("Restored", "refuse");
    String order =
        "{\"platform\":\"%s\",\"reason\":\"it broke\",\"options\":{\"dryRun\":%s,\"ignoreDataLossWarnings\":true}}";
    scene
        .api()
        .body("{\"platform\":\"%s\"}".formatted(PLATFORM))
        .post("versions/" + version + "/restore")
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/reason"));

    String plan =
        settled(
            scene
                .api()
                .body(order.formatted(PLATFORM, true))
                .post("versions/" + version + "/restore")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    assertThat(scene.api().get("sync/" + plan).<String>path("operation")).isEqualTo("UPDATE");
    assertThat(scene.platform().stored("Restored").orElseThrow().toString()).contains("added");
    scene
        .api()
        .get("sync/" + plan + "/diff?against=before")
        .then()
        .body("removed.pointer", hasItem("/properties"));

    String restored =
        settled(
            scene
                .api()
                .body(order.formatted(PLATFORM, false))
                .post("versions/" + version + "/restore")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));

    scene
        .api()
        .get("sync/" + restored)
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("versionId", is(version));
    assertThat(onPlatform("Restored", "displayName")).isEqualTo("\"One\"");
    assertThat(scene.platform().stored("Restored").orElseThrow().toString())
        .doesNotContain("added");
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + restored).path("verdict.word")));
  }

  @Test
  void a_change_based_on_a_pulled_version_is_no_conflict() {
    conflict(
        "Pulled",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    pull("Pulled");
    store("Pulled", "\"displayName\":\"After theirs\",\"sortOrder\":1");

    String sync = push("Pulled", "refuse");

    scene.api().get("sync/" + sync).then().body("syncStatus", is("SUCCESS"));
    assertThat(onPlatform("Pulled", "displayName")).isEqualTo("\"After theirs\"");
  }

  @Test
  void a_change_by_others_right_after_a_push_is_drift_and_then_a_conflict() {
    store("QuickEdit", "\"displayName\":\"QuickEdit\",\"sortOrder\":1");
    scene
        .platform()
        .script(new Rule("GET", "/contenttypes/QuickEdit", 2, Rule.ALWAYS, Fault.status(503)));
    String first = push("QuickEdit", "refuse");
    scene.platform().edit(type("QuickEdit", "\"displayName\":\"By a person\",\"sortOrder\":1"));
    scene.platform().clearScript();
    await(() -> scene.api().get("sync/" + first).path("verdict.word") != null);

    scene
        .api()
        .get("sync/" + first)
        .then()
        .body("verdict.word", is("DRIFTED"))
        .body("verdict.fields", contains("/displayName"))
        .body("verdict.base", is("ANSWER"));
    scene
        .api()
        .get("platforms/" + PLATFORM + "/drift?state=MODIFIED&limit=200")
        .then()
        .body("data.findAll { it.typeKey == 'QuickEdit' }.base", contains("ANSWER"));
    store("QuickEdit", "\"displayName\":\"Ours\",\"sortOrder\":1");
    String second = push("QuickEdit", "refuse");

    scene.api().get("sync/" + second).then().body("failureClass", is("CONFLICT"));
    assertThat(onPlatform("QuickEdit", "displayName")).isEqualTo("\"By a person\"");
  }

  @Test
  void pushes_that_find_the_same_difference_share_one_open_conflict() {
    conflict(
        "Shared",
        "\"displayName\":\"Theirs\",\"sortOrder\":1",
        "\"displayName\":\"Ours\",\"sortOrder\":1");
    String first = push("Shared", "refuse");
    String second = push("Shared", "refuse");
    scene.platform().edit(type("Shared", "\"displayName\":\"Theirs again\",\"sortOrder\":1"));
    String third = push("Shared", "refuse");

    scene
        .api()
        .get("conflicts?open=true&limit=200&platform=" + PLATFORM)
        .then()
        .body("data.findAll { it.typeKey == 'Shared' }", hasSize(1));
    for (String sync : List.of(first, second, third)) {
      scene
          .api()
          .get("conflicts/" + sync)
          .then()
          .body("open", is(true))
          .body("syncId", is(first))
          .body("syncIds", contains(first, second, third));
    }
  }

  @Test
  void a_push_that_changed_nothing_supersedes_nothing() {
    store("Same", "\"displayName\":\"One\",\"sortOrder\":1");
    String first = push("Same", "refuse");
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + first).path("verdict.word")));

    String again = push("Same", "refuse");

    scene.api().get("sync/" + again).then().body("operation", is("NONE"));
    scene
        .api()
        .get("sync/" + first)
        .then()
        .body("verdict.word", is("CONFIRMED"))
        .body("verdict.supersededBy", nullValue());
    String run = scene.api().get("sync/" + first).path("deploymentId");
    String plan =
        scene
            .api()
            .body("{\"reason\":\"a plan\",\"options\":{\"dryRun\":true}}")
            .post("deployments/" + run + "/rollback")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    scene
        .api()
        .get("sync/" + settled(plan))
        .then()
        .body("syncStatus", is("SUCCESS"))
        .body("operation", is("DELETE"));
    scene.api().get("deployments/" + run).then().body("rolledBackBy", is(List.of()));
  }
}
