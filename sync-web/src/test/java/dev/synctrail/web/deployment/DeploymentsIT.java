package dev.synctrail.web.deployment;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Hold;
import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests deployments over REST on a platform that requires referenced types to exist first. */
class DeploymentsIT extends OnSharedServer {
  private static final String PLATFORM = "deployments";
  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
    scene.platform().settings(settings -> settings.withNamedMustExist(true));
  }

  private static String type(String typeKey, String more) {
    return "{\"key\":\"%s\",\"baseType\":\"_page\"%s}"
        .formatted(typeKey, more.isEmpty() ? "" : "," + more);
  }

  private static String store(String typeKey, String more) {
    return scene
        .api()
        .body(
            "{\"content\":%s,\"source\":\"UI\",\"author\":\"ann\"}".formatted(type(typeKey, more)))
        .put("types/" + typeKey)
        .then()
        .statusCode(201)
        .extract()
        .path("versionId");
  }

  private static String may(String... others) {
    return "\"mayContainTypes\":[\"%s\"]".formatted(String.join("\",\"", others));
  }

  private static String property(String key) {
    return "\"properties\":{\"%s\":{\"type\":\"string\"}}".formatted(key);
  }

  /** Posts a body with the platform to a path and returns the id of the created resource. */
  private static String start(String path, String more) {
    return scene
        .api()
        .body("{\"platform\":\"%s\",%s}".formatted(PLATFORM, more))
        .post(path)
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  @Test
  void prefer_wait_returns_the_finished_run() {
    store("Awaited", "");
    ValidatableResponse waited =
        scene
            .api()
            .header("Prefer", "respond-async, wait=30")
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"Awaited\"]}".formatted(PLATFORM))
            .post("deployments")
            .then()
            .statusCode(200)
            .header("Preference-Applied", "wait=30")
            .header("Location", notNullValue())
            .body("status", is("COMPLETED"), "counts.success", is(1));
    scene
        .api()
        .get("sync/history?deploymentId=" + waited.extract().path("id"))
        .then()
        .body("data[0].syncStatus", is("SUCCESS"));
    scene
        .api()
        .header("Prefer", "wait=30")
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"Awaited\"]}".formatted(PLATFORM))
        .post("retrievals")
        .then()
        .statusCode(200)
        .body("status", is("COMPLETED"));
    scene
        .api()
        .header("Prefer", "wait=0")
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"Awaited\"]}".formatted(PLATFORM))
        .post("deployments")
        .then()
        .statusCode(202);
  }

  private static ValidatableResponse done(String run) {
    await(() -> scene.api().get("deployments/" + run).path("completedAt") != null);
    return scene.api().get("deployments/" + run).then().statusCode(200);
  }

  /**
   * Deploys and waits until every type was read back, so that a later edit counts as a change by
   * others.
   */
  private static void deployed(String more) {
    String run = start("deployments", more);
    done(run).body("status", is("COMPLETED"));
    List<String> syncs = scene.api().get("sync/history?deploymentId=" + run).path("data.id");
    for (String sync : syncs) {
      await(() -> scene.api().get("sync/" + sync).path("verdict.word") != null);
    }
  }

  private static ValidatableResponse plan(String run) {
    done(run);
    return scene.api().get("deployment-previews/" + run).then().statusCode(200);
  }

  private static ValidatableResponse rolledBack(String run, String more) {
    String rollback =
        scene
            .api()
            .body("{\"reason\":\"it broke the site\"%s}".formatted(more))
            .post("deployments/" + run + "/rollback")
            .then()
            .statusCode(202)
            .body("rollbackOf", is(run))
            .extract()
            .path("id");
    return done(rollback);
  }

  @Test
  void what_a_rollback_puts_back_is_of_its_version_though_the_platform_fills_in_members() {
    String first = store("FilledIn", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"FilledIn\"]");
    store("FilledIn", "\"displayName\":\"Two\"");
    String second = start("deployments", "\"typeKeys\":[\"FilledIn\"]");
    done(second).body("status", is("COMPLETED"));

    String back = rolledBack(second, "").body("status", is("COMPLETED")).extract().path("id");

    String sync =
        scene
            .api()
            .get("sync/history?deploymentId=" + back)
            .then()
            .body("data", hasSize(1))
            .body("data[0].versionId", is(first))
            .body("data[0].apiVersion", is("v1"))
            .extract()
            .path("data[0].id");
    scene.api().get("sync/" + sync).then().body("can.restore.possible", is(true));
    scene
        .api()
        .get("types/FilledIn")
        .then()
        .body(
            "lastSyncs.find { it.targetPlatform == '%s' }.versionId".formatted(PLATFORM),
            is(first));
  }

  private static List<String> writes() {
    return scene.platform().ledger().entries().stream()
        .filter(entry -> !entry.method().equals("GET") && !entry.path().contains("oauth"))
        .map(entry -> entry.method() + " " + entry.path())
        .toList();
  }

  @Test
  void referenced_types_are_pushed_first_and_cycles_in_two_phases() {
    store("OrderTop", may("OrderRound"));
    store("OrderRound", may("OrderTrip"));
    store("OrderTrip", may("OrderRound", "OrderLeaf"));
    store("OrderLeaf", "");

    String run =
        start(
            "deployments",
            "\"typeKeys\":[\"OrderTop\",\"OrderRound\",\"OrderTrip\",\"OrderLeaf\"]");

    done(run).body("status", is("COMPLETED")).body("counts.success", is(6));
    assertThat(scene.platform().stored("OrderTrip").orElseThrow().getJsonArray("mayContainTypes"))
        .hasToString("[\"OrderRound\",\"OrderLeaf\"]");
  }

  @Test
  void a_preview_lists_the_outcomes_and_writes_nothing() {
    store("PlanChanged", property("Heading"));
    store("PlanSame", "");
    store("PlanDisputed", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"PlanChanged\",\"PlanSame\",\"PlanDisputed\"]");
    scene.platform().edit(type("PlanDisputed", "\"displayName\":\"Theirs\""));
    scene.platform().edit(type("PlanOld", ""));
    store("PlanChanged", property("Title"));
    store("PlanDisputed", "\"displayName\":\"Ours\"");
    store("PlanRound", may("PlanTrip"));
    store("PlanTrip", may("PlanRound"));
    List<String> before = writes();

    String preview =
        start(
            "deployment-previews",
            "\"typeKeys\":[\"PlanChanged\",\"PlanSame\",\"PlanDisputed\",\"PlanRound\",\"PlanTrip\"],"
                + "\"delete\":[\"PlanOld\"]");

    plan(preview)
        .body("run.dryRun", is(true))
        .body("data.find { it.typeKey == 'PlanChanged' }.outcome", is("UPDATE"))
        .body(
            "data.find { it.typeKey == 'PlanChanged' }.changes",
            contains("/properties/Title/type", "/properties/Heading"))
        .body(
            "data.find { it.typeKey == 'PlanChanged' }.dataLoss.pointer",
            contains("/properties/Heading"))
        .body("data.find { it.typeKey == 'PlanSame' }.outcome", is("NONE"))
        .body("data.find { it.typeKey == 'PlanSame' }.changes", empty())
        .body("data.find { it.typeKey == 'PlanDisputed' }.outcome", is("CONFLICT"))
        .body("data.find { it.typeKey == 'PlanDisputed' }.failureClass", is("CONFLICT"))
        .body("data.findAll { it.typeKey == 'PlanRound' }.outcome", contains("CREATE", "UPDATE"))
        .body("data.findAll { it.typeKey == 'PlanRound' }.phase", contains(1, 2))
        .body("data.find { it.typeKey == 'PlanOld' }.outcome", is("DELETE"))
        .body("data.find { it.typeKey == 'PlanOld' }.dataLoss.pointer", contains(""))
        .body("data[7].typeKey", is("PlanOld"));
    assertThat(writes()).isEqualTo(before);
    scene.api().get("conflicts?open=true&platform=" + PLATFORM).then().body("data", empty());
    String real = start("deployments", "\"typeKeys\":[\"PlanSame\"]");
    scene.api().get("deployment-previews/" + real).then().statusCode(404);
    done(real);
  }

  @Test
  void a_referenced_type_is_removed_only_with_its_dependents_or_by_option() {
    store("GonePart", "");
    store("GoneWhole", may("GonePart"));
    deployed("\"typeKeys\":[\"GonePart\",\"GoneWhole\"]");

    String refused = start("deployments", "\"delete\":[\"GonePart\"]");

    done(refused).body("status", is("FAILED"));
    scene
        .api()
        .get("sync/history?deploymentId=" + refused)
        .then()
        .body("data[0].failureClass", is("HAS_DEPENDENTS"))
        .body("data[0].errorMessage", containsString("GoneWhole"));
    assertThat(scene.platform().keys()).contains("GonePart");

    plan(start("deployment-previews", "\"delete\":[\"GonePart\",\"GoneWhole\"]"))
        .body("data.outcome", contains("DELETE", "DELETE"));
    String both = start("deployments", "\"delete\":[\"GonePart\",\"GoneWhole\"]");
    done(both).body("status", is("COMPLETED"));
    assertThat(scene.platform().keys()).doesNotContain("GonePart", "GoneWhole");
    scene
        .api()
        .get("sync/history?deploymentId=" + both + "&order=asc")
        .then()
        .body("data.typeKey", contains("GoneWhole", "GonePart"))
        .body("data.operation", contains("DELETE", "DELETE"));
    String sync = scene.api().get("sync/history?deploymentId=" + both).path("data[0].id");
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + sync).path("verdict.word")));

    deployed("\"typeKeys\":[\"GonePart\",\"GoneWhole\"]");
    deployed("\"delete\":[\"GonePart\"],\"options\":{\"ignoreDependents\":true}");
    assertThat(scene.platform().keys()).doesNotContain("GonePart").contains("GoneWhole");
  }

  @Test
  void a_type_changed_by_others_is_not_removed_without_a_decision() {
    store("GoneDisputed", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"GoneDisputed\"]");
    scene.platform().edit(type("GoneDisputed", "\"displayName\":\"Theirs\""));

    String run = start("deployments", "\"delete\":[\"GoneDisputed\"]");

    done(run).body("status", is("FAILED"));
    String sync = scene.api().get("sync/history?deploymentId=" + run).path("data[0].id");
    scene.api().get("conflicts/" + sync).then().statusCode(200).body("wantedChecksum", nullValue());
    scene
        .api()
        .body("{\"resolution\":\"overwrite\",\"reason\":\"it has to go\"}")
        .post("conflicts/" + sync + "/resolution")
        .then()
        .statusCode(200);
    await(() -> !scene.platform().keys().contains("GoneDisputed"));
  }

  @Test
  void an_invalid_request_is_rejected_with_its_errors() {
    scene
        .api()
        .body(
            "{\"platform\":\"%s\",\"typeKeys\":[\"Both\"],\"delete\":[\"Both\"]}"
                .formatted(PLATFORM))
        .post("deployments")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/delete"));
    scene
        .api()
        .body("{\"options\":{\"dryRun\":true}}")
        .post("deployments/0193a1f4-7c00-7aaa-8bbb-0123456789ab/rollback")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/reason"));
    scene
        .api()
        .body("{\"reason\":\"because\"}")
        .post("deployments/0193a1f4-7c00-7aaa-8bbb-0123456789ab/rollback")
        .then()
        .statusCode(404);
    scene
        .api()
        .post("deployments/0193a1f4-7c00-7aaa-8bbb-0123456789ab/cancel")
        .then()
        .statusCode(404);
  }

  @Test
  void a_rollback_follows_its_plan_and_is_linked_both_ways() {
    store("BackChanged", property("Heading"));
    deployed("\"typeKeys\":[\"BackChanged\"]");
    scene.platform().edit(type("BackOld", "\"displayName\":\"Old\""));
    store(
        "BackChanged",
        "\"properties\":{\"Heading\":{\"type\":\"string\"},\"Added\":{\"type\":\"string\"}}");
    store("BackMade", "");
    String run =
        start(
            "deployments", "\"typeKeys\":[\"BackChanged\",\"BackMade\"],\"delete\":[\"BackOld\"]");
    done(run).body("status", is("COMPLETED"));

    String planned =
        scene
            .api()
            .body("{\"reason\":\"a look\",\"options\":{\"dryRun\":true}}")
            .post("deployments/" + run + "/rollback")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    plan(planned)
        .body("data.find { it.typeKey == 'BackChanged' }.outcome", is("UPDATE"))
        .body(
            "data.find { it.typeKey == 'BackChanged' }.dataLoss.pointer",
            contains("/properties/Added"))
        .body("data.find { it.typeKey == 'BackOld' }.outcome", is("CREATE"))
        .body("data.find { it.typeKey == 'BackMade' }.outcome", is("DELETE"));

    rolledBack(run, "").body("status", is("PARTIAL"));
    assertThat(scene.platform().stored("BackOld").orElseThrow().getString("displayName"))
        .isEqualTo("Old");
    assertThat(scene.platform().keys()).doesNotContain("BackMade");
    String failed =
        scene
            .api()
            .get("sync/history?typeKey=BackChanged&status=FAILED")
            .then()
            .body("data[0].failureClass", is("BREAKING_CHANGE"))
            .extract()
            .path("data[0].id");
    assertThat(failed).isNotNull();

    ValidatableResponse forced = rolledBack(run, ",\"options\":{\"ignoreDataLossWarnings\":true}");
    String again = forced.extract().path("id");
    scene
        .api()
        .get("sync/history?deploymentId=" + again + "&typeKey=BackChanged")
        .then()
        .body("data[0].syncStatus", is("SUCCESS"));
    assertThat(scene.platform().stored("BackChanged").orElseThrow().getJsonObject("properties"))
        .containsOnlyKeys("Heading");
    scene
        .api()
        .get("deployments/" + run)
        .then()
        .body("rolledBackBy", hasSize(2))
        .body("rolledBackBy[1]", is(again));
    scene.api().get("deployments/" + again).then().body("rollbackOf", is(run));
    List<Ledger.Entry> patches =
        scene.platform().ledger().entries().stream()
            .filter(entry -> entry.method().equals("PATCH") && entry.path().contains("BackChanged"))
            .toList();
    assertThat(patches).allSatisfy(entry -> assertThat(entry.header("If-Match")).isPresent());
  }

  @Test
  void a_type_changed_by_a_later_deployment_is_not_rolled_back_without_a_decision() {
    store("LaterOne", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"LaterOne\"]");
    store("LaterOne", "\"displayName\":\"Two\"");
    String run = start("deployments", "\"typeKeys\":[\"LaterOne\"]");
    done(run);
    store("LaterOne", "\"displayName\":\"Three\"");
    deployed("\"typeKeys\":[\"LaterOne\"]");

    rolledBack(run, "").body("status", is("FAILED"));
    scene
        .api()
        .get("sync/history?typeKey=LaterOne&status=FAILED")
        .then()
        .body("data[0].failureClass", is("SUPERSEDED"));
    assertThat(scene.platform().stored("LaterOne").orElseThrow().getString("displayName"))
        .isEqualTo("Three");

    rolledBack(run, ",\"options\":{\"onConflict\":\"overwrite\"}").body("status", is("COMPLETED"));
    assertThat(scene.platform().stored("LaterOne").orElseThrow().getString("displayName"))
        .isEqualTo("One");
  }

  @Test
  void a_restore_names_the_deployment_that_it_rolls_back() {
    String old = store("RestoredOne", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"RestoredOne\"]");
    store("RestoredOne", "\"displayName\":\"Two\"");
    String last = start("deployments", "\"typeKeys\":[\"RestoredOne\"]");
    done(last);

    String run = start("versions/" + old + "/restore", "\"reason\":\"it was better\"");

    done(run).body("status", is("COMPLETED")).body("rollbackOf", is(last));
    scene.api().get("deployments/" + last).then().body("rolledBackBy", contains(run));
    assertThat(scene.platform().stored("RestoredOne").orElseThrow().getString("displayName"))
        .isEqualTo("One");
  }

  @Test
  void a_state_that_cannot_be_expressed_exactly_is_refused() {
    String old = store("ExactOne", "");
    deployed("\"typeKeys\":[\"ExactOne\"]");
    scene.platform().remove("ExactOne");
    scene.platform().edit("{\"key\":\"ExactOne\",\"baseType\":\"_component\"}");

    String run =
        start(
            "versions/" + old + "/restore",
            "\"reason\":\"it was a page\",\"options\":{\"onConflict\":\"overwrite\",\"dryRun\":true}");

    plan(run)
        .body("data[0].outcome", is("REFUSED"))
        .body("data[0].failureClass", is("NOT_EXPRESSIBLE"))
        .body("data[0].errorMessage", containsString("/baseType"));
  }

  @Test
  void a_cancelled_deployment_stops_before_its_next_write_and_records_the_rest_as_cancelled()
      throws InterruptedException {
    for (String typeKey : List.of("StopOne", "StopTwo", "StopSix")) {
      store(typeKey, "");
    }
    store("StopLast", may("StopOne", "StopTwo", "StopSix"));
    Hold hold = scene.platform().hold("stop");
    scene.platform().script(Rule.once("GET", "/contenttypes/StopOne", Fault.answer().hold("stop")));
    try {
      String run =
          start("deployments", "\"typeKeys\":[\"StopOne\",\"StopTwo\",\"StopSix\",\"StopLast\"]");
      assertThat(hold.awaitReached(Duration.ofMinutes(1))).isTrue();

      scene
          .api()
          .body("{\"reason\":\"wrong platform\"}")
          .post("deployments/" + run + "/cancel")
          .then()
          .statusCode(200)
          .body("status", not(is("COMPLETED")))
          .body("cancelled.reason", is("wrong platform"))
          .body("cancelled.actor", not(nullValue()));
      hold.release();

      done(run).body("status", is("CANCELLED")).body("counts.unsettled", is(0));
      assertThat(scene.platform().keys()).doesNotContain("StopOne", "StopLast");
      scene
          .api()
          .get("sync/history?deploymentId=" + run + "&failureClass=CANCELLED")
          .then()
          .body("data.typeKey.findAll { it == 'StopOne' || it == 'StopLast' }", hasSize(2))
          .body("data.find { it.typeKey == 'StopOne' }.retryCount", is(0));
      scene
          .api()
          .get("deployments/" + run + "/log?limit=200")
          .then()
          .body("data.findAll { it.kind == 'CANCELLED' }", hasSize(1));
      scene.api().post("deployments/" + run + "/cancel").then().statusCode(409);
    } finally {
      hold.release();
      scene.platform().clearScript();
    }
  }

  @Test
  void a_batch_is_one_request_with_an_outcome_for_each_type() {
    store("BatchOne", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"BatchOne\"]");
    store("BatchOne", "\"displayName\":\"Two\"");
    store("BatchTwo", "");
    store("BatchBad", may("BatchNobody"));
    store("BatchSame", "");
    deployed("\"typeKeys\":[\"BatchSame\"]");
    List<String> before = writes();

    String run =
        start(
            "deployments",
            "\"typeKeys\":[\"BatchOne\",\"BatchTwo\",\"BatchBad\",\"BatchSame\"],\"options\":{\"batch\":true}");

    done(run)
        .body("status", is("PARTIAL"))
        .body("counts.success", is(3))
        .body("counts.failed", is(1));
    assertThat(writes().subList(before.size(), writes().size()))
        .singleElement()
        .asString()
        .startsWith("POST")
        .endsWith("/manifest");
    ValidatableResponse syncs =
        scene.api().get("sync/history?deploymentId=" + run).then().statusCode(200);
    syncs
        .body("data.find { it.typeKey == 'BatchOne' }.operation", is("UPDATE"))
        .body("data.find { it.typeKey == 'BatchTwo' }.operation", is("CREATE"))
        .body("data.find { it.typeKey == 'BatchSame' }.operation", is("NONE"))
        .body("data.find { it.typeKey == 'BatchBad' }.failureClass", is("REJECTED"))
        .body("data.find { it.typeKey == 'BatchBad' }.errorMessage", containsString("BatchNobody"));
    String one = syncs.extract().path("data.find { it.typeKey == 'BatchOne' }.id");
    String two = syncs.extract().path("data.find { it.typeKey == 'BatchTwo' }.id");
    byte[] sent = scene.api().get("sync/" + one + "/payload").asByteArray();
    assertThat(sent)
        .isEqualTo(scene.api().get("sync/" + two + "/payload").asByteArray())
        .isEqualTo(
            scene.platform().ledger().entries("POST").stream()
                .filter(entry -> entry.path().endsWith("/manifest"))
                .reduce((first, last) -> last)
                .orElseThrow()
                .body());
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + one).path("verdict.word")));
  }

  @Test
  void an_accepted_batch_is_in_progress_until_it_is_read_back() {
    store("BatchLater", "");
    Hold hold = scene.platform().hold("accepted");
    scene
        .platform()
        .script(
            Rule.once("POST", "/manifest", Fault.status(202).applied(true).body("")),
            new Rule("GET", "/contenttypes/BatchLater", 2, 1, Fault.answer().hold("accepted")));
    try {
      String run =
          start("deployments", "\"typeKeys\":[\"BatchLater\"],\"options\":{\"batch\":true}");
      await(() -> hold.reached() > 0);
      scene
          .api()
          .get("sync/history?deploymentId=" + run)
          .then()
          .body("data[0].syncStatus", is("IN_PROGRESS"));
      hold.release();

      done(run).body("status", is("COMPLETED"));
      scene
          .api()
          .get("sync/history?deploymentId=" + run)
          .then()
          .body("data[0].settledBy", is("READ_BACK"))
          .body("data[0].operation", is("CREATE"))
          .body("data[0].retryCount", is(0));
    } finally {
      hold.release();
      scene.platform().clearScript();
    }
  }

  @Test
  void a_rolled_back_type_is_skipped_until_its_pin_is_removed_with_a_reason() {
    store("StaysOne", "\"displayName\":\"One\"");
    deployed("\"typeKeys\":[\"StaysOne\"]");
    String second = store("StaysOne", "\"displayName\":\"Two\"");
    String run = start("deployments", "\"typeKeys\":[\"StaysOne\"]");
    done(run).body("status", is("COMPLETED"));
    String rollback = rolledBack(run, "").body("status", is("COMPLETED")).extract().path("id");
    String pins = "platforms/" + PLATFORM + "/pins";

    scene
        .api()
        .get(pins + "?limit=200")
        .then()
        .statusCode(200)
        .body("data.find { it.typeKey == 'StaysOne' }.rollback", is(rollback))
        .body("data.find { it.typeKey == 'StaysOne' }.newestVersionId", is(second))
        .body("data.find { it.typeKey == 'StaysOne' }.absent", is(false))
        .body("data.find { it.typeKey == 'StaysOne' }.reason", is("it broke the site"));
    scene.api().get("types/StaysOne").then().body("pins.rollback", contains(rollback));
    String preview = start("deployment-previews", "\"typeKeys\":\"changed\"");
    plan(preview).body("skipped.typeKey", hasItem("StaysOne"));
    scene
        .api()
        .get("sync/history?deploymentId=" + preview + "&typeKey=StaysOne")
        .then()
        .body("data", empty());
    scene.api().get("deployments/" + preview).then().body("skipped.typeKey", hasItem("StaysOne"));

    scene.api().delete(pins + "/StaysOne").then().statusCode(400);
    scene
        .api()
        .body("{\"reason\":\"it is fixed\"}")
        .delete(pins + "/StaysOne")
        .then()
        .statusCode(204);
    scene.api().delete(pins + "/StaysOne?reason=again").then().statusCode(404);
    scene.api().get("types/StaysOne").then().body("pins", empty());
    String again = start("deployment-previews", "\"typeKeys\":\"changed\"");
    plan(again).body("skipped.typeKey", not(hasItem("StaysOne")));
    scene
        .api()
        .get("sync/history?deploymentId=" + again + "&typeKey=StaysOne")
        .then()
        .body("data", hasSize(1));
    scene.api().get("platforms/nobody/pins").then().statusCode(404);
  }

  @Test
  void a_confirmed_plan_must_be_a_dry_run_of_the_same_order() {
    String version = store("PlannedOne", "");
    String other = start("deployments", "\"typeKeys\":[\"PlannedOne\"]");
    done(other);

    scene
        .api()
        .body(
            "{\"platform\":\"%s\",\"reason\":\"because\",\"plan\":\"%s\"}"
                .formatted(PLATFORM, other))
        .post("versions/" + version + "/restore")
        .then()
        .statusCode(422)
        .body("code", is("UNUSABLE_PLAN"))
        .body("errors[0].pointer", is("/plan"));
    String plan = start("deployment-previews", "\"typeKeys\":[\"PlannedOne\"]");
    done(plan);
    String run =
        start("deployments", "\"typeKeys\":[\"PlannedOne\"],\"plan\":\"%s\"".formatted(plan));
    done(run).body("plan", is(plan));
  }

  @Test
  void a_rollback_or_restore_cannot_be_a_batch() {
    String version = store("BatchBack", "");
    scene
        .api()
        .body(
            "{\"platform\":\"%s\",\"reason\":\"because\",\"options\":{\"batch\":true}}"
                .formatted(PLATFORM))
        .post("versions/" + version + "/restore")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/options"));
  }

  private static List<String> requests(String method, String path) {
    return scene.platform().ledger().entries().stream()
        .filter(entry -> entry.method().equals(method) && entry.path().endsWith(path))
        .map(Ledger.Entry::path)
        .toList();
  }

  /** Input 01 of the reported failures: the type was sent again without end. */
  @Test
  void an_error_code_with_u0000_is_recorded_and_the_type_is_sent_once() {
    store("CaseA3", property("heading"));
    int before = requests("POST", "/contenttypes").size();
    String body =
        "{\"title\":\"Bad\",\"status\":400,\"detail\":\"Bad value\",\"code\":\"Bad\\u0000Code\"}";
    scene
        .platform()
        .script(
            Rule.always(
                "POST",
                "/contenttypes",
                Fault.status(400).header("Content-Type", "application/problem+json").body(body)));
    try {
      String run = start("deployments", "\"typeKeys\":[\"CaseA3\"]");
      done(run).body("status", is("FAILED"));

      String sync = scene.api().get("sync/history?deploymentId=" + run).path("data[0].id");
      scene
          .api()
          .get("sync/" + sync)
          .then()
          .body("syncStatus", is("FAILED"))
          .body("failureClass", is("REJECTED"))
          .body("platformCode", is("Bad␀Code"))
          .body("errorMessage", containsString("Bad␀Code"));
      scene.api().get("sync/" + sync + "/attempts").then().body("", hasSize(1));
      assertThat(scene.api().get("sync/" + sync + "/response").asString()).isEqualTo(body);
      assertThat(requests("POST", "/contenttypes")).hasSize(before + 1);
    } finally {
      scene.platform().clearScript();
    }
  }

  /** Input 02 of the reported failures. */
  @Test
  void a_batch_message_with_u0000_is_recorded_and_nothing_is_sent_again() {
    store("BatchNul1", property("heading"));
    store("BatchNul2", property("heading"));
    int before = requests("POST", "/manifest").size();
    scene
        .platform()
        .script(
            Rule.always(
                "POST",
                "/manifest",
                Fault.status(200)
                    .header("Content-Type", "application/json")
                    .body(
                        "{\"outcomes\":[{\"section\":\"contentTypes\",\"resource\":\"BatchNul1\",\"message\":\"ok\"}],"
                            + "\"errors\":[{\"section\":\"contentTypes\",\"resource\":\"BatchNul2\","
                            + "\"message\":\"The property group \\u0000 does not exist\"}]}")));
    try {
      String run =
          start(
              "deployments",
              "\"typeKeys\":[\"BatchNul1\",\"BatchNul2\"],\"options\":{\"batch\":true}");
      done(run);

      scene
          .api()
          .get("sync/history?typeKey=BatchNul2&deploymentId=" + run)
          .then()
          .body("data[0].syncStatus", is("FAILED"))
          .body("data[0].errorMessage", containsString("The property group ␀ does not exist"));
      assertThat(requests("POST", "/manifest")).hasSize(before + 1);
    } finally {
      scene.platform().clearScript();
    }
  }
}
