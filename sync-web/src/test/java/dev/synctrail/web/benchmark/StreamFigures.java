package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.megabytes;
import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Measures the health report and the exports, which read all rows. */
final class StreamFigures {
  private static final String PAYLOADS =
      "copy (select s.*, convert_from(a.bytes, 'UTF8'), convert_from(b.bytes, 'UTF8') from sync s"
          + " left join snapshot a on a.checksum = s.sent_checksum and not a.truncated"
          + " left join snapshot b on b.checksum = s.answered_checksum and not b.truncated"
          + " order by s.id desc) to stdout";

  private final Table table;
  private final Client api;
  private final DataSource dataSource;

  StreamFigures(Table table, Client api, DataSource dataSource) {
    this.table = table;
    this.api = api;
    this.dataSource = dataSource;
  }

  /** Measures the health report. */
  Health health(ServerProcess server) throws SQLException {
    Sample.Work report = () -> api.drain("sync/analytics?platform=optimizely");
    Sample.alone(0, 4, report);
    Cost before = Cost.now(server, dataSource);
    Sample sample = Sample.alone(0, 5, report);
    return new Health(sample.median(), Cost.now(server, dataSource).since(before, sample.times()));
  }

  /**
   * A report.
   *
   * @param median of its duration in ms
   */
  record Health(double median, Cost cost) {}

  void exports() throws SQLException, IOException {
    export(
        "CSV export of all rows without payload",
        "sync/export?format=csv",
        "copy (select * from sync order by id desc) to stdout (format csv, header)",
        1.3);
    export("NDJSON export with payloads", "sync/export?format=ndjson&include=data", PAYLOADS, 2.0);
  }

  private void export(String name, String path, String copy, double goal)
      throws SQLException, IOException {
    double raw = Math.min(copy(copy), copy(copy));
    long start = System.nanoTime();
    double bytes = api.drain(path);
    double took = (System.nanoTime() - start) / 1e6;
    table.row(
        name,
        ms(took) + ", " + megabytes(bytes),
        "`COPY … TO STDOUT` " + ms(raw),
        times(took / raw),
        "≤ " + times(goal),
        took <= goal * raw);
  }

  private double copy(String sql) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection()) {
      long start = System.nanoTime();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(sql, OutputStream.nullOutputStream());
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
