package dev.synctrail.web.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.crash.CrashScene.Mode;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Kills the server with SIGKILL while platforms answer normally, slowly, or reset the connection.
 * One kill hits every stage of a push, a rollback, a pull and a read-back at the same time; another
 * one hits a running bulk retry.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private final CrashScene scene =
      new CrashScene(
          "Intent",
          "Request",
          "Answer",
          "Outcome",
          "RollBack",
          "Edited",
          "Pulled",
          "ReadBack",
          "Bulk",
          "Load");

  /** The sync of each stage that was in progress at the kill, per mode. */
  private final Map<String, Map<Mode, String>> syncs = new HashMap<>();

  private final Map<String, Integer> requestsOfOutcome = new HashMap<>();

  @BeforeAll
  void kill_at_every_stage_at_once() throws SQLException {
    scene.start();
    for (Mode mode : Mode.values()) {
      scene.answerOneWriteByMode(mode, "Outcome");
      push(mode, "Outcome");
      push(mode, "RollBack");
    }
    scene.awaitEverythingSettled();
    requestsOfOutcome.putAll(scene.requests("Outcome"));

    for (Mode mode : Mode.values()) {
      of("RollBack").put(mode, scene.rollBack(mode, "RollBack", sync(mode, "RollBack")));
      scene.holdReads(mode, "Intent");
      scene.answerOneWriteByMode(mode, "Intent");
      push(mode, "Intent");
      scene.holdWrites(mode, "Request");
      push(mode, "Request");
      scene.holdWrites(mode, "Answer");
      push(mode, "Answer");
      scene.storeByOthers(mode, "Pulled");
      scene.holdRead(mode, "Pulled", 1);
      of("Pulled").put(mode, scene.pull(mode, "Pulled"));
      scene.holdRead(mode, "ReadBack", 2);
      push(mode, "ReadBack");
    }
    scene.holdWrites(Mode.NORMAL, "Edited");
    push(Mode.NORMAL, "Edited");
    scene.awaitHeld();
    try (var lock = scene.lockExchanges()) {
      scene.release("Answer");
      lock.awaitWaiting(Mode.values().length);
      scene.kill();
    }
    scene.changeByOthers(Mode.NORMAL, "Edited");
    scene.restart();
  }

  private void push(Mode mode, String stage) {
    of(stage).put(mode, scene.push(mode, stage));
  }

  private Map<Mode, String> of(String stage) {
    return syncs.computeIfAbsent(stage, any -> new EnumMap<>(Mode.class));
  }

  private String sync(Mode mode, String stage) {
    return Objects.requireNonNull(of(stage).get(mode));
  }

  @AfterAll
  void nothing_differs_from_the_ledger() {
    try (scene) {
      scene.assertNothingDiffersFromTheLedger();
    }
  }

  @AfterEach
  void no_request_is_unrecorded_and_no_success_is_unproven() {
    scene.awaitEverythingSettled();
    scene.assertEveryRequestIsRecorded();
    scene.assertEverySuccessHasAResponseOrReadBack();
  }

  private void allSucceed(String stage) {
    of(stage).forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
  }

  @Test
  void killed_when_the_intent_is_committed() {
    allSucceed("Intent");
    scene.assertPushed("Intent");
  }

  @Test
  void killed_when_the_request_was_sent() {
    allSucceed("Request");
    of("Request").forEach((mode, sync) -> assertThat(scene.settledBy(sync)).isNotNull());
    scene.assertPushed("Request");
  }

  @Test
  void killed_when_the_response_was_received() {
    allSucceed("Answer");
    scene.assertPushed("Answer");
  }

  @Test
  void killed_when_the_outcome_is_committed() {
    allSucceed("Outcome");
    scene.assertPushed("Outcome");
    assertThat(scene.requests("Outcome")).as("nothing is sent again").isEqualTo(requestsOfOutcome);
  }

  @Test
  void killed_while_a_deployment_is_rolled_back() {
    allSucceed("RollBack");
    scene.assertRolledBack("RollBack");
  }

  @Test
  void a_later_change_by_others_is_not_overwritten() {
    String sync = sync(Mode.NORMAL, "Edited");
    assertThat(scene.settled(sync)).isEqualTo("FAILED");
    assertThat(scene.failureClass(sync)).isEqualTo("CONFLICT_AFTER_UNKNOWN");
    scene.assertChangeByOthersIsKept(Mode.NORMAL, "Edited");
  }

  @Test
  void killed_while_a_pull_is_read() {
    allSucceed("Pulled");
    scene.assertPulledAsOneVersion("Pulled");
  }

  @Test
  void killed_while_a_push_is_read_back() {
    allSucceed("ReadBack");
    scene.awaitEverythingReadBack();
    of("ReadBack").forEach((mode, sync) -> assertThat(scene.verdict(sync)).isEqualTo("CONFIRMED"));
  }

  @Test
  void killed_in_the_middle_of_a_bulk_retry() throws Exception {
    scene.rejectWrites(Mode.NORMAL, "Bulk");
    List<String> bulkSyncs = scene.pushMany(Mode.NORMAL, "Bulk", 130);
    bulkSyncs.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("FAILED"));
    scene.acceptWrites(Mode.NORMAL, "Bulk");
    try (var lock = scene.lockSync(scene.last(bulkSyncs))) {
      scene.retryAll(Mode.NORMAL, "Bulk");
      lock.awaitWaiting(1);
      assertThat(scene.retriedCount()).as("of the batch before").isEqualTo(100);
      scene.kill();
    }

    scene.restart();

    scene.awaitJobsDone();
    assertThat(scene.retriedCount()).isEqualTo(130);
    scene.assertNothingRetriedTwice();
    bulkSyncs.forEach(sync -> assertThat(scene.settled(scene.retryOf(sync))).isEqualTo("SUCCESS"));
  }

  @Test
  void work_continues_after_the_database_was_restarted_under_load() {
    List<String> bulkSyncs = scene.pushMany(Mode.NORMAL, "Load", 12);
    for (int restarts = 0; restarts < 3; restarts++) {
      scene.awaitSettled(bulkSyncs, 3 * (restarts + 1));
      scene.restartDatabase();
    }

    bulkSyncs.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
  }

  @Test
  void nothing_is_sent_while_the_database_is_down() {
    Map<String, Integer> requests = scene.requests();

    scene.stopDatabase();
    try {
      scene.assertDeploymentsAreRejectedWith503(Mode.NORMAL, "Load");
      scene.awaitNotReady();
    } finally {
      scene.resumeDatabase();
    }

    scene.awaitReadyAgain();
    assertThat(scene.requests()).isEqualTo(requests);
  }
}
