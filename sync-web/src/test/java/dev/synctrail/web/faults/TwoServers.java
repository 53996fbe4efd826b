package dev.synctrail.web.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.server.LedgerVerification;
import dev.synctrail.web.server.OwnPostgres;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import dev.synctrail.web.server.Testimony;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Two servers on one database, and the platform that they push to. */
final class TwoServers implements AutoCloseable {
  private static final String TOKEN = "st_a-token-for-fault-tests-that-lets-in-to-everything";
  private static final String PLATFORM = "shaky";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final StandIn platform = StandIn.start();
  private final OwnPostgres postgres = OwnPostgres.start();
  private final Postgres.Database database = postgres.database();
  private final Testimony testimony = new Testimony(database, List.of(platform));
  private final ServerProcess first;
  private final ServerProcess second;

  TwoServers() {
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-user", "admin");
    configuration.put("sync.bootstrap.admin-password", "a password for tests");
    String prefix = "sync.platform." + PLATFORM;
    configuration.put(prefix + ".client-id", StandIn.CLIENT_ID);
    configuration.put(prefix + ".client-secret", StandIn.CLIENT_SECRET);
    configuration.put(prefix + ".allowed-origin", platform.baseUrl().toString());
    // more lanes than one server has threads, so that both servers get work
    configuration.put("sync.lanes.per-platform", "6");
    configuration.put("sync.lanes.threads", "4");
    configuration.put("sync.lanes.poll", "PT0.3S");
    configuration.put("sync.lanes.heartbeat", "PT1S");
    configuration.put("sync.tracking.lease", "PT1M");
    configuration.put("sync.http.answer-timeout", "PT2S");
    configuration.put("sync.breaker.open-for", "PT0.5S");
    configuration.put("sync.retry.max-attempts", "12");
    configuration.put("sync.retry.initial-delay", "PT0.2S");
    configuration.put("sync.retry.max-delay", "PT1S");
    configuration.put("sync.settle.initial-delay", "PT0.2S");
    configuration.put("sync.read-back.after", "PT0.1S");
    configuration.put("sync.read-back.between", "PT0.2S");
    configuration.put("sync.optimizely.read-back.pause", "PT0.1S");
    configuration.put("sync.optimizely.read-back.at-most", "PT2S");
    first = new ServerProcess("faults-1", configuration);
    second = new ServerProcess("faults-2", configuration);
  }

  void start() {
    first.start();
    second.start();
    api()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"S\",\"baseUrl\":\"%s\",\"apiVersion\":\"v1\"}"
                .formatted(PLATFORM, platform.baseUrl()))
        .post("platforms")
        .then()
        .statusCode(201);
  }

  StandIn platform() {
    return platform;
  }

  Testimony testimony() {
    return testimony;
  }

  /** Waits until every lane of both servers has a write in progress that the platform holds. */
  void awaitWritesHeld(int lanes) {
    await("writes are held", () -> platform.hold("writes").reached() >= lanes);
  }

  void killFirst() {
    first.kill();
  }

  void killSecond() {
    second.kill();
  }

  void startSecond() {
    second.start();
  }

  /**
   * Lets {@link #stepClock} set the time that the servers read from the database: functions in
   * {@code public} take precedence over those of PostgreSQL.
   */
  void makeClockSteppable() {
    execute(
        """
        create table clock_step (amount interval not null);
        insert into clock_step values ('0');
        create function public.clock_timestamp() returns timestamptz language sql volatile
          as 'select pg_catalog.clock_timestamp() + amount from public.clock_step';
        create function public.now() returns timestamptz language sql stable
          as 'select pg_catalog.now() + amount from public.clock_step';
        alter database postgres set search_path = public, pg_catalog;
        """);
  }

  /** Sets the time of the database forward, or back by a negative amount. */
  void stepClock(Duration amount) {
    execute("update clock_step set amount = amount + interval '" + amount + "'");
  }

  /** Sends the heartbeats of servers that have not followed a step of the clock yet. */
  void sendHeartbeatsOfAnHourAgo() {
    execute("update lane set last_heartbeat = now() - interval '1 hour' where picked");
  }

  private void execute(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void restartDatabase() {
    postgres.restart();
  }

  /** Begins a request to the second server, which is never killed. */
  private RequestSpecification api() {
    return RestAssured.given()
        .baseUri(second.uri().resolve("/api/v1/").toString())
        .header("Authorization", "Bearer " + TOKEN)
        .contentType(ContentType.JSON);
  }

  void assertNothingDiffersFromTheLedger() {
    LedgerVerification.findsNothing(this::api);
  }

  /** Stores a version of each type with that display name. */
  void store(List<String> keys, String displayName) {
    keys.parallelStream()
        .forEach(
            key ->
                api()
                    .body(
                        "{\"content\":{\"key\":\"%s\",\"displayName\":\"%s\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"ann\"}"
                            .formatted(key, displayName))
                    .put("types/" + key)
                    .then()
                    .statusCode(201));
  }

  /** Starts a push of the types and returns its run. */
  String deploy(List<String> keys) {
    return api()
        .body(
            "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}"
                .formatted(PLATFORM, String.join("\",\"", keys)))
        .post("deployments")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  /** Records a sync that an external system has begun, and returns it. */
  String recordOutside() {
    return api()
        .body(
            "{\"typeKey\":\"Outside\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":{}}")
        .post("sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  String status(String sync) {
    return api().get("sync/" + sync + "/status").then().statusCode(200).extract().path("status");
  }

  /** Waits until leases were checked by a server that has followed the last step of the clock. */
  void awaitLeasesChecked() {
    await(
        "leases are checked",
        () ->
            testimony.number(
                    "select count(*) from lane where task_name = 'lease'"
                        + " and last_success > public.now() - interval '30 minutes'")
                == 1);
  }

  void awaitSettled(String run, int atLeast) {
    awaitSettled(run, atLeast, () -> {});
  }

  /** Waits until at least so many syncs are settled and does something meanwhile. */
  void awaitSettled(String run, int atLeast, Runnable meanwhile) {
    await(
        atLeast + " syncs are settled",
        () -> {
          meanwhile.run();
          return testimony.number(
                  "select success + failed + partial from run where id = '" + run + "'")
              >= atLeast;
        });
  }

  /** Waits until the run has completed and returns the servers that held its lanes. */
  Set<String> awaitCompleted(String run) {
    Set<String> holders = new HashSet<>();
    await(
        "the run is over",
        () -> {
          holders.addAll(
              testimony
                  .countByValue("select picked_by from lane where task_name = 'lane' and picked")
                  .keySet());
          return testimony.number(
                  "select count(*) from run where id = '" + run + "' and completed_at is not null")
              == 1;
        });
    return holders;
  }

  /** Waits until no work is left. */
  void awaitIdle() {
    await("nothing is left to do", () -> testimony.number("select count(*) from backlog") == 0);
  }

  /** Returns the status of each type's sync in a run. */
  Map<String, String> outcomes(String run) {
    return pairs("select type_key || ' ' || status from sync where run_id = '" + run + "'");
  }

  /** Returns the drift verdict of each type's push in a run. */
  Map<String, String> verdicts(String run) {
    return pairs(
        "select type_key || ' ' || word from verdict v join sync s on s.id = v.sync_id"
            + " where run_id = '"
            + run
            + "'");
  }

  /**
   * Returns the number of writes per type that the record explains: one, and one more for each
   * write that was rejected or not found by a read-back.
   */
  Map<String, String> writesExplained(String run) {
    return pairs(
        "select type_key || ' ' || (1 + (select count(*) from attempt a where a.sync_id = s.id"
            + " and a.outcome = 'NOT_APPLIED') + (select count(*) from exchange e"
            + " where e.trail_id = s.id and e.purpose = 'WRITE' and e.status >= 400))"
            + " from sync s where run_id = '"
            + run
            + "'");
  }

  private Map<String, String> pairs(String sql) {
    return testimony.countByValue(sql).keySet().stream()
        .collect(
            Collectors.toMap(
                pair -> pair.substring(0, pair.indexOf(' ')),
                pair -> pair.substring(pair.indexOf(' ') + 1)));
  }

  /** Returns how many writes of each type the ledger contains from an entry on. */
  Map<String, Long> writes(int since) {
    List<Ledger.Entry> entries = platform.ledger().withoutTokens();
    return entries.subList(since, entries.size()).stream()
        .filter(entry -> entry.method().equals("PATCH"))
        .map(entry -> entry.path().substring(entry.path().lastIndexOf('/') + 1))
        .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
  }

  String displayName(String key) {
    return platform.stored(key).orElseThrow().getString("displayName");
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, TIMEOUT).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    platform.close();
    postgres.close();
  }
}
