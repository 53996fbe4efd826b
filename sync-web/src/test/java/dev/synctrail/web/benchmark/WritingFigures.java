package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.ServerProcess;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Measures writes: recording syncs of external systems, and pushes. */
final class WritingFigures {
  private static final int CLIENTS = 8;
  private static final int TYPES = 300;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Table table;
  private final Client api;
  private final DataSource dataSource;

  WritingFigures(Table table, Client api, DataSource dataSource) {
    this.table = table;
    this.api = api;
    this.dataSource = dataSource;
  }

  /** Measures recordings of 1, 8 and 32 clients beside plain statements. */
  void outside(ServerProcess server) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table raw_sync (like sync including all)");
      statement.execute("create table raw_snapshot (like snapshot including all)");
    }
    Map<Integer, Integer> toReach = new TreeMap<>(Map.of(1, 350, CLIENTS, 900, 32, 1_000));
    toReach.forEach((clients, pairs) -> outside(server, clients, pairs));
  }

  private void outside(ServerProcess server, int clients, int toReach) {
    Measured raw = measure(server, clients, 2, client -> raw());
    Measured ours = measure(server, clients, 8, client -> this::record);
    double each = ours.sample().perSecond();
    table.row(
        "record from outside (POST, then status), 2 KB, pairs, " + clients + " clients",
        perSecond(each) + ", median " + ms(ours.sample().median()),
        "insert + update by JDBC " + perSecond(raw.sample().perSecond()),
        times(each / raw.sample().perSecond()),
        "≥ " + perSecond(toReach),
        each >= toReach);
    table.row(
        "cost of such a pair, indexed and counted, " + clients + " clients",
        text(ours.cost()),
        text(raw.cost()),
        times(ours.cost().databaseCpu() / raw.cost().databaseCpu()) + " of PostgreSQL's");
  }

  private static String text(Cost cost) {
    return String.format(
        Locale.ROOT,
        "processor: server %.2f ms, PostgreSQL %.2f ms; %.1f statements, %.1f transactions, %.1f KB of WAL",
        cost.serverCpu(),
        cost.databaseCpu(),
        cost.statements(),
        cost.transactions(),
        cost.wal() / 1024);
  }

  /** Measures for six seconds, and what each operation cost until its payload was indexed. */
  private Measured measure(
      ServerProcess server, int clients, double warmUp, Sample.Workers workers) {
    try {
      Sample.concurrently(clients, 0, warmUp, workers);
      awaitIndexed();
      Cost before = Cost.now(server, dataSource);
      Sample sample = Sample.concurrently(clients, 0, 6, workers);
      awaitIndexed();
      return new Measured(sample, Cost.now(server, dataSource).since(before, sample.times()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitIndexed() throws SQLException {
    Rows.await(
        dataSource,
        "select not exists (select from payload_unindexed) and not exists (select from sync_delta)");
  }

  private record Measured(Sample sample, Cost cost) {}

  /** Records a sync of an external system from start to end. */
  void record() {
    JsonObject recorded =
        read(
            api.send(
                "POST",
                "sync",
                "{\"typeKey\":\"Outside\",\"targetPlatform\":\"other\",\"syncDirection\":\"PUSH\","
                    + "\"data\":"
                    + payload()
                    + "}"));
    api.send("PUT", "sync/" + recorded.getString("id") + "/status", "{\"status\":\"SUCCESS\"}");
  }

  private static String payload() {
    return "{\"key\":\"Outside\",\"displayName\":\""
        + NUMBERS.incrementAndGet()
        + "\",\"text\":\""
        + "0123456789".repeat(194)
        + "\"}";
  }

  /** The same two transactions without validation, versions and events. */
  private Sample.Work raw() {
    try {
      Connection connection = dataSource.getConnection();
      connection.setAutoCommit(false);
      PreparedStatement payload =
          connection.prepareStatement(
              "insert into raw_snapshot (checksum, truncated, encoding, original_size, stored_size,"
                  + " bytes, created_at) values (sha256(?), false, 'IDENTITY', 2000, 2000, ?, now())"
                  + " on conflict do nothing");
      PreparedStatement insert =
          connection.prepareStatement(
              "insert into raw_sync (id, type_key, platform, direction, status, recorder, actor,"
                  + " dry_run, ignore_data_loss, started_at, created_at, retry_count,"
                  + " intended_checksum, intended_size)"
                  + " values (?::uuid, 'Outside', 'other', 'PUSH', 'IN_PROGRESS', 'OUTSIDE', 'me',"
                  + " false, false, now(), now(), 0, sha256(?), 2000)");
      PreparedStatement update =
          connection.prepareStatement(
              "update raw_sync set status = 'SUCCESS', completed_at = now(), duration_ms = 5"
                  + " where id = ?::uuid");
      return () -> {
        byte[] bytes = payload().getBytes(StandardCharsets.UTF_8);
        String id =
            "%08x-%04x-7000-8000-%012x"
                .formatted(
                    System.currentTimeMillis() >>> 16,
                    System.currentTimeMillis() & 0xffff,
                    NUMBERS.incrementAndGet());
        payload.setBytes(1, bytes);
        payload.setBytes(2, bytes);
        payload.executeUpdate();
        insert.setString(1, id);
        insert.setBytes(2, bytes);
        insert.executeUpdate();
        connection.commit();
        update.setString(1, id);
        update.executeUpdate();
        connection.commit();
      };
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pushes a new version of many types twice, and measures the second time. */
  Pushed push(ServerProcess server) throws SQLException {
    deploy("warm-up " + NUMBERS.incrementAndGet(), TYPES);
    JsonArray keys = store("measured " + NUMBERS.incrementAndGet(), TYPES);
    awaitIdle();
    Cost before = Cost.now(server, dataSource);
    String run = deploy(keys, "measured");
    awaitIdle();
    Cost cost = Cost.now(server, dataSource).since(before, TYPES);
    String figures =
        Rows.text(
            dataSource,
            "select percentile_cont(0.5) within group (order by step) || ' ' || "
                + "(count(*) - 1) / extract(epoch from max(completed_at) - min(completed_at))"
                + " from (select completed_at, extract(epoch from completed_at"
                + " - lag(completed_at) over (order by completed_at)) * 1000 as step"
                + " from sync where run_id = '"
                + run
                + "' and status = 'SUCCESS') as steps");
    int space = figures.indexOf(' ');
    return new Pushed(
        Double.parseDouble(figures.substring(0, space)),
        Double.parseDouble(figures.substring(space + 1)),
        cost);
  }

  /** Waits until every push has been read back. */
  private void awaitIdle() throws SQLException {
    Rows.await(dataSource, "select not exists (select from backlog)");
  }

  /** Pushes a new version of some types, waits for the end, and returns the deployment's id. */
  String deploy(String change, int types) {
    return deploy(store(change, types), change);
  }

  private JsonArray store(String change, int types) {
    JsonArrayBuilder keys = Json.createArrayBuilder();
    for (int number = 0; number < types; number++) {
      String key = "Pushed" + number;
      keys.add(key);
      api.send(
          "PUT",
          "types/" + key,
          "{\"content\":{\"key\":\""
              + key
              + "\",\"displayName\":\""
              + change
              + "\",\"baseType\":\"_component\"},\"source\":\"UI\",\"author\":\"benchmark\"}");
    }
    return keys.build();
  }

  private String deploy(JsonArray keys, String reason) {
    String run =
        read(api.send(
                "POST",
                "deployments",
                Json.createObjectBuilder()
                    .add("platform", Scene.PLATFORM)
                    .add("typeKeys", keys)
                    .add("reason", reason)
                    .build()
                    .toString()))
            .getString("id");
    while (!read(api.get("deployments/" + run)).containsKey("completedAt")) {
      LockSupport.parkNanos(200_000_000);
    }
    return run;
  }

  private static JsonObject read(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  /**
   * The speed of pushes.
   *
   * @param stepMs median time between completions
   * @param cost of one push, read-back included
   */
  record Pushed(double stepMs, double perSecond, Cost cost) {}
}
