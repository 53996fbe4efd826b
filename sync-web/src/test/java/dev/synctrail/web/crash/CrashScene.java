package dev.synctrail.web.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Hold;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
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
 * A server that can be killed, its database, and one platform for each moment and way of answering,
 * so that one kill hits every moment at once.
 */
final class CrashScene implements AutoCloseable {
  private static final String TOKEN = "st_a-token-for-crash-tests-that-lets-in-to-everything";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Postgres.Database database = Postgres.newDatabase();
  private final Map<String, StandIn> platforms = new LinkedHashMap<>();
  private final Testimony testimony = new Testimony(database, platforms.values());
  private final Map<String, List<Hold>> holds = new LinkedHashMap<>();
  private final ServerProcess server;

  CrashScene(String... moments) {
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-user", "admin");
    configuration.put("sync.bootstrap.admin-password", "a password for tests");
    configuration.put("sync.lanes.heartbeat", "PT2S");
    // each moment holds a lane of each of its platforms
    configuration.put("sync.lanes.threads", "64");
    for (String moment : moments) {
      for (Mode mode : Mode.values()) {
        StandIn platform = StandIn.start();
        platforms.put(id(mode, moment), platform);
        String prefix = "sync.platform." + id(mode, moment);
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

  /** Stores a type of its own for this cell and asks for its push; returns the sync. */
  String push(Mode mode, String moment) {
    String key = key(mode, moment);
    store(key, moment);
    return deploy(mode, List.of(key), moment).get(0);
  }

  /** The same for several types in one deployment. */
  List<String> pushMany(Mode mode, String moment, int types) {
    List<String> keys =
        IntStream.range(0, types).mapToObj(number -> key(mode, moment) + number).toList();
    keys.forEach(key -> store(key, moment));
    return deploy(mode, keys, moment);
  }

  private void store(String key, String moment) {
    api()
        .body(
            json(
                Map.of(
                    "content",
                    Map.of("key", key, "displayName", moment, "baseType", "_component"),
                    "source",
                    "UI",
                    "author",
                    "crash")))
        .put("types/" + key)
        .then()
        .statusCode(201);
  }

  private List<String> deploy(Mode mode, List<String> keys, String moment) {
    String run =
        api()
            .body(json(Map.of("platform", id(mode, moment), "typeKeys", keys, "reason", moment)))
            .post("deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return List.copyOf(
        testimony.tally("select id::text from sync where run_id = '" + run + "'").keySet());
  }

  /** Asks to put back the deployment of a push and returns the sync, which is held at its write. */
  String putBack(Mode mode, String moment, String pushed) {
    hold("DELETE", mode, moment, mode.fault());
    String deployment = text("select run_id::text from sync where id = '" + pushed + "'");
    String run =
        api()
            .body(json(Map.of("reason", moment)))
            .post("deployments/" + deployment + "/rollback")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return text("select id::text from sync where run_id = '" + run + "'");
  }

  /** Asks for the pull of a type and returns its sync. */
  String pull(Mode mode, String moment) {
    String run =
        api()
            .body(
                json(Map.of("platform", id(mode, moment), "typeKeys", List.of(key(mode, moment)))))
            .post("retrievals")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return text("select id::text from sync where run_id = '" + run + "'");
  }

  /** Asks for everything that failed for that reason to be repeated. */
  void repeatAll(Mode mode, String moment) {
    api()
        .body(
            json(
                Map.of(
                    "filter",
                    Map.of(
                        "platform", id(mode, moment),
                        "status", "FAILED",
                        "failureClass", "FORBIDDEN"),
                    "reason",
                    moment)))
        .post("retries")
        .then()
        .statusCode(202);
  }

  long repeated() {
    return number("select count(*) from bulk_retry_entry where state = 'STARTED'");
  }

  void everyJobIsDone() {
    await(
        "every job is done",
        () -> number("select count(*) from bulk_retry where completed_at is null") == 0);
  }

  void nothingIsRepeatedTwice() {
    assertThat(
            number(
                "select count(*) from (select retry_of from sync where retry_of is not null"
                    + " group by retry_of having count(*) > 1) as twice"))
        .isZero();
  }

  String repetitionOf(String sync) {
    return text("select id::text from sync where retry_of = '" + sync + "'");
  }

  String last(List<String> syncs) {
    return syncs.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Waits until at least so many of the syncs are settled. */
  void awaitSettled(List<String> syncs, int atLeast) {
    await(
        atLeast + " syncs are settled",
        () -> syncs.stream().filter(sync -> isSettled(status(sync))).count() >= atLeast);
  }

  void restartDatabase() {
    database.endSessions();
  }

  void databaseGoesAway() {
    database.goAway();
  }

  void databaseComesBack() {
    database.comeBack();
  }

  void refusesToDeployAs503(Mode mode, String moment) {
    api()
        .body(json(Map.of("platform", id(mode, moment), "typeKeys", "all")))
        .post("deployments")
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue());
  }

  void isNotReady() {
    await("the server says it is not ready", () -> server.readiness() == 503);
  }

  void isReadyAgain() {
    await("the server is ready again", () -> server.readiness() == 200);
  }

  void holdReads(Mode mode, String moment) {
    hold("GET", mode, moment, Fault.answer());
  }

  /** Only that read is kept waiting. */
  void holdRead(Mode mode, String moment, int nth) {
    script(
        mode,
        moment,
        new Rule("GET", "/contenttypes/*", nth, 1, Fault.answer().hold("read")),
        "read");
  }

  /** The write is received and kept waiting; what then becomes of it is the mode's. */
  void holdWrites(Mode mode, String moment) {
    hold("POST|PATCH", mode, moment, mode.fault());
  }

  private void hold(String method, Mode mode, String moment, Fault fault) {
    script(mode, moment, Rule.once(method, "/contenttypes*", fault.hold(method)), method);
  }

  private void script(Mode mode, String moment, Rule rule, String hold) {
    StandIn platform = platform(mode, moment);
    platform.script(rule);
    holds.computeIfAbsent(moment, of -> new ArrayList<>()).add(platform.hold(hold));
  }

  void refuseWrites(Mode mode, String moment) {
    platform(mode, moment).script(Rule.always("POST|PATCH", "/contenttypes*", Fault.status(403)));
  }

  void takeWritesAgain(Mode mode, String moment) {
    platform(mode, moment).clearScript();
  }

  void spoilWrites(Mode mode, String moment) {
    platform(mode, moment).script(Rule.once("POST|PATCH", "/contenttypes*", mode.fault()));
  }

  void awaitHeld() {
    for (List<Hold> ofMoment : holds.values()) {
      for (Hold hold : ofMoment) {
        try {
          assertThat(hold.awaitReached(PATIENCE)).as("the request arrives").isTrue();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Lets go what the platforms hold of one moment. */
  void release(String moment) {
    List<Hold> held = holds.remove(moment);
    if (held != null) {
      held.forEach(Hold::release);
    }
  }

  /** The power goes off; what the platforms hold by then still happens there. */
  void kill() {
    server.kill();
    List.copyOf(holds.keySet()).forEach(this::release);
  }

  void restart() {
    server.start();
  }

  void editByOthers(Mode mode, String moment) {
    await(
        "the write arrives at the platform",
        () -> platform(mode, moment).stored(key(mode, moment)).isPresent());
    othersPut(mode, moment);
  }

  /** A type comes to be that we know nothing of. */
  void othersPut(Mode mode, String moment) {
    platform(mode, moment)
        .edit(
            "{\"key\":\"%s\",\"displayName\":\"by others\",\"baseType\":\"_component\"}"
                .formatted(key(mode, moment)));
  }

  void whatWasPulledIsOneVersion(String moment) {
    for (Mode mode : Mode.values()) {
      assertThat(
              number("select count(*) from version where type_key = '" + key(mode, moment) + "'"))
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

  void whatWasWantedIsThere(String moment) {
    for (Mode mode : Mode.values()) {
      assertThat(displayName(mode, moment)).isEqualTo(moment);
    }
  }

  void whatWasMadeIsGone(String moment) {
    for (Mode mode : Mode.values()) {
      assertThat(platform(mode, moment).stored(key(mode, moment))).isEmpty();
    }
  }

  void whatOthersWroteIsThere(Mode mode, String moment) {
    assertThat(displayName(mode, moment)).isEqualTo("by others");
  }

  private String displayName(Mode mode, String moment) {
    JsonObject stored = platform(mode, moment).stored(key(mode, moment)).orElseThrow();
    return stored.getString("displayName");
  }

  /** Returns how many requests each platform has received for types. */
  Map<String, Integer> requests() {
    Map<String, Integer> counts = new HashMap<>();
    platforms.forEach((id, platform) -> counts.put(id, platform.ledger().withoutTokens().size()));
    return counts;
  }

  /** Returns the same for one moment. */
  Map<String, Integer> requests(String moment) {
    Map<String, Integer> counts = requests();
    counts.keySet().removeIf(id -> !id.startsWith(prefix(moment)));
    return counts;
  }

  void everyRequestThatArrivedWasRecordedBefore() {
    testimony.everyRequestThatArrivedWasRecordedBefore();
  }

  void noSuccessWithoutAnAnswerOrAReadBack() {
    assertThat(
            number(
                "select count(*) from sync s where status = 'SUCCESS' and direction = 'PUSH'"
                    + " and not exists (select 1 from exchange e where e.trail_id = s.id and e.status between 200 and 299 and"
                    + " e.purpose = case when s.settled_by = 'READ_BACK' then e.purpose else"
                    + " 'WRITE' end and e.purpose <> 'TOKEN')"))
        .isZero();
  }

  /** Waits until every sync has its outcome and was read back. */
  void everythingIsSettled() {
    await(
        "everything is settled",
        () -> number("select count(*) from sync where status in ('IN_PROGRESS', 'UNKNOWN')") == 0);
    everythingIsLookedAt();
    assertThat(number("select count(*) from attempt where outcome is null")).isZero();
  }

  /** Waits until nothing is left to do: what was pushed is read back, whoever died in between. */
  void everythingIsLookedAt() {
    await("everything is looked at", () -> number("select count(*) from backlog") == 0);
    assertThat(
            number(
                "select count(*) from sync s where status = 'SUCCESS' and direction = 'PUSH'"
                    + " and not exists (select 1 from verdict v where v.sync_id = s.id)"))
        .isZero();
  }

  /** Keeps the server from going on with that sync. */
  Lock lockSync(String sync) throws SQLException {
    return new Lock(
        database.dataSource().getConnection(),
        "select from sync where id = '" + sync + "' for update",
        "%from sync%");
  }

  /** Keeps the server from recording how an exchange ended. */
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

  private StandIn platform(Mode mode, String moment) {
    return Objects.requireNonNull(platforms.get(id(mode, moment)));
  }

  private static String id(Mode mode, String moment) {
    return prefix(moment) + mode.id();
  }

  private static String prefix(String moment) {
    return moment.toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, Object> members) {
    return Json.createObjectBuilder(members).build().toString();
  }

  private static String key(Mode mode, String moment) {
    return moment + mode.id();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(end);
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

  /** Another session's lock. */
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

    /** Waits until that many sessions of the server wait for the lock. */
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
