package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.count;
import static dev.synctrail.web.benchmark.Table.megabytes;
import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.ServerProcess;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * The benchmark, run by {@code mvn -Pbenchmark verify}; {@code -Dbenchmark.rows} sets the number of
 * rows.
 */
class Benchmark {
  private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000);
  private static final int FEW_ROWS = 10_000;

  /** The parts to measure in addition to the rows, separated by commas; all parts if empty. */
  private static final String ONLY = System.getProperty("benchmark.only", "");

  @Test
  void measure() {
    Table table =
        new Table(
            List.of(
                "# Benchmark",
                "",
                String.format(
                    Locale.ROOT,
                    "%s, %d processors, JDK %s, PostgreSQL of the tests with `fsync` and `synchronous_commit` on, server with `-Xmx256m`; %,d"
                        + " syncs over 90 days, 6 000 distinct payloads. Both sides of a ratio were"
                        + " measured in this run, on this machine, by `mvn -Pbenchmark verify`.",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"),
                    ROWS)));
    try {
      try (Scene scene = new Scene()) {
        table.measure("rows", () -> rows(scene, table));
        table.measure("server", () -> server(scene, table));
        part(table, "one worker", () -> oneLane(scene, table));
        part(table, "two servers", new TwoServersFigures(scene, table)::measure);
        part(table, "server start", () -> startUp(scene, table));
      }
      part(table, "payloads", new PayloadFigures(table)::measure);
    } finally {
      table.write(Scene.TARGET.resolve("benchmark.md"));
    }
  }

  /** Measures a part if all parts or this one are selected. */
  private static void part(Table table, String name, Sample.Work work) {
    if (ONLY.isEmpty() || List.of(ONLY.split(",")).contains(name)) {
      table.measure(name, work);
    }
  }

  private static void rows(Scene scene, Table table) throws SQLException {
    DataSource dataSource = scene.database.dataSource();
    double[] few = new double[1];
    try (ServerProcess server = scene.server(8)) {
      server.start(); // creates the schema
      Rows.load(dataSource, FEW_ROWS);
      Rows.awaitCounted(dataSource);
      table.measure(
          "health report, 10 k rows", () -> few[0] = health(scene, server, table).median());
      server.stop();
    }
    Rows.clear(dataSource);
    double took = Rows.load(dataSource, ROWS).toMillis() / 1000.0;
    table.row("loading the rows by SQL", String.format(Locale.ROOT, "%.0f s", took), "", "");
    try (ServerProcess server = scene.server(8)) {
      server.start();
      Rows.awaitCounted(dataSource);
      Rows.awaitPacked(dataSource);
      table.measure(
          "health report",
          () -> {
            StreamFigures.Health report = health(scene, server, table);
            double all = report.median();
            Cost cost = report.cost();
            table.row(
                "health report",
                ms(all),
                String.format(
                    Locale.ROOT,
                    "processor: server %.2f ms, PostgreSQL %.2f ms; %.1f statements",
                    cost.serverCpu(),
                    cost.databaseCpu(),
                    cost.statements()),
                "",
                "≤ 6 ms",
                all <= 6);
            table.row(
                "health report, all rows against 10 k",
                ms(all),
                ms(few[0]),
                times(all / few[0]),
                "≤ 1.30 ×",
                all <= 1.3 * few[0]);
          });
    }
    double size = Rows.size(dataSource);
    double limit = 900e6 * ROWS / 1e6;
    table.row(
        "disk, indexes included", megabytes(size), "", "", "≤ " + megabytes(limit), size <= limit);
    Rows.Disk disk = Rows.disk(dataSource);
    table.row("rows of `sync` on the disk", megabytes(disk.syncs()), "", "");
    table.row(
        "indexes of `sync` on the disk", megabytes(disk.indexes()), disk.largestIndexes(), "");
    table.row("payloads and their search index on the disk", megabytes(disk.payloads()), "", "");
  }

  private static StreamFigures.Health health(Scene scene, ServerProcess server, Table table)
      throws SQLException {
    return new StreamFigures(table, scene.api(server), scene.database.dataSource()).health(server);
  }

  private static void server(Scene scene, Table table) {
    DataSource dataSource = scene.database.dataSource();
    try (ServerProcess server = scene.server(8)) {
      server.start();
      Client api = scene.api(server);
      scene.register(api);
      part(
          table,
          "history",
          new HistoryFigures(table, api, Scene.bare(server), server, dataSource)::measure);
      part(table, "console", new ConsoleFigures(table, server.uri(), dataSource)::measure);
      WritingFigures writing = new WritingFigures(table, api, dataSource);
      part(table, "outside syncs", () -> writing.outside(server));
      part(table, "pushes", () -> eightLanes(table, server, writing));
      part(
          table,
          "ledger",
          () -> new LedgerFigures(table, api, writing, dataSource).measure(server));
      part(table, "export", new StreamFigures(table, api, dataSource)::exports);
      Scene.Memory memory = Scene.memory(server);
      table.row(
          "resident memory of the server, at its highest",
          megabytes(memory.highest()),
          "now " + megabytes(memory.now()),
          "",
          "≤ 580 MB",
          memory.highest() <= 580e6);
      server.stop();
    }
  }

  private static void eightLanes(Table table, ServerProcess server, WritingFigures writing)
      throws SQLException {
    WritingFigures.Pushed pushed = writing.push(server);
    table.row(
        "push to a platform that answers at once, 8 workers",
        perSecond(pushed.perSecond()),
        "",
        "",
        "≥ 160 /s",
        pushed.perSecond() >= 160);
    Cost cost = pushed.cost();
    table.row(
        "transactions of a push that write, read-back included",
        count(cost.transactions()),
        count(cost.begun()) + " transactions begun, " + count(cost.statements()) + " statements",
        "",
        "≤ 6",
        cost.transactions() <= 6);
    table.row(
        "updates of the sync's row by a push",
        count(cost.syncUpdates()),
        String.format(Locale.ROOT, "%.1f KB of WAL", cost.wal() / 1024),
        "",
        "≤ 3",
        cost.syncUpdates() <= 3);
    double cpu = cost.serverCpu() + cost.databaseCpu();
    table.row(
        "processor time of a push, read-back included",
        ms(cpu),
        "server " + ms(cost.serverCpu()) + ", PostgreSQL " + ms(cost.databaseCpu()),
        "",
        "≤ 12 ms",
        cpu <= 12);
  }

  private static void oneLane(Scene scene, Table table)
      throws SQLException, IOException, InterruptedException {
    try (ServerProcess server = scene.server(1)) {
      server.start();
      WritingFigures.Pushed pushed =
          new WritingFigures(table, scene.api(server), scene.database.dataSource()).push(server);
      double requests = 2 * directRequest(scene.standIn.baseUrl());
      double overhead = pushed.stepMs() - requests;
      table.row(
          "push to a platform that answers at once, 1 worker",
          ms(pushed.stepMs()) + " each",
          "two requests made directly " + ms(requests),
          "overhead " + ms(overhead),
          "≤ 10 ms overhead",
          overhead <= 10);
      server.stop();
    }
  }

  /** Returns the median time of a direct request to the platform, in ms. */
  private static double directRequest(URI platform) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest tokenRequest =
        HttpRequest.newBuilder(platform.resolve("/oauth/token"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"grant_type\":\"client_credentials\",\"client_id\":\""
                        + StandIn.CLIENT_ID
                        + "\",\"client_secret\":\""
                        + StandIn.CLIENT_SECRET
                        + "\"}"))
            .build();
    String token =
        Json.createReader(
                new StringReader(client.send(tokenRequest, BodyHandlers.ofString()).body()))
            .readObject()
            .getString("access_token");
    HttpRequest request =
        HttpRequest.newBuilder(platform.resolve("/v1/contenttypes/Pushed0"))
            .header("Authorization", "Bearer " + token)
            .build();
    return Sample.alone(1, 2, () -> client.send(request, BodyHandlers.discarding())).median();
  }

  /** Measures starts with an archive of the classes, as the launcher's from the second one on. */
  private static void startUp(Scene scene, Table table) throws IOException {
    Path archive = Scene.TARGET.resolve("benchmark-start.jsa");
    Files.deleteIfExists(archive);
    double without = started(scene.product("-XX:ArchiveClassesAtExit=" + archive));
    double ours = Double.MAX_VALUE;
    double empty = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      empty = Math.min(empty, started(Scene.empty()));
      ours = Math.min(ours, started(scene.product("-XX:SharedArchiveFile=" + archive)));
    }
    table.row("server start to ready, writing the archive of its classes", ms(without), "", "");
    table.row(
        "server start to ready with this archive, best of 3",
        ms(ours),
        "Micro with an empty WAR " + ms(empty),
        times(ours / empty),
        "≤ 1.40 ×",
        ours <= 1.4 * empty);
  }

  private static double started(ServerProcess process) {
    try (ServerProcess server = process) {
      double took = Scene.start(server);
      server.stop();
      return took;
    }
  }
}
