package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.ServerProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Measures reads of the history: pages, counts, the state of one sync. */
final class HistoryFigures {
  private static final String HISTORY = "sync/history?limit=50";
  private static final int CLIENTS = 8;
  private static final double SECONDS = 6;

  private final Table table;
  private final Client api;
  private final Client bare;
  private final ServerProcess server;
  private final DataSource dataSource;

  HistoryFigures(
      Table table, Client api, Client bare, ServerProcess server, DataSource dataSource) {
    this.table = table;
    this.api = api;
    this.bare = bare;
    this.server = server;
    this.dataSource = dataSource;
  }

  void measure() throws SQLException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String sevenDaysAgo = now.minus(7, ChronoUnit.DAYS).toString();
    String halfWay = now.minus(45, ChronoUnit.DAYS).toString();
    String middle = HISTORY + "&endDate=" + halfWay;

    double first = page("no filter", HISTORY);
    page("one type", HISTORY + "&typeKey=Type7");
    page("FAILED, 7 days", HISTORY + "&status=FAILED&startDate=" + sevenDaysAgo);
    double half =
        page(
            "middle of the history",
            middle + "&cursor=" + next(middle),
            floor(halfWay),
            floor(halfWay));
    table.row(
        "the middle against the first page",
        ms(half),
        ms(first),
        times(half / first),
        "≤ 1.20 ×",
        half <= 1.2 * first);

    double counted = api(HISTORY + "&count=true", 1).median();
    table.row(
        "the first page with `count=true`",
        ms(counted),
        "`select count(*)` " + ms(raw("select count(*) from sync", List.of())),
        "",
        "≤ 6 ms",
        counted <= 6);

    concurrently();
    status();
  }

  private double page(String name, String path, String... parameters) throws SQLException {
    Sample sample = api(path, 1);
    double raw = raw(lastQuery(), List.of(parameters));
    table.row(
        "history page of 50, " + name,
        ms(sample.median()) + ", p99 " + ms(sample.p99()),
        "the same query by JDBC " + ms(raw),
        times(sample.median() / raw),
        "≤ 1.2 ms median",
        sample.median() <= 1.2);
    return sample.median();
  }

  private void concurrently() throws SQLException {
    Load ours = load(HISTORY);
    bare.send("PUT", "queries/page", "text/plain", lastQuery().getBytes(StandardCharsets.UTF_8));
    Sample theirs = Sample.concurrently(CLIENTS, 4, 6, client -> () -> bare.drain("queries/page"));
    table.row(
        "the first page, 8 clients",
        perSecond(ours.sample().perSecond()),
        "bare JAX-RS + JDBC " + perSecond(theirs.perSecond()),
        times(ours.sample().perSecond() / theirs.perSecond()),
        "≥ 1,500 /s",
        ours.sample().perSecond() >= 1_500);
    table.row(
        "the first page, 8 clients, p99",
        ms(ours.sample().p99()),
        "bare JAX-RS + JDBC " + ms(theirs.p99()),
        "",
        "≤ 18 ms",
        ours.sample().p99() <= 18);
    table.row("processor time of the first page", cpu(ours.cost()), "", "");
    Load lean = load(HISTORY + "&fields=id,typeKey,syncStatus");
    table.row(
        "the first page with three fields, 8 clients",
        perSecond(lean.sample().perSecond()),
        "processor time " + cpu(lean.cost()),
        "");
  }

  private void status() throws SQLException {
    String id = Rows.text(dataSource, "select id::text from sync order by id desc limit 1");
    Load ours = load("sync/" + id + "/status");
    Sample constant = Sample.concurrently(CLIENTS, 4, 6, client -> () -> bare.drain("constant"));
    table.row(
        "status of a sync, 8 clients",
        perSecond(ours.sample().perSecond()),
        "bare JAX-RS constant " + perSecond(constant.perSecond()),
        times(ours.sample().perSecond() / constant.perSecond()),
        "≥ 0.40 ×",
        ours.sample().perSecond() >= 0.4 * constant.perSecond());
    table.row("processor time of a status", cpu(ours.cost()), "", "");
  }

  /** The durations of the requests of all clients, and what each request cost. */
  private record Load(Sample sample, Cost cost) {}

  private Load load(String path) throws SQLException {
    api(path, CLIENTS); // until the JVM has compiled it
    Cost before = Cost.now(server, dataSource);
    Sample sample = Sample.concurrently(CLIENTS, 0, SECONDS, client -> () -> api.drain(path));
    return new Load(
        sample, Cost.now(server, dataSource).since(before, sample.perSecond() * SECONDS));
  }

  private static String cpu(Cost cost) {
    return "server " + ms(cost.serverCpu()) + ", PostgreSQL " + ms(cost.databaseCpu());
  }

  private Sample api(String path, int clients) {
    return Sample.concurrently(clients, 4, 6, client -> () -> api.drain(path));
  }

  private String next(String path) {
    JsonObject page = Json.createReader(new StringReader(api.get(path))).readObject();
    return encoded(page.getString("nextCursor"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The smallest id of an instant. */
  private static String floor(String instant) {
    return new UUID(Instant.parse(instant).toEpochMilli() << 16, 0).toString();
  }

  /**
   * Returns the query of the page as the product just sent it to PostgreSQL, with the values of the
   * filter in it.
   */
  private String lastQuery() throws SQLException {
    return Rows.text(
            dataSource,
            "select query from pg_stat_activity where datname = current_database()"
                + " and application_name = 'synctrail' and query like '%from sync where true%'"
                + " and query not like '%count(*)%' order by query_start desc limit 1")
        .replaceAll("\\$\\d+", "?");
  }

  private double raw(String sql, List<String> parameters) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return Sample.alone(2, 3, () -> read(statement, parameters)).median();
    }
  }

  private static void read(PreparedStatement statement, List<String> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i), Types.OTHER);
    }
    try (ResultSet rows = statement.executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          rows.getObject(i);
        }
      }
    }
  }
}
