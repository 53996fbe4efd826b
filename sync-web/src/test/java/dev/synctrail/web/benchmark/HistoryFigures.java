package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

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

  private final Table table;
  private final Client api;
  private final Client bare;
  private final DataSource dataSource;

  HistoryFigures(Table table, Client api, Client bare, DataSource dataSource) {
    this.table = table;
    this.api = api;
    this.bare = bare;
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
    Sample ours = api(HISTORY, CLIENTS);
    bare.send("PUT", "queries/page", "text/plain", lastQuery().getBytes(StandardCharsets.UTF_8));
    Sample theirs = Sample.concurrently(CLIENTS, 4, 6, client -> () -> bare.drain("queries/page"));
    table.row(
        "the first page, 8 clients",
        perSecond(ours.perSecond()),
        "bare JAX-RS + JDBC " + perSecond(theirs.perSecond()),
        times(ours.perSecond() / theirs.perSecond()),
        "≥ 0.50 ×",
        ours.perSecond() >= 0.5 * theirs.perSecond());
    table.row(
        "the first page, 8 clients, p99",
        ms(ours.p99()),
        "bare JAX-RS + JDBC " + ms(theirs.p99()),
        "",
        "≤ 20 ms",
        ours.p99() <= 20);
  }

  private void status() throws SQLException {
    String id = Rows.text(dataSource, "select id::text from sync order by id desc limit 1");
    Sample ours = api("sync/" + id + "/status", CLIENTS);
    Sample constant = Sample.concurrently(CLIENTS, 4, 6, client -> () -> bare.drain("constant"));
    table.row(
        "status of a sync, 8 clients",
        perSecond(ours.perSecond()),
        "bare JAX-RS constant " + perSecond(constant.perSecond()),
        times(ours.perSecond() / constant.perSecond()),
        "≥ 0.60 ×",
        ours.perSecond() >= 0.6 * constant.perSecond());
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
