package dev.synctrail.web.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Pushes types with two servers while the clock that they share is stepped by an hour.
 *
 * <p>Every server follows the time of the database, so this is the clock that is stepped. Late
 * heartbeats of a server that has not followed yet are written by SQL.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SteppedClockIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int TYPES = 100;

  private final TwoServers scene = new TwoServers();
  private String latestRun = "";

  @BeforeAll
  void start() {
    scene.makeClockSteppable();
    scene.start();
    scene
        .platform()
        .script(Rule.always("POST", "/contenttypes", Fault.answer().delay(Duration.ofMillis(300))));
  }

  @AfterAll
  void nothing_differs_from_the_ledger() {
    try (scene) {
      scene.assertNothingDiffersFromTheLedger();
    }
  }

  private static List<String> types(String group) {
    return IntStream.range(0, TYPES).mapToObj(number -> group + number).toList();
  }

  /** Starts a push of new types; all its ids must be after those of the push before. */
  private String deploy(String group) {
    scene.store(types(group), group);
    String run = scene.deploy(types(group));
    if (!latestRun.isEmpty()) {
      assertThat(
              scene
                  .testimony()
                  .number(
                      "select count(*) from sync later join sync earlier on later.id <= earlier.id"
                          + " where later.run_id = '%s' and earlier.run_id = '%s'"
                              .formatted(run, latestRun)))
          .as("syncs whose id is not after every id of the run before")
          .isZero();
      assertThat(run).as("id of the run").isGreaterThan(latestRun);
    }
    latestRun = run;
    return run;
  }

  private void requirePushedOnce(String run, String group) {
    scene.awaitCompleted(run);
    scene.awaitIdle();
    assertThat(scene.outcomes(run).values()).hasSize(TYPES).containsOnly("SUCCESS");
    Map<String, Long> writes =
        scene.platform().ledger().entries("POST").stream()
            .filter(entry -> entry.path().endsWith("/contenttypes"))
            .map(SteppedClockIT::key)
            .filter(key -> key.startsWith(group))
            .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    assertThat(writes).hasSize(TYPES);
    assertThat(writes.values()).as("writes of each type").containsOnly(1L);
  }

  private static String key(Ledger.Entry write) {
    return new String(write.body(), StandardCharsets.UTF_8)
        .replaceFirst("(?s).*\"key\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }

  private long interrupted() {
    return scene.testimony().number("select count(*) from attempt where outcome = 'INTERRUPTED'");
  }

  @Test
  @Order(1)
  void leases_hold_while_the_clock_is_stepped_forward_and_back() {
    String before = deploy("Before");
    scene.awaitSettled(before, 5);
    String outside = scene.recordOutside();
    scene.stepClock(HOUR);
    scene.awaitSettled(before, 50, () -> scene.sendHeartbeatsOfAnHourAgo());
    scene.awaitLeasesChecked();
    assertThat(scene.status(outside)).as("a sync begun seconds ago").isEqualTo("IN_PROGRESS");
    scene.stepClock(HOUR.negated());
    scene.awaitSettled(before, 75);
    scene.stepClock(HOUR.negated());
    requirePushedOnce(before, "Before");

    requirePushedOnce(deploy("After"), "After");

    assertThat(interrupted()).as("attempts whose lane another server has taken").isZero();
  }

  @Test
  @Order(2)
  void a_server_that_starts_on_a_clock_that_was_set_back_continues_in_order() {
    String run = deploy("Back");
    scene.awaitSettled(run, 10);
    scene.killFirst();
    scene.killSecond();
    scene.stepClock(HOUR.negated());

    scene.startSecond();

    requirePushedOnce(run, "Back");
    requirePushedOnce(deploy("Later"), "Later");
  }

  @Test
  @Order(3)
  void a_server_that_starts_on_a_clock_that_was_set_forward_continues_in_order() {
    String run = deploy("Forward");
    scene.awaitSettled(run, 10);
    scene.killSecond();
    scene.stepClock(HOUR.multipliedBy(4));

    scene.startSecond();

    requirePushedOnce(run, "Forward");
    requirePushedOnce(deploy("Last"), "Last");
  }
}
