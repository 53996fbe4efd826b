package dev.synctrail.web.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Hold;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.server.LedgerVerification;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import dev.synctrail.web.server.Testimony;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be killed, its database, and one platform for each stage and mode, so that one
 * kill hits every stage at once.
 */
final class CrashScene implements AutoCloseable {
  private static final String TOKEN = "st_a-token-for-crash-tests-that-lets-in-to-everything";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Postgres.Database database = Postgres.newDatabase();
  private final Map<String, StandIn> platforms = new LinkedHashMap<>();
  private final Testimony testimony = new Testimony(database, platforms.values());
  private final Map<String, List<Hold>> holds = new LinkedHashMap<>();
  private final ServerProcess server;

  CrashScene(String... stages) {
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-user", "admin");
    configuration.put("sync.bootstrap.admin-password", "a password for tests");
    configuration.put("sync.lanes.heartbeat", "PT2S");
    // each stage occupies a lane of each of its platforms
    configuration.put("sync.lanes.threads", "64");
    for (String stage : stages) {
      for (Mode mode : Mode.values()) {
        StandIn platform = StandIn.start();
        platforms.put(id(mode, stage), platform);
        String prefix = "sync.platform." + id(mode, stage);
        configuration.put(prefix + ".client-id", StandIn.CLIENT_ID);
        configuration.put(prefix + ".client-secret", StandIn.CLIENT_SECRET);
        configuration.put(prefix + ".allowed-origin", platform.baseUrl().toString());
      }
    }
    server = new ServerProcess("crash", configuration);
  }

  void start() {
    server.start();
    platforms.forEach(
        (id, platform) ->
            api()
                .body(
                    json(
                        Map.of(
                            "id",
                            id,
                            "kind",
                            "optimizely",
                            "name",
                            id,
                            "baseUrl",
                            platform.baseUrl().toString(),
                            "apiVersion",
                            "v1")))
                .post("platforms")
                .then()
                .statusCode(201));
  }

  /** Stores a type of its own for this stage and mode, starts its push and returns the sync. */
  String push(Mode mode, String stage) {
    String key = key(mode, stage);
    store(key, stage);
    return deploy(mode, List.of(key), stage).get(0);
  }

  /** Does the same for several types in one deployment. */
  List<String> pushMany(Mode mode, String stage, int types) {
    List<String> keys =
        IntStream.range(0, types).mapToObj(number -> key(mode, stage) + number).toList();
    keys.forEach(key -> store(key, stage));
    return deploy(mode, keys, stage);
  }

  private void store(String key, String stage) {
    api()
        .body(
            json(
                Map.of(
                    "content",
                    Map.of("key", key, "displayName", stage, "baseType", "_component"),
                    "source",
                    "UI",
                    "author",
                    "crash")))
        .put("types/" + key)
        .then()
        .statusCode(201);
  }

  private List<String> deploy(Mode mode, List<String> keys, String stage) {
    String run =
        api()
            .body(json(Map.of("platform", id(mode, stage), "typeKeys", keys, "reason", stage)))
            .post("deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return List.copyOf(
        testimony.countByValue("select id::text from sync where run_id = '" + run + "'").keySet());
  }

  /** Starts the rollback of a push's deployment and returns the sync; its write is held. */
  String rollBack(Mode mode, String stage, String pushed) {
    hold("DELETE", mode, stage, mode.fault());
    String deployment = text("select run_id::text from sync where id = '" + pushed + "'");
    String run =
        api()
            .body(json(Map.of("reason", stage)))
            .post("deployments/" + deployment + "/rollback")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return text("select id::text from sync where run_id = '" + run + "'");
  }

  /** Starts the pull of a type and returns its sync. */
  String pull(Mode mode, String stage) {
    String run =
        api()
            .body(json(Map.of("platform", id(mode, stage), "typeKeys", List.of(key(mode, stage)))))
            .post("retrievals")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return text("select id::text from sync where run_id = '" + run + "'");
  }

  /** Starts a bulk retry of all failed syncs of this stage and mode. */
  void retryAll(Mode mode, String stage) {
    api()
        .body(
            json(
                Map.of(
                    "filter",
                    Map.of(
                        "platform", id(mode, stage),
                        "status", "FAILED",
                        "failureClass", "FORBIDDEN"),
                    "reason",
                    stage)))
        .post("retries")
        .then()
        .statusCode(202);
  }

  long retriedCount() {
    return number("select count(*) from bulk_retry_entry where state = 'STARTED'");
  }

  void awaitJobsDone() {
    await(
        "all jobs are done",
        () -> number("select count(*) from bulk_retry where completed_at is null") == 0);
  }

  void assertNothingDiffersFromTheLedger() {
    LedgerVerification.findsNothing(this::api);
  }

  void assertNothingRetriedTwice() {
    assertThat(
            number(
                "select count(*) from (select retry_of from sync where retry_of is not null"
                    + " group by retry_of having count(*) > 1) as twice"))
        .isZero();
  }

  String retryOf(String sync) {
    return text("select id::text from sync where retry_of = '" + sync + "'");
  }

  String last(List<String> syncs) {
    return syncs.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Waits until at least this many of the syncs are settled. */
  void awaitSettled(List<String> syncs, int atLeast) {
    await(
        atLeast + " syncs are settled",
        () -> syncs.stream().filter(sync -> isSettled(status(sync))).count() >= atLeast);
  }

  void restartDatabase() {
    database.endSessions();
  }

  void stopDatabase() {
    database.goAway();
  }

  void resumeDatabase() {
    database.comeBack();
  }

  void assertDeploymentsAreRejectedWith503(Mode mode, String stage) {
    api()
        .body(json(Map.of("platform", id(mode, stage), "typeKeys", "all")))
        .post("deployments")
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue());
  }

  void awaitNotReady() {
    await("the server is not ready", () -> server.readiness() == 503);
  }

  void awaitReadyAgain() {
    await("the server is ready again", () -> server.readiness() == 200);
  }

  void holdReads(Mode mode, String stage) {
    hold("GET", mode, stage, Fault.answer());
  }

  /** Holds only the nth read. */
  void holdRead(Mode mode, String stage, int nth) {
    script(
        mode,
        stage,
        new Rule("GET", "/contenttypes/*", nth, 1, Fault.answer().hold("read")),
        "read");
  }

  /** Receives the write and holds it; afterwards the mode decides how the platform answers. */
  void holdWrites(Mode mode, String stage) {
    hold("POST|PATCH", mode, stage, mode.fault());
  }

  private void hold(String method, Mode mode, String stage, Fault fault) {
    script(mode, stage, Rule.once(method, "/contenttypes*", fault.hold(method)), method);
  }

  private void script(Mode mode, String stage, Rule rule, String hold) {
    StandIn platform = platform(mode, stage);
    platform.script(rule);
    holds.computeIfAbsent(stage, of -> new ArrayList<>()).add(platform.hold(hold));
  }

  void rejectWrites(Mode mode, String stage) {
    platform(mode, stage).script(Rule.always("POST|PATCH", "/contenttypes*", Fault.status(403)));
  }

  void acceptWrites(Mode mode, String stage) {
    platform(mode, stage).clearScript();
  }

  void answerOneWriteByMode(Mode mode, String stage) {
    platform(mode, stage).script(Rule.once("POST|PATCH", "/contenttypes*", mode.fault()));
  }

  void awaitHeld() {
    for (List<Hold> ofStage : holds.values()) {
      for (Hold hold : ofStage) {
        try {
          assertThat(hold.awaitReached(TIMEOUT)).as("the request arrives").isTrue();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Releases the requests that the platforms hold at one stage. */
  void release(String stage) {
    List<Hold> held = holds.remove(stage);
    if (held != null) {
      held.forEach(Hold::release);
    }
  }

  /** Kills the server; the requests that the platforms hold are then processed. */
  void kill() {
    server.kill();
    List.copyOf(holds.keySet()).forEach(this::release);
  }

  void restart() {
    server.start();
  }

  void changeByOthers(Mode mode, String stage) {
    await(
        "the write arrives at the platform",
        () -> platform(mode, stage).stored(key(mode, stage)).isPresent());
    storeByOthers(mode, stage);
  }

  /** Stores the type on the platform as another user, without Synctrail. */
  void storeByOthers(Mode mode, String stage) {
    platform(mode, stage)
        .edit(
            "{\"key\":\"%s\",\"displayName\":\"by others\",\"baseType\":\"_component\"}"
                .formatted(key(mode, stage)));
  }

  void assertPulledAsOneVersion(String stage) {
    for (Mode mode : Mode.values()) {
      assertThat(number("select count(*) from version where type_key = '" + key(mode, stage) + "'"))
          .isEqualTo(1);
    }
  }

  String verdict(String sync) {
    return text("select word from verdict where sync_id = '" + sync + "'");
  }

  /** Waits until the sync is settled and returns its status. */
  String settled(String sync) {
    await("sync " + sync + " is settled", () -> isSettled(status(sync)));
    return status(sync);
  }

  private static boolean isSettled(String status) {
    return !Set.of("IN_PROGRESS", "UNKNOWN").contains(status);
  }

  private String status(String sync) {
    return text("select status from sync where id = '" + sync + "'");
  }

  @Nullable String settledBy(String sync) {
    return text("select settled_by from sync where id = '" + sync + "'");
  }

  @Nullable String failureClass(String sync) {
    return text("select failure_class from sync where id = '" + sync + "'");
  }

  void assertPushed(String stage) {
    for (Mode mode : Mode.values()) {
      assertThat(displayName(mode, stage)).isEqualTo(stage);
    }
  }

  void assertRolledBack(String stage) {
    for (Mode mode : Mode.values()) {
      assertThat(platform(mode, stage).stored(key(mode, stage))).isEmpty();
    }
  }

  void assertChangeByOthersIsKept(Mode mode, String stage) {
    assertThat(displayName(mode, stage)).isEqualTo("by others");
  }

  private String displayName(Mode mode, String stage) {
    JsonObject stored = platform(mode, stage).stored(key(mode, stage)).orElseThrow();
    return stored.getString("displayName");
  }

  /** Returns how many type requests each platform has received. */
  Map<String, Integer> requests() {
    Map<String, Integer> counts = new HashMap<>();
    platforms.forEach((id, platform) -> counts.put(id, platform.ledger().withoutTokens().size()));
    return counts;
  }

  /** Returns the number of type requests to the platforms of one stage. */
  Map<String, Integer> requests(String stage) {
    Map<String, Integer> counts = requests();
    counts.keySet().removeIf(id -> !id.startsWith(prefix(stage)));
    return counts;
  }

  void assertEveryRequestIsRecorded() {
    testimony.assertEveryRequestIsRecorded();
  }

  void assertEverySuccessHasAResponseOrReadBack() {
    assertThat(
            number(
                "select count(*) from sync s where status = 'SUCCESS' and direction = 'PUSH'"
                    + " and not exists (select 1 from exchange e where e.trail_id = s.id and e.status between 200 and 299 and"
                    + " e.purpose = case when s.settled_by = 'READ_BACK' then e.purpose else"
                    + " 'WRITE' end and e.purpose <> 'TOKEN')"))
        .isZero();
  }

  /** Waits until every sync has its outcome and was read back. */
  void awaitEverythingSettled() {
    await(
        "everything is settled",
        () -> number("select count(*) from sync where status in ('IN_PROGRESS', 'UNKNOWN')") == 0);
    awaitEverythingReadBack();
    assertThat(number("select count(*) from attempt where outcome is null")).isZero();
  }

  /** Waits until no work is left: every push was read back, even if a server died in between. */
  void awaitEverythingReadBack() {
    await("everything is read back", () -> number("select count(*) from backlog") == 0);
    assertThat(
            number(
                "select count(*) from sync s where status = 'SUCCESS' and direction = 'PUSH'"
                    + " and not exists (select 1 from verdict v where v.sync_id = s.id)"))
        .isZero();
  }

  /** Prevents the server from continuing with that sync. */
  Lock lockSync(String sync) throws SQLException {
    return new Lock(
        database.dataSource().getConnection(),
        "select from sync where id = '" + sync + "' for update",
        "%from sync%");
  }

  /** Prevents the server from recording the result of an exchange. */
  Lock lockExchanges() throws SQLException {
    return new Lock(
        database.dataSource().getConnection(),
        "lock table exchange in share row exclusive mode",
        "%exchange%");
  }

  private RequestSpecification api() {
    return RestAssured.given()
        .baseUri(server.uri().resolve("/api/v1/").toString())
        .header("Authorization", "Bearer " + TOKEN)
        .contentType(ContentType.JSON);
  }

  private StandIn platform(Mode mode, String stage) {
    return Objects.requireNonNull(platforms.get(id(mode, stage)));
  }

  private static String id(Mode mode, String stage) {
    return prefix(stage) + mode.id();
  }

  private static String prefix(String stage) {
    return stage.toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, Object> members) {
    return Json.createObjectBuilder(members).build().toString();
  }

  private static String key(Mode mode, String stage) {
    return stage + mode.id();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, TIMEOUT).isLessThan(deadline);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private long number(String sql) {
    return testimony.number(sql);
  }

  private String text(String sql) {
    return testimony.text(sql);
  }

  @Override
  public void close() {
    List.copyOf(holds.keySet()).forEach(this::release);
    server.close();
    platforms.values().forEach(StandIn::close);
  }

  /** How the platform answers a write. */
  enum Mode {
    NORMAL,
    SLOW,
    RESET;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Fault fault() {
      return switch (this) {
        case NORMAL -> Fault.answer();
        case SLOW -> Fault.answer().delay(Duration.ofSeconds(1));
        case RESET -> Fault.reset(true);
      };
    }
  }

  /** A database lock held by another session. */
  final class Lock implements AutoCloseable {
    private final Connection connection;

    private final String waiting;

    private Lock(Connection connection, String sql, String waiting) throws SQLException {
      this.connection = connection;
      this.waiting = waiting;
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Waits until this many sessions of the server wait for the lock. */
    void awaitWaiting(int sessions) {
      await(
          sessions + " sessions wait for the lock",
          () ->
              number(
                      "select count(*) from pg_stat_activity where datname = current_database()"
                          + " and wait_event_type = 'Lock' and query ilike '"
                          + waiting
                          + "'")
                  >= sessions);
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.close();
    }
  }
}
