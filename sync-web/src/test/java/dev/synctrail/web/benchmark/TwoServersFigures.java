package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.web.server.ServerProcess;
import java.sql.SQLException;
import java.util.List;

/**
 * Measures two servers on one database beside one server, both on the processors that they share
 * with the database and the clients: what sharing costs, not what a second machine gains.
 */
final class TwoServersFigures {
  private static final int CLIENTS = 8;

  /** The workers of a platform, which the servers of a cluster share. */
  private static final int WORKERS = 8;

  /** What each server records before it is measured, because its code is compiled meanwhile. */
  private static final int WARM_UP_RECORDINGS = 30_000;

  private static final int WARM_UP_DEPLOYMENTS = 2;

  private final Scene scene;
  private final Table table;

  TwoServersFigures(Scene scene, Table table) {
    this.scene = scene;
    this.table = table;
  }

  /** Measures one server, then two. */
  void measure() throws SQLException {
    Rates one;
    Rates two;
    try (ServerProcess alone = scene.server(WORKERS)) {
      alone.start();
      one = rates(List.of(alone));
      alone.stop();
    }
    try (ServerProcess first = scene.server(WORKERS);
        ServerProcess second = scene.server(WORKERS)) {
      first.start();
      second.start();
      two = rates(List.of(first, second));
      first.stop();
      second.stop();
    }
    row("record from outside, pairs, 8 clients on two servers", two.recordings(), one.recordings());
    row(
        "push to a platform that answers at once, 8 workers on two servers",
        two.pushes(),
        one.pushes());
  }

  private Rates rates(List<ServerProcess> servers) throws SQLException {
    List<WritingFigures> writing =
        servers.stream()
            .map(one -> new WritingFigures(table, scene.api(one), scene.database.dataSource()))
            .toList();
    Sample.Workers recording = client -> writing.get(client % servers.size())::record;
    int recorded = 0;
    while (recorded < WARM_UP_RECORDINGS * servers.size()) {
      recorded += Sample.concurrently(CLIENTS, 0, 10, recording).times();
    }
    double recordings = Sample.concurrently(CLIENTS, 0, 10, recording).perSecond();
    WritingFigures pushing = writing.get(0);
    for (int i = 0; i < WARM_UP_DEPLOYMENTS * servers.size(); i++) {
      pushing.push(servers.get(0));
    }
    return new Rates(recordings, pushing.push(servers.get(0)).perSecond());
  }

  private void row(String operation, double two, double one) {
    table.row(
        operation,
        perSecond(two),
        "one server " + perSecond(one),
        times(two / one),
        "≥ 0.95 ×",
        two >= 0.95 * one);
  }

  /** Per second. */
  private record Rates(double recordings, double pushes) {}
}
