package dev.synctrail.web.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database does for the push of a changed type and its read-back. */
@Tag("long")
class PushCostIT {
  private static final int TYPES = 100;

  /** The transactions of a push that write facts. */
  private static final int ENTRIES = 4;

  /**
   * The most statements of a push, begins of transactions included. An entry of the ledger takes
   * two: one reads what the transaction has written, the other inserts the entry.
   */
  private static final int STATEMENTS = 99 + 2 * ENTRIES;

  /**
   * What a lane does in a round that finds nothing to do. How many such rounds come between the
   * pushes depends on how fast the machine is, so they are taken off.
   */
  private static final List<String> IDLE_ROUND =
      List.of(
          "BEGIN",
          "select * from pause",
          "select * from pause",
          "select * from change_freeze",
          "select * from change_freeze",
          "select * from protection",
          "select b.trail_id from backlog",
          "select trail_id from backlog where lane",
          "select b.due_at from backlog");

  /** What the scheduler of the lanes does, and this test while it waits. */
  private static final Pattern BESIDES =
      Pattern.compile(
          "(update lane|select \\* from lane|select \\(select count|set application_name).*",
          Pattern.CASE_INSENSITIVE);

  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer("push-cost", Map.of());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_push_takes_six_transactions() {
    push("first");
    store("second");
    Cost before = server.cost();
    deploy();
    Cost cost = server.cost().since(before, TYPES);

    List<String> statements = statements(cost);
    assertThat(count(statements, "BEGIN"))
        .as("six that write, and one before each of the two reads")
        .isLessThanOrEqualTo(8);
    assertThat(count(statements, "update backlog set lane")).as("push and read-back").isEqualTo(2);
    assertThat(cost.syncUpdates()).as("before the write, and by its outcome").isEqualTo(2);
    assertThat(count(statements, "insert into exchange"))
        .as("the two reads once, the write twice")
        .isEqualTo(4);
    assertThat(count(statements, "select changes, payloads, more from ledger_take"))
        .as("only transactions that write facts")
        .isEqualTo(ENTRIES);
    assertThat(count(statements, "insert into ledger_pending")).isEqualTo(ENTRIES);
    assertThat(statements).hasSizeLessThanOrEqualTo(STATEMENTS);
  }

  /** Returns the statements of one push and its read-back. */
  private static List<String> statements(Cost cost) {
    double idleRounds = calls(cost, "select b.due_at from backlog");
    return cost.calls().entrySet().stream()
        .filter(call -> !BESIDES.matcher(call.getKey()).matches())
        .flatMap(
            call -> {
              long perRound = IDLE_ROUND.stream().filter(call.getKey()::startsWith).count();
              int each = Cost.whole(call.getValue() - perRound * idleRounds);
              return Collections.nCopies(Math.max(0, each), call.getKey()).stream();
            })
        .toList();
  }

  private static double calls(Cost cost, String beginning) {
    return cost.calls().entrySet().stream()
        .filter(call -> call.getKey().startsWith(beginning))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static long count(List<String> statements, String beginning) {
    return statements.stream().filter(statement -> statement.startsWith(beginning)).count();
  }

  private static void push(String name) {
    store(name);
    deploy();
  }

  private static List<String> types() {
    return IntStream.range(0, TYPES).mapToObj(number -> "Cost" + number).toList();
  }

  private static void store(String name) {
    types().forEach(type -> server.platform().store(type, name, 1));
  }

  /** Pushes every type and waits until all of them are read back. */
  private static void deploy() {
    server
        .platform()
        .api()
        .body(
            "{\"platform\":\"own-prod\",\"typeKeys\":[\"" + String.join("\",\"", types()) + "\"]}")
        .post("deployments")
        .then()
        .statusCode(202);
    Watched.await(() -> server.testimony().number("select count(*) from backlog") == 0);
  }
}
