package dev.synctrail.web.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What work has cost the database and the processors since a server was started, by the statistics
 * of PostgreSQL and of the operating system.
 *
 * @param calls number of calls of each statement; those inside of functions and triggers do not
 *     count
 * @param syncUpdates updates of rows of {@code sync}
 * @param transactions committed transactions that changed something
 * @param wal bytes of the write-ahead log
 * @param serverCpu processor time of the server in ms
 * @param databaseCpu processor time of all processes of PostgreSQL in ms
 */
public record Cost(
    Map<String, Double> calls,
    double syncUpdates,
    double transactions,
    double wal,
    double serverCpu,
    double databaseCpu) {

  private static final String BEGIN = "BEGIN";

  /** Reads the present counts. */
  public static Cost now(ServerProcess server, DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_stat_statements");
      Map<String, Double> calls = new HashMap<>();
      double syncUpdates = 0;
      try (ResultSet row =
          statement.executeQuery(
              "select query, calls, rows from pg_stat_statements s join pg_database d"
                  + " on d.oid = s.dbid where d.datname = current_database()"
                  + " and query !~ '^(COMMIT|ROLLBACK)'")) {
        while (row.next()) {
          String text = row.getString(1).replaceAll("\\s+", " ").strip();
          calls.merge(text, row.getDouble(2), Double::sum);
          if (text.regionMatches(true, 0, "update sync set", 0, 15)) {
            syncUpdates += row.getDouble(3);
          }
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
                  + " pg_current_wal_insert_lsn() - '0/0',"
                  + " (select pid from pg_stat_activity where backend_type = 'checkpointer')")) {
        row.next();
        return new Cost(
            calls,
            syncUpdates,
            row.getDouble(1),
            row.getDouble(2),
            cpu(ProcessHandle.of(server.pid()).stream()),
            cpu(
                ProcessHandle.of(row.getLong(3)).flatMap(ProcessHandle::parent).stream()
                    .flatMap(ProcessHandle::children)));
      }
    }
  }

  private static double cpu(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToLong(Duration::toMillis)
        .sum();
  }

  /** Returns the cost of one of {@code times} operations since {@code before}. */
  public Cost since(Cost before, double times) {
    Map<String, Double> each = new TreeMap<>();
    calls.forEach(
        (text, count) -> each.put(text, (count - before.calls.getOrDefault(text, 0.0)) / times));
    return new Cost(
        each,
        (syncUpdates - before.syncUpdates) / times,
        (transactions - before.transactions) / times,
        (wal - before.wal) / times,
        (serverCpu - before.serverCpu) / times,
        (databaseCpu - before.databaseCpu) / times);
  }

  /** Returns the number of begun transactions, those that only read included. */
  public double begun() {
    return calls.getOrDefault(BEGIN, 0.0);
  }

  /** Returns the number of statements, without those that begin and end a transaction. */
  public double statements() {
    return calls.values().stream().mapToDouble(Double::doubleValue).sum() - begun();
  }

  /**
   * Returns the statements that each operation executes, and the begin of each transaction, in
   * alphabetical order. The server's periodic jobs, which execute their statements more rarely, are
   * left out.
   */
  public List<String> each() {
    return calls.entrySet().stream()
        .flatMap(call -> Collections.nCopies(whole(call.getValue()), call.getKey()).stream())
        .toList();
  }

  /**
   * Rounds a number of calls per operation down: what exceeds a whole number are periodic jobs, of
   * which a slow machine sees more per operation. A twentieth is left for subtracted estimates.
   */
  public static int whole(double calls) {
    return (int) Math.floor(calls + 0.05);
  }
}
