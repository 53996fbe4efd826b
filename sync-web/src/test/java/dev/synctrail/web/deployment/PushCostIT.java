package dev.synctrail.web.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.Cost;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the database does for the push of a changed type and its read-back. */
@Tag("long")
class PushCostIT {
  private static final int TYPES = 100;

  /** The most statements of a push, begins of transactions included. */
  private static final int STATEMENTS = 112;

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

    assertThat(count(cost, "BEGIN"))
        .as("six that write, one before each read, and those of lanes that find nothing to do")
        .isLessThanOrEqualTo(9);
    assertThat(count(cost, "update backlog set lane")).as("push and read-back").isEqualTo(2);
    assertThat(cost.syncUpdates()).as("before the write, and by its outcome").isEqualTo(2);
    assertThat(count(cost, "insert into exchange"))
        .as("the two reads once, the write twice")
        .isEqualTo(4);
    assertThat(cost.each()).hasSizeLessThanOrEqualTo(STATEMENTS);
  }

  private static long count(Cost cost, String beginning) {
    return cost.each().stream().filter(statement -> statement.startsWith(beginning)).count();
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
