package dev.synctrail.web.flowcontrol;

import static dev.synctrail.web.server.Watched.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Hold;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests that pauses, freezes and the breaker block requests, and that work continues afterwards.
 */
class FlowControlIT extends OnSharedServer {
  private static final String PLATFORM = "flowcontrol";
  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  @AfterEach
  void clear() {
    scene.platform().clearScript();
    List<String> active = scene.api().get("pauses?active=true").path("data.id");
    active.forEach(id -> scene.api().delete("pauses/" + id).then().statusCode(204));
    List<String> counting = scene.api().get("freezes").path("data.findAll{!it.removedAt}.id");
    counting.forEach(id -> scene.api().delete("freezes/" + id).then().statusCode(204));
  }

  private static String deploy(String typeKey) {
    scene.store(typeKey);
    return again(typeKey);
  }

  private static String again(String typeKey) {
    return scene
        .api()
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(PLATFORM, typeKey))
        .post("deployments")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static String syncOf(String run) {
    return scene.api().get("sync/history?deploymentId=" + run).path("data[0].id");
  }

  private static ValidatableResponse queued(String workId) {
    return scene.api().get("queue/" + workId).then();
  }

  private static void succeeds(String sync) {
    await(() -> "SUCCESS".equals(scene.api().get("sync/" + sync + "/status").path("status")));
  }

  private static String pause(String platform) {
    return scene
        .api()
        .body("{%s\"reason\":\"they are migrating\"}".formatted(platform))
        .post("pauses")
        .then()
        .statusCode(201)
        .body("lasts", is(true))
        .body("actor", notNullValue())
        .extract()
        .path("id");
  }

  private static String pause() {
    return pause("\"platform\":\"%s\",".formatted(PLATFORM));
  }

  private static void resume(String pause) {
    scene.api().delete("pauses/" + pause).then().statusCode(204);
  }

  /** Waits for several polls of the queue, so that work without a wake-up would have been found. */
  private static void awaitPolls() {
    for (int i = 0; i < 3; i++) {
      Instant before = lastPoll();
      await(() -> lastPoll().isAfter(before));
    }
  }

  private static Instant lastPoll() {
    try (Connection connection = server().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select last_success from lane where task_name = 'watch'")) {
      return row.next() && row.getTimestamp(1) != null
          ? row.getTimestamp(1).toInstant()
          : Instant.EPOCH;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_paused_platform_receives_no_request_until_the_pause_ends() {
    String pause = pause();
    int before = scene.platform().ledger().entries().size();

    String sync = syncOf(deploy("Paused"));
    String retrieval =
        scene
            .api()
            .body("{\"platform\":\"%s\",\"typeKeys\":\"all\"}".formatted(PLATFORM))
            .post("retrievals")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    awaitPolls();

    assertThat(scene.platform().ledger().entries()).hasSize(before);
    queued(sync)
        .statusCode(200)
        .body("waits.why", is("PAUSED"))
        .body("waits.words", containsString("they are migrating"))
        .body("kind", is("SYNC"))
        .body("attempts", is(0))
        .body("state", is("DUE"))
        .body("lane", nullValue());
    queued(retrieval).body("kind", is("LISTING")).body("waits.why", is("PAUSED"));
    scene
        .api()
        .get("retrievals/" + retrieval)
        .then()
        .body("heldBack", containsString("they are migrating"));
    scene
        .api()
        .get("sync/" + sync + "/status")
        .then()
        .body("waits.why", is("PAUSED"))
        .body("waits.words", containsString("they are migrating"));
    scene
        .api()
        .get("queue/summary")
        .then()
        .body("data.find{it.platform=='%s'}.halted".formatted(PLATFORM), is("EVERYTHING"))
        .body("data.find{it.platform=='%s'}.due".formatted(PLATFORM), is(2))
        .body("data.find{it.platform=='%s'}.lanes".formatted(PLATFORM), empty());
    scene
        .api()
        .post("platforms/" + PLATFORM + "/test")
        .then()
        .statusCode(200)
        .body("steps.failureClass.findAll{it}", empty());

    resume(pause);

    succeeds(sync);
    await(() -> "COMPLETED".equals(scene.api().get("retrievals/" + retrieval).path("status")));
    queued(sync).statusCode(404);
    scene
        .api()
        .get("pauses/" + pause)
        .then()
        .body("lasts", is(false))
        .body("endedBy", notNullValue())
        .body("endedAt", notNullValue());
    scene.api().delete("pauses/" + pause).then().statusCode(404);
    scene
        .api()
        .get("access-log?kind=CHANGED&limit=200")
        .then()
        .body("data.findAll{it.details?.after?.reason=='they are migrating'}", not(empty()));
  }

  @Test
  void a_pause_stops_a_running_attempt_before_its_next_request_without_using_it_up()
      throws InterruptedException {
    scene
        .platform()
        .script(Rule.once("GET", "/contenttypes/Underway*", Fault.answer().hold("underway")));
    Hold hold = scene.platform().hold("underway");
    String sync = syncOf(deploy("Underway"));
    assertThat(hold.awaitReached(Duration.ofSeconds(30))).isTrue();

    String pause = pause("");
    hold.release();
    await(() -> "PAUSED".equals(scene.api().get("queue/" + sync).path("waits.why")));

    assertThat(scene.platform().stored("Underway")).isEmpty();
    scene
        .api()
        .get("sync/" + sync + "/attempts")
        .then()
        .body("outcome", contains("DEFERRED"))
        .body("failureClass", contains("HALTED"))
        .body("exchanges[0].purpose", not(hasItem("WRITE")));
    scene
        .api()
        .get("sync/" + sync + "/events")
        .then()
        .body(
            "find{it.kind=='DEFERRED'}.cause",
            matchesPattern("Everything is paused by .+: they are migrating"));

    resume(pause);

    succeeds(sync);
    scene.api().get("sync/" + sync).then().body("retryCount", is(0));
  }

  @Test
  void a_freeze_blocks_only_changes() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    LocalDateTime today = LocalDateTime.ofInstant(Instant.now(), berlin).withNano(0);
    String freeze =
        scene
            .api()
            .body(
                """
                {"platform": "%s", "name": "Year end", "reason": "audit", "zone": "Europe/Berlin",
                 "once": {"from": "%s", "until": "%s"}}"""
                    .formatted(PLATFORM, today.minusDays(1), today.plusDays(1)))
            .post("freezes")
            .then()
            .statusCode(201)
            .body("lasts", is(true))
            .body("once.from", notNullValue())
            .extract()
            .path("id");

    String sync = syncOf(deploy("Frozen"));
    String retrieval =
        scene
            .api()
            .body("{\"platform\":\"%s\",\"typeKeys\":\"all\"}".formatted(PLATFORM))
            .post("retrievals")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> "COMPLETED".equals(scene.api().get("retrievals/" + retrieval).path("status")));
    awaitPolls();

    queued(sync)
        .body("waits.why", is("FROZEN"))
        .body("waits.until", notNullValue())
        .body("waits.words", containsString("Year end"))
        .body("attempts", is(0));
    assertThat(scene.platform().stored("Frozen")).isEmpty();

    scene.api().delete("freezes/" + freeze).then().statusCode(204);

    succeeds(sync);
    scene
        .api()
        .get("freezes/" + freeze)
        .then()
        .body("lasts", is(false))
        .body("removedBy", notNullValue());
  }

  @Test
  void a_waiting_entry_can_be_run_now_with_a_reason() {
    scene
        .platform()
        .script(Rule.once("GET", "/contenttypes/Called*", Fault.status(503).retryAfter("3600")));
    String sync = syncOf(deploy("Called"));
    await(() -> "NOT_DUE".equals(scene.api().get("queue/" + sync).path("waits.why")));
    queued(sync).body("attempts", is(1)).body("state", is("LATER"));
    scene
        .api()
        .get("queue?platform=" + PLATFORM + "&state=LATER&kind=SYNC")
        .then()
        .statusCode(200)
        .body("data.trail", hasItem(sync))
        .body("data.find{it.trail=='%s'}.href".formatted(sync), is("sync/" + sync));

    scene.api().body("{}").post("queue/" + sync + "/requeue").then().statusCode(400);
    scene
        .api()
        .body("{\"reason\":\"they are back\"}")
        .post("queue/" + sync + "/requeue")
        .then()
        .statusCode(200)
        .body("trail", is(sync));

    succeeds(sync);
    scene
        .api()
        .get("sync/" + sync + "/events")
        .then()
        .body("find{it.kind=='REQUEUED'}.cause", is("they are back"));
    scene
        .api()
        .body("{\"reason\":\"again\"}")
        .post("queue/" + sync + "/requeue")
        .then()
        .statusCode(409)
        .body("code", is("NOT_QUEUED"));
    scene
        .api()
        .body("{\"reason\":\"again\"}")
        .post("queue/" + SyncId.at(Instant.now()) + "/requeue")
        .then()
        .statusCode(404);
  }

  @Test
  void a_running_entry_cannot_be_run_now() throws InterruptedException {
    scene.platform().script(Rule.once("GET", "/contenttypes/Held*", Fault.answer().hold("held")));
    Hold hold = scene.platform().hold("held");
    String sync = syncOf(deploy("Held"));
    assertThat(hold.awaitReached(Duration.ofSeconds(30))).isTrue();

    queued(sync)
        .body("state", is("HELD"))
        .body("waits.why", is("HELD"))
        .body("lane", containsString(PLATFORM + "-"))
        .body("server", notNullValue())
        .body("heartbeat", notNullValue());
    scene
        .api()
        .body("{\"reason\":\"now\"}")
        .post("queue/" + sync + "/requeue")
        .then()
        .statusCode(409)
        .body("code", is("LANE_AT_WORK"));
    String second = syncOf(again("Held"));
    queued(second).body("waits.why", is("BEHIND")).body("waits.behind", is(sync));

    hold.release();
    succeeds(sync);
    succeeds(second);
  }

  /** Returns a cursor of the same list and filter with a key that does not exist. */
  private static String tampered(String cursor) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    byte[] other = (text.substring(0, 17) + "nothing").getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(other);
  }

  @Test
  void pages_the_queue() {
    String pause = pause();
    List<String> syncs = List.of(syncOf(deploy("PageA")), syncOf(deploy("PageB")));

    String next =
        scene
            .api()
            .get("queue?platform=" + PLATFORM + "&kind=SYNC&limit=1")
            .then()
            .body("data", hasSize(1))
            .body("data[0].trail", is(syncs.get(0)))
            .extract()
            .path("nextCursor");
    scene
        .api()
        .get("queue?platform=" + PLATFORM + "&kind=SYNC&limit=1&cursor=" + next)
        .then()
        .body("data[0].trail", is(syncs.get(1)))
        .body("prevCursor", notNullValue());
    scene
        .api()
        .get("queue?platform=" + PLATFORM + "&kind=CHECK&cursor=" + next)
        .then()
        .statusCode(400);
    scene.api().get("queue?offset=1").then().statusCode(400);
    scene
        .api()
        .get("queue?platform=" + PLATFORM + "&kind=SYNC&limit=1&cursor=" + tampered(next))
        .then()
        .statusCode(400)
        .body("errors[0].parameter", is("cursor"));

    resume(pause);
    syncs.forEach(FlowControlIT::succeeds);
  }

  @Test
  void a_breaker_is_opened_and_closed_manually_and_keeps_its_settings() {
    String address = "platforms/" + PLATFORM + "/protection";
    scene
        .api()
        .get(address)
        .then()
        .statusCode(200)
        .body("breaker.state", is("CLOSED"))
        .body("breaker.calls", is(10))
        .body("bucket", nullValue());

    String tag =
        scene
            .api()
            .body(
                "{\"calls\":5,\"openFor\":\"PT1H\",\"ratePerMinute\":6000,\"burst\":50,\"reason\":\"storms\"}")
            .put(address)
            .then()
            .statusCode(200)
            .body("breaker.calls", is(5))
            .body("breaker.openFor", is("PT1H"))
            .body("breaker.failuresPercent", is(50))
            .body("bucket.ratePerMinute", is(6000))
            .body("bucket.burst", is(50))
            .body("bucket.left", is(50))
            .body("set.reason", is("storms"))
            .extract()
            .header("ETag");
    scene.api().header("If-Match", "\"0\"").body("{}").put(address).then().statusCode(412);
    scene.api().body("{\"calls\":0}").put(address).then().statusCode(400);

    scene
        .api()
        .body("{\"state\":\"OPEN\",\"reason\":\"they asked\"}")
        .post(address + "/breaker")
        .then()
        .statusCode(200)
        .body("breaker.state", is("OPEN"))
        .body("breaker.openUntil", notNullValue())
        .body("set.ordered", is("OPEN"));
    String sync = syncOf(deploy("Broken"));
    await(() -> "NOT_DUE".equals(scene.api().get("queue/" + sync).path("waits.why")));
    assertThat(scene.platform().stored("Broken")).isEmpty();

    scene
        .api()
        .body("{\"state\":\"CLOSED\",\"reason\":\"they are back\"}")
        .post(address + "/breaker")
        .then()
        .statusCode(200)
        .body("breaker.state", is("CLOSED"));
    scene
        .api()
        .body("{\"reason\":\"they are back\"}")
        .post("queue/" + sync + "/requeue")
        .then()
        .statusCode(200);
    succeeds(sync);

    scene.api().header("If-Match", tag).body("{}").put(address).then().statusCode(412);
    scene.api().body("{}").put(address).then().statusCode(200).body("breaker.calls", is(10));
    scene
        .api()
        .get(address + "/revisions")
        .then()
        .body("data.revision", contains(4, 3, 2, 1))
        .body("data.changedBy", not(hasItem(nullValue())));
    String next =
        scene
            .api()
            .get(address + "/revisions?limit=3")
            .then()
            .body("data.revision", contains(4, 3, 2))
            .body("hasMore", is(true))
            .extract()
            .path("nextCursor");
    String previous =
        scene
            .api()
            .get(address + "/revisions?limit=3&cursor=" + next)
            .then()
            .body("data.revision", contains(1))
            .body("hasMore", is(false))
            .extract()
            .path("prevCursor");
    scene
        .api()
        .get(address + "/revisions?limit=2&cursor=" + previous)
        .then()
        .body("data.revision", contains(3, 2));
    scene.api().get(address + "/revisions?cursor=" + tampered(next)).then().statusCode(400);
    scene.api().get("freezes?limit=0").then().statusCode(400);
  }

  @Test
  void rejects_invalid_requests() {
    pause();
    scene
        .api()
        .body("{\"platform\":\"%s\",\"reason\":\"again\"}".formatted(PLATFORM))
        .post("pauses")
        .then()
        .statusCode(409)
        .body("code", is("ALREADY_PAUSED"));
    scene
        .api()
        .body("{\"platform\":\"nowhere\",\"reason\":\"x\"}")
        .post("pauses")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/platform"));
    scene
        .api()
        .body("{\"reason\":\"x\",\"until\":\"2020-01-01T00:00:00Z\"}")
        .post("pauses")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/until"));
    String freeze = "{\"name\":\"n\",\"reason\":\"r\",\"zone\":\"%s\",%s}";
    String once = "\"once\":{\"from\":\"2020-01-01T00:00\",\"until\":\"2020-01-02T00:00\"}";
    String weekly =
        "\"weekly\":{\"fromDay\":\"FRIDAY\",\"from\":\"18:00\",\"untilDay\":\"MONDAY\",\"until\":\"06:00\"}";
    scene.api().body(freeze.formatted("Mars/X", weekly)).post("freezes").then().statusCode(400);
    scene
        .api()
        .body(freeze.formatted("UTC", once + "," + weekly))
        .post("freezes")
        .then()
        .statusCode(400);
    scene.api().body(freeze.formatted("UTC", once)).post("freezes").then().statusCode(422);
    String ages = "\"once\":{\"from\":\"2026-01-01T00:00\",\"until\":\"+300000-01-01T00:00\"}";
    scene
        .api()
        .body(freeze.formatted("UTC", ages))
        .post("freezes")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", is("/once/until"));
    String nothing =
        "\"once\":{\"from\":\"2099-01-01T00:00\",\"until\":\"2099-01-01T00:00:00.000000001\"}";
    scene.api().body(freeze.formatted("UTC", nothing)).post("freezes").then().statusCode(400);
    scene
        .api()
        .body(freeze.formatted("UTC", weekly))
        .post("freezes")
        .then()
        .statusCode(201)
        .body("weekly.fromDay", is("FRIDAY"))
        .body("nextStart", notNullValue());
  }
}
