package dev.synctrail.web.benchmark;

import dev.synctrail.web.server.ServerProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What work has cost the database and the processors since a server was started.
 *
 * @param transactions committed transactions that changed something
 * @param begun begun transactions, those that only read included
 * @param statements statements, without those that begin and end a transaction
 * @param syncUpdates updates of rows of {@code sync}
 * @param wal bytes of the write-ahead log
 * @param serverCpu processor time of the server in ms
 * @param databaseCpu processor time of all processes of PostgreSQL in ms
 */
record Cost(
    double transactions,
    double begun,
    double statements,
    double syncUpdates,
    double wal,
    double serverCpu,
    double databaseCpu) {

  private static final String COUNTS =
      """
      select pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
             coalesce(sum(calls) filter (where query ~ '^BEGIN'), 0),
             coalesce(sum(calls) filter (where query !~ '^(BEGIN|COMMIT|ROLLBACK)'), 0),
             coalesce(sum(rows) filter (where query ~* '^update sync set'), 0),
             pg_current_wal_insert_lsn() - '0/0',
             (select pid from pg_stat_activity where backend_type = 'checkpointer')
        from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where d.datname = current_database()
      """;

  /** Reads the present counts. */
  static Cost now(ServerProcess server, DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_stat_statements");
      try (ResultSet row = statement.executeQuery(COUNTS)) {
        row.next();
        return new Cost(
            row.getDouble(1),
            row.getDouble(2),
            row.getDouble(3),
            row.getDouble(4),
            row.getDouble(5),
            cpu(ProcessHandle.of(server.pid()).stream()),
            cpu(
                ProcessHandle.of(row.getLong(6)).flatMap(ProcessHandle::parent).stream()
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
  Cost since(Cost before, double times) {
    return new Cost(
        (transactions - before.transactions) / times,
        (begun - before.begun) / times,
        (statements - before.statements) / times,
        (syncUpdates - before.syncUpdates) / times,
        (wal - before.wal) / times,
        (serverCpu - before.serverCpu) / times,
        (databaseCpu - before.databaseCpu) / times);
  }
}
