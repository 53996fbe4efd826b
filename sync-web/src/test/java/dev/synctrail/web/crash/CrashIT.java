package dev.synctrail.web.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.crash.CrashScene.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Kills the server with -9 while the platform answers normally, slowly, or resets, three at a time:
 * at four moments of a push, within a pull and a read-back; and once while it repeats many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private final CrashScene scene = new CrashScene();

  @BeforeAll
  void start() {
    scene.start();
  }

  @AfterAll
  void stop() {
    scene.close();
  }

  @AfterEach
  void nothing_is_lost_doubled_or_guessed() {
    scene.everyRequestThatArrivedWasRecordedBefore();
    scene.noSuccessWithoutAnAnswerOrAReadBack();
    scene.everythingIsSettled();
  }

  @Test
  void killed_when_the_intent_is_committed() {
    Map<Mode, String> syncs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      scene.holdReads(mode, "Intent");
      scene.spoilWrites(mode, "Intent");
      syncs.put(mode, scene.push(mode, "Intent"));
    }
    scene.awaitHeld();

    scene.killAndRestart();

    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.whatWasWantedIsThere("Intent");
  }

  @Test
  void killed_when_the_request_was_sent() {
    Map<Mode, String> syncs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      scene.holdWrites(mode, "Request");
      syncs.put(mode, scene.push(mode, "Request"));
    }
    scene.awaitHeld();

    scene.killAndRestart();

    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    syncs.forEach((mode, sync) -> assertThat(scene.settledBy(sync)).isNotNull());
    scene.whatWasWantedIsThere("Request");
  }

  @Test
  void killed_when_the_answer_was_received() throws Exception {
    Map<Mode, String> syncs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      scene.holdWrites(mode, "Answer");
      syncs.put(mode, scene.push(mode, "Answer"));
    }
    scene.awaitHeld();
    try (var lock = scene.lockExchanges()) {
      scene.release();
      lock.awaitWaiting(Mode.values().length);
      scene.kill();
    }

    scene.restart();

    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.whatWasWantedIsThere("Answer");
  }

  @Test
  void killed_when_the_outcome_is_committed() {
    Map<Mode, String> syncs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      scene.spoilWrites(mode, "Outcome");
      syncs.put(mode, scene.push(mode, "Outcome"));
    }
    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.everythingIsLookedAt();
    Map<String, Integer> requests = scene.requests();

    scene.killAndRestart();

    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.whatWasWantedIsThere("Outcome");
    assertThat(scene.requests()).as("nothing is sent again").isEqualTo(requests);
  }

  @Test
  void killed_while_a_deployment_is_put_back() {
    Map<Mode, String> syncs = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      String pushed = scene.push(mode, "PutBack");
      assertThat(scene.settled(pushed)).isEqualTo("SUCCESS");
      syncs.put(mode, scene.putBack(mode, "PutBack", pushed));
    }
    scene.awaitHeld();

    scene.killAndRestart();

    syncs.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.whatWasMadeIsGone("PutBack");
  }

  @Test
  void a_later_edit_of_others_is_not_overwritten() {
    scene.holdWrites(Mode.NORMAL, "Edited");
    String sync = scene.push(Mode.NORMAL, "Edited");
    scene.awaitHeld();
    scene.kill();
    scene.release();
    scene.editByOthers(Mode.NORMAL, "Edited");

    scene.restart();

    assertThat(scene.settled(sync)).isEqualTo("FAILED");
    assertThat(scene.failureClass(sync)).isEqualTo("CONFLICT_AFTER_UNKNOWN");
    scene.whatOthersWroteIsThere(Mode.NORMAL, "Edited");
  }

  @Test
  void killed_while_a_pull_is_read_and_a_push_is_read_back() {
    Map<Mode, String> pulls = new EnumMap<>(Mode.class);
    Map<Mode, String> pushes = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      scene.othersPut(mode, "Pulled");
      scene.holdRead(mode, "Pulled", 1);
      scene.holdRead(mode, "ReadBack", 2);
      pushes.put(mode, scene.push(mode, "ReadBack"));
      pulls.put(mode, scene.pull(mode, "Pulled"));
    }
    scene.awaitHeld();

    scene.killAndRestart();

    pulls.forEach((mode, sync) -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
    scene.whatWasPulledIsOneVersion("Pulled");
    scene.everythingIsLookedAt();
    pushes.forEach((mode, sync) -> assertThat(scene.verdict(sync)).isEqualTo("CONFIRMED"));
  }

  @Test
  void killed_in_the_middle_of_repeating_many() throws Exception {
    scene.refuseWrites(Mode.NORMAL);
    List<String> syncs = scene.pushMany(Mode.NORMAL, "Bulk", 130);
    syncs.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("FAILED"));
    scene.takeWritesAgain(Mode.NORMAL);
    try (var lock = scene.lockSync(scene.last(syncs))) {
      scene.repeatAll(Mode.NORMAL, "Bulk");
      lock.awaitWaiting(1);
      assertThat(scene.repeated()).as("of the batch before").isEqualTo(100);
      scene.kill();
    }

    scene.restart();

    scene.everyJobIsDone();
    assertThat(scene.repeated()).isEqualTo(130);
    scene.nothingIsRepeatedTwice();
    syncs.forEach(sync -> assertThat(scene.settled(scene.repetitionOf(sync))).isEqualTo("SUCCESS"));
  }

  @Test
  void work_goes_on_after_the_database_was_restarted_under_load() {
    List<String> syncs = scene.pushMany(Mode.NORMAL, "Load", 12);
    for (int restarts = 0; restarts < 3; restarts++) {
      scene.awaitSettled(syncs, 3 * (restarts + 1));
      scene.restartDatabase();
    }

    syncs.forEach(sync -> assertThat(scene.settled(sync)).isEqualTo("SUCCESS"));
  }

  @Test
  void nothing_leaves_while_the_database_is_away() {
    Map<String, Integer> requests = scene.requests();

    scene.databaseGoesAway();
    try {
      scene.refusesToDeployAs503(Mode.NORMAL);
      scene.isNotReady();
    } finally {
      scene.databaseComesBack();
    }

    scene.isReadyAgain();
    assertThat(scene.requests()).isEqualTo(requests);
  }
}
