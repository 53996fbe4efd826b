package dev.synctrail.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.StandIn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Compares the requests that platforms received with those that the database records. */
public final class Testimony {
  private static final String REQUEST =
      "select method || ' ' || url || ' ' || coalesce(encode(request_checksum, 'hex'), '-')"
          + " from exchange where purpose <> 'TOKEN'";

  /** Interrupted attempts, and turns of listings and checks that left no exchange. */
  private static final String INTERRUPTIONS =
      "select (select count(*) from attempt where outcome = 'INTERRUPTED')"
          + " + (select coalesce(sum(turns - recorded), 0) from (select max(attempt) as turns,"
          + " count(distinct attempt) as recorded from exchange"
          + " where not exists (select from sync where sync.id = trail_id)"
          + " group by trail_id) as work)";

  private final Postgres.Database database;
  private final Collection<StandIn> platforms;

  public Testimony(Postgres.Database database, Collection<StandIn> platforms) {
    this.database = database;
    this.platforms = platforms;
  }

  /**
   * Asserts that every write was recorded, with every byte of its body, as often as it arrived, and
   * every other request but one for each interruption while reading.
   */
  public void assertEveryRequestIsRecorded() {
    Map<String, Integer> recorded = countByValue(REQUEST);
    Map<String, Integer> missing = new HashMap<>(arrived());
    missing.replaceAll((request, times) -> times - recorded.getOrDefault(request, 0));
    missing.values().removeIf(times -> times <= 0);
    assertThat(missing.keySet()).as("unrecorded requests").allMatch(Testimony::isRead);
    long tokens =
        platforms.stream()
            .flatMap(platform -> platform.ledger().entries().stream())
            .filter(Ledger.Entry::isToken)
            .count();
    long unrecordedTokens =
        tokens - number("select count(*) from exchange where purpose = 'TOKEN'");
    assertThat(
            missing.values().stream().mapToLong(Integer::longValue).sum()
                + Math.max(0, unrecordedTokens))
        .as("unrecorded reads %s and tokens", missing)
        .isLessThanOrEqualTo(number(INTERRUPTIONS));
    assertThat(
            number(
                "select count(*) from exchange e where request_checksum is not null and not exists"
                    + " (select 1 from snapshot s where s.checksum = e.request_checksum"
                    + " and sha256(s.bytes) = s.checksum)"))
        .as("every recorded body is stored and intact")
        .isZero();
  }

  /** Asserts that responses are recorded only for requests that arrived. */
  public void assertEveryResponseHasARequest() {
    assertContains(arrived(), countByValue(REQUEST + " and status is not null"));
  }

  private static boolean isRead(String request) {
    return request.startsWith("GET ");
  }

  private static void assertContains(Map<String, Integer> all, Map<String, Integer> contained) {
    contained.forEach(
        (request, times) ->
            assertThat(all.getOrDefault(request, 0)).as(request).isGreaterThanOrEqualTo(times));
  }

  private Map<String, Integer> arrived() {
    Map<String, Integer> requests = new HashMap<>();
    for (StandIn platform : platforms) {
      String origin = "http://127.0.0.1:" + platform.port();
      for (Ledger.Entry entry : platform.ledger().withoutTokens()) {
        String body = entry.body().length == 0 ? "-" : sha256(entry.body());
        requests.merge(
            entry.method() + " " + origin + entry.target() + " " + body, 1, Integer::sum);
      }
    }
    return requests;
  }

  /** Counts how often each value of the first column occurs. */
  public Map<String, Integer> countByValue(String sql) {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Integer> counts = new HashMap<>();
      while (rows.next()) {
        counts.merge(String.valueOf(rows.getString(1)), 1, Integer::sum);
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the number that is the only result of a query. */
  public long number(String sql) {
    return Long.parseLong(text("select (" + sql + ")::text"));
  }

  /** Returns the text that is the only result of a query. */
  public String text(String sql) {
    return countByValue(sql).keySet().stream().findFirst().orElseThrow();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a connection of its own to the database. */
  public Connection connection() throws SQLException {
    return database.dataSource().getConnection();
  }
}
