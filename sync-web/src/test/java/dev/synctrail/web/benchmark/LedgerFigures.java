package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.count;
import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.ServerProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Measures what the ledger costs: recordings and pushes with it and without it, in turn. Without it
 * means that no row is noted, so that no entry is made; asking for the notes remains, one round
 * trip of each transaction.
 */
final class LedgerFigures {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 3;
  private static final int LEAVES = 200_000;

  private static final String SWITCH =
      "do $$ declare it record; begin"
          + " for it in select tgrelid::regclass as covered, tgname from pg_trigger"
          + " where tgname in ('ledger_note', 'ledger_require') and tgparentid = 0 loop"
          + " execute format('alter table %%s %s trigger %%I', it.covered, it.tgname);"
          + " end loop; end $$";

  private final Table table;
  private final Client api;
  private final WritingFigures writing;
  private final DataSource dataSource;

  LedgerFigures(Table table, Client api, WritingFigures writing, DataSource dataSource) {
    this.table = table;
    this.api = api;
    this.writing = writing;
    this.dataSource = dataSource;
  }

  /**
   * Measures a verification, recordings, pushes, the sequencer, the size of the ledger, a proof and
   * evidence. Rows that are recorded without the ledger have no entries, so the first is first.
   */
  void measure(ServerProcess server) throws SQLException {
    verification(server);
    recordings();
    pushes(server);
    sequencer();
    size();
    proof();
  }

  /** Measures in processor time, because the server and PostgreSQL work in turn. */
  private void verification(ServerProcess server) throws SQLException {
    Rows.await(
        dataSource, "select not exists (select from ledger_backfill where ended_at is null)");
    Sample.concurrently(CLIENTS, 0, 20, client -> writing::record);
    awaitSequenced();
    verify();
    verify();
    Cost before = Cost.now(server, dataSource);
    long start = System.nanoTime();
    String id = verify();
    double seconds = (System.nanoTime() - start) / 1e9;
    Cost after = Cost.now(server, dataSource);
    double cpu =
        (after.serverCpu() + after.databaseCpu() - before.serverCpu() - before.databaseCpu())
            / 1_000;
    long rows =
        Long.parseLong(
            Rows.text(dataSource, "select rows from ledger_verification where id = '" + id + "'"));
    table.row(
        "verification, rows in a second of one core",
        perSecond(rows / cpu),
        "by the clock " + perSecond(rows / seconds),
        count((double) rows) + " rows",
        "≥ 20,000 /s",
        rows / cpu >= 20_000);
  }

  private String verify() throws SQLException {
    String body = api.send("POST", "ledger/verifications", "{}");
    String id = body.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
    Rows.await(
        dataSource, "select ended_at is not null from ledger_verification where id = '" + id + "'");
    return id;
  }

  private void recordings() throws SQLException {
    Sample.concurrently(CLIENTS, 0, 8, client -> writing::record);
    double without = 0;
    double with = 0;
    for (int round = 0; round < ROUNDS; round++) {
      without += without(this::rate) / ROUNDS;
      with += rate() / ROUNDS;
    }
    row("record from outside with the ledger, pairs, 8 clients", with, without);
  }

  private double rate() {
    return Sample.concurrently(CLIENTS, 1, 6, client -> writing::record).perSecond();
  }

  private void pushes(ServerProcess server) throws SQLException {
    double without = 0;
    double with = 0;
    for (int round = 0; round < ROUNDS; round++) {
      without += without(() -> writing.push(server).perSecond()) / ROUNDS;
      with += writing.push(server).perSecond() / ROUNDS;
    }
    row("push with the ledger, 8 workers", with, without);
  }

  private void row(String operation, double with, double without) {
    table.row(
        operation,
        perSecond(with),
        "without it " + perSecond(without),
        times(with / without),
        "≥ 0.85 ×",
        with >= 0.85 * without);
  }

  private interface Measuring {
    double measure() throws SQLException;
  }

  private double without(Measuring measuring) throws SQLException {
    execute(String.format(Locale.ROOT, SWITCH, "disable"));
    try {
      return measuring.measure();
    } finally {
      execute(String.format(Locale.ROOT, SWITCH, "enable"));
    }
  }

  /** Measures how fast copies of a true entry become leaves. */
  private void sequencer() throws SQLException {
    awaitSequenced();
    execute("create table entry_to_copy (like ledger_pending including defaults)");
    do {
      writing.record();
      execute("insert into entry_to_copy select * from ledger_pending limit 1");
    } while (Rows.text(dataSource, "select count(*) from entry_to_copy").equals("0"));
    awaitSequenced();
    execute(
        "insert into ledger_pending (entry, salt, code, subjects) select e.entry, e.salt, e.code,"
            + " e.subjects from (select * from entry_to_copy limit 1) e, generate_series(1, "
            + LEAVES
            + ")");
    long start = System.nanoTime();
    awaitSequenced();
    double rate = LEAVES / ((System.nanoTime() - start) / 1e9);
    table.row("sequencer, leaves", perSecond(rate), "", "", "≥ 20,000 /s", rate >= 20_000);
  }

  private void awaitSequenced() throws SQLException {
    Rows.await(dataSource, "select not exists (select from ledger_pending)");
  }

  private void size() throws SQLException {
    String[] sizes =
        Rows.text(
                dataSource,
                "select (pg_indexes_size('ledger_entry') + pg_total_relation_size('ledger_tile')"
                    + " + (select sum(coalesce(pg_column_size(salt), 0) + pg_column_size(subjects))"
                    + " from ledger_entry)) / t.size || ' '"
                    + " || (select avg(octet_length(entry)) from ledger_entry)"
                    + " from ledger_tree t")
            .split(" ", -1);
    double leaf = Double.parseDouble(sizes[0]);
    table.row(
        "tiles, indexes and salts of a leaf",
        count(leaf) + " bytes",
        "its entry " + count(Double.parseDouble(sizes[1])) + " bytes",
        "",
        "≤ 200 bytes",
        leaf <= 200);
  }

  private void proof() throws SQLException {
    String sync =
        Rows.text(
            dataSource,
            "select subjects[1] from ledger_entry where leaf = (select min(leaf) from ledger_entry"
                + " where cardinality(subjects) > 0)");
    Sample sample = Sample.alone(2, 4, () -> api.get("sync/" + sync + "/proof"));
    table.row(
        "proof of a sync",
        ms(sample.median()) + ", p99 " + ms(sample.p99()),
        Rows.text(dataSource, "select size from ledger_tree") + " leaves",
        "",
        "≤ 5 ms",
        sample.median() <= 5);
    Sample evidence =
        Sample.alone(2, 4, () -> api.drain("sync/" + sync + "/evidence?include=data"));
    table.row(
        "evidence of a sync with its content",
        ms(evidence.median()) + ", p99 " + ms(evidence.p99()),
        "",
        "",
        "≤ 20 ms",
        evidence.median() <= 20);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
