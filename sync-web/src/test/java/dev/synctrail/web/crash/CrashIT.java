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
 * Kills the server with -9 while platforms answer normally, slowly, or reset: once at every moment
 * of a push, of a rollback, within a pull and a read-back, all at the same time; and once while it
 * repeats many.
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
          "PutBack",
          "Edited",
          "Pulled",
          "ReadBack",
          "Bulk",
          "Load");

  /** The sync of each moment that was under way at the kill. */
  private final Map<String, Map<Mode, String>> syncs = new HashMap<>();

  private final Map<String, Integer> requestsOfOutcome = new HashMap<>();

  @BeforeAll
  void kill_at_every_moment_at_once() throws SQLException {
    scene.start();
    for (Mode mode : Mode.values()) {
      scene.spoilWrites(mode, "Outcome");
      push(mode, "Outcome");
      push(mode, "PutBack");
    }
    scene.everythingIsSettled();
    requestsOfOutcome.putAll(scene.requests("Outcome"));

    for (Mode mode : Mode.values()) {
      of("PutBack").put(mode, scene.putBack(mode, "PutBack", sync(mode, "PutBack")));
      scene.holdReads(mode, "Intent");
      scene.spoilWrites(mode, "Intent");
      push(mode, "Intent");
      scene.holdWrites(mode, "Request");
      push(mode, "Request");
      scene.holdWrites(mode, "Answer");
      push(mode, "Answer");
      scene.othersPut(mode, "Pulled");
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
    scene.editByOthers(Mode.NORMAL, "Edited");
    scene.restart();
  }

  private void push(Mode mode, String moment) {
    of(moment).put(mode, scene.push(mode, moment));
  }

  private Map<Mode, String> of(String moment) {
    return syncs.computeIfAbsent(moment, any -> new EnumMap<>(Mode.class));
  }

  private String sync(Mode mode, String moment) {
    return Objects.requireNonNull(of(moment).get(mode));
  }

  @AfterAll
  void stop() {
    scene.close();
  }

  @AfterEach
  void nothing_is_lost_doubled_or_guessed() {
    scene.everythingIsSettled();
    scene.everyRequestThatArrivedWasRecordedBefore();
    scene.noSuccessWithoutAnAnswerOrAReadBack();
  }

  private void allSucceed(String moment) {
    of(moment).forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
  }

  @Test
  void killed_when_the_intent_is_committed() {
    allSucceed("Intent");
    scene.whatWasWantedIsThere("Intent");
  }

  @Test
  void killed_when_the_request_was_sent() {
    allSucceed("Request");
    of("Request").forEach((mode, sync) -> assertThat(scene.settledBy(sync)).isNotNull());
    scene.whatWasWantedIsThere("Request");
  }

  @Test
  void killed_when_the_answer_was_received() {
    allSucceed("Answer");
    scene.whatWasWantedIsThere("Answer");
  }

  @Test
  void killed_when_the_outcome_is_committed() {
    allSucceed("Outcome");
    scene.whatWasWantedIsThere("Outcome");
    assertThat(scene.requests("Outcome")).as("nothing is sent again").isEqualTo(requestsOfOutcome);
  }

  @Test
  void killed_while_a_deployment_is_put_back() {
    allSucceed("PutBack");
    scene.whatWasMadeIsGone("PutBack");
  }

  @Test
  void a_later_edit_of_others_is_not_overwritten() {
    String sync = sync(Mode.NORMAL, "Edited");
    assertThat(scene.settled(sync)).isEqualTo("FAILED");
    assertThat(scene.failureClass(sync)).isEqualTo("CONFLICT_AFTER_UNKNOWN");
    scene.whatOthersWroteIsThere(Mode.NORMAL, "Edited");
  }

  @Test
  void killed_while_a_pull_is_read() {
    allSucceed("Pulled");
    scene.whatWasPulledIsOneVersion("Pulled");
  }

  @Test
  void killed_while_a_push_is_read_back() {
    allSucceed("ReadBack");
    scene.everythingIsLookedAt();
    of("ReadBack").forEach((mode, sync) -> assertThat(scene.verdict(sync)).isEqualTo("CONFIRMED"));
  }

  @Test
  void killed_in_the_middle_of_repeating_many() throws Exception {
    scene.refuseWrites(Mode.NORMAL, "Bulk");
    List<String> many = scene.pushMany(Mode.NORMAL, "Bulk", 130);
    many.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("FAILED"));
    scene.takeWritesAgain(Mode.NORMAL, "Bulk");
    try (var lock = scene.lockSync(scene.last(many))) {
      scene.repeatAll(Mode.NORMAL, "Bulk");
      lock.awaitWaiting(1);
      assertThat(scene.repeated()).as("of the batch before").isEqualTo(100);
      scene.kill();
    }

    scene.restart();

    scene.everyJobIsDone();
    assertThat(scene.repeated()).isEqualTo(130);
    scene.nothingIsRepeatedTwice();
    many.forEach(sync -> assertThat(scene.settled(scene.repetitionOf(sync))).isEqualTo("SUCCESS"));
  }

  @Test
  void work_goes_on_after_the_database_was_restarted_under_load() {
    List<String> many = scene.pushMany(Mode.NORMAL, "Load", 12);
    for (int restarts = 0; restarts < 3; restarts++) {
      scene.awaitSettled(many, 3 * (restarts + 1));
      scene.restartDatabase();
    }

    many.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
  }

  @Test
  void nothing_leaves_while_the_database_is_away() {
    Map<String, Integer> requests = scene.requests();

    scene.databaseGoesAway();
    try {
      scene.refusesToDeployAs503(Mode.NORMAL, "Load");
      scene.isNotReady();
    } finally {
      scene.databaseComesBack();
    }

    scene.isReadyAgain();
    assertThat(scene.requests()).isEqualTo(requests);
  }
}
