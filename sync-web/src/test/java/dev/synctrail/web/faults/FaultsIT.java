package dev.synctrail.web.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Pushes the same 200 types repeatedly while more and more faults occur. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  /** The types of each group meet another fault. */
  private static final List<String> GROUPS =
      List.of(
          "Storm", "Outage", "Applied", "Lost", "Torn", "Dribble", "Late", "Refused", "Calm",
          "Quiet");

  private static final int TYPES_PER_GROUP = 20;
  private static final List<String> TYPES =
      GROUPS.stream()
          .flatMap(group -> IntStream.range(0, TYPES_PER_GROUP).mapToObj(number -> group + number))
          .toList();

  private final TwoServers scene = new TwoServers();

  @BeforeAll
  void start() {
    scene.start();
  }

  @AfterAll
  void nothing_differs_from_the_ledger() {
    try (scene) {
      scene.assertNothingDiffersFromTheLedger();
    }
  }

  @AfterEach
  void every_request_is_recorded_and_every_attempt_has_an_outcome() {
    scene.awaitIdle();
    scene.testimony().assertEveryRequestIsRecorded();
    scene.testimony().assertEveryResponseHasARequest();
    assertThat(scene.testimony().number("select count(*) from attempt where outcome is null"))
        .isZero();
  }

  private static String group(String key) {
    return key.replaceAll("[0-9]", "");
  }

  @Test
  @Order(1)
  void two_servers_share_the_work_and_push_each_type_once() {
    scene.store(TYPES, "one");

    String run = scene.deploy(TYPES);
    Set<String> holders = scene.awaitCompleted(run);

    assertThat(scene.outcomes(run)).hasSize(TYPES.size());
    assertThat(scene.outcomes(run).values()).containsOnly("SUCCESS");
    assertThat(holders).as("servers that held lanes").hasSize(2);
    assertThat(scene.platform().ledger().entries("POST").stream().filter(e -> !e.isToken()))
        .hasSize(TYPES.size());
    assertThat(scene.platform().keys()).containsExactlyInAnyOrderElementsOf(TYPES);
  }

  @Test
  @Order(2)
  void every_sync_gets_the_right_outcome_despite_faults() {
    scene.store(TYPES, "two");
    int before = scene.platform().ledger().withoutTokens().size();
    script();

    String run = scene.deploy(TYPES);
    scene.awaitSettled(run, 40);
    scene.platform().revokeTokens();
    scene.awaitSettled(run, 80);
    scene.restartDatabase();
    scene.awaitCompleted(run);
    scene.awaitIdle();

    Map<String, String> outcomes = scene.outcomes(run);
    Map<String, String> verdicts = scene.verdicts(run);
    Map<String, Long> writes = scene.writes(before);
    Map<String, String> explained = scene.writesExplained(run);
    for (String key : TYPES) {
      boolean rejected = group(key).equals("Refused");
      assertThat(outcomes.get(key)).as(key).isEqualTo(rejected ? "FAILED" : "SUCCESS");
      assertThat(scene.displayName(key)).as(key).isEqualTo(rejected ? "one" : "two");
      assertThat(verdicts.get(key)).as(key).isEqualTo(rejected ? null : "CONFIRMED");
      assertThat(writes.get(key))
          .as("writes of " + key)
          .isBetween(1L, Long.valueOf(explained.getOrDefault(key, "0")));
    }
    assertThat(
            scene
                .testimony()
                .text(
                    "select success || ' ' || failed || ' ' || partial from run where id = '"
                        + run
                        + "'"))
        .isEqualTo((TYPES.size() - TYPES_PER_GROUP) + " " + TYPES_PER_GROUP + " 0");
  }

  /**
   * Faults of writes hit the first write of each type; faults of a whole group hit its first
   * requests.
   */
  private void script() {
    scene.platform().settings(usual -> usual.withStaleReads(1).withDisagreeing(4));
    scene
        .platform()
        .script(
            forGroup("Storm", Fault.status(429).retryAfter("1")),
            forGroup("Outage", Fault.status(503)),
            Rule.always("PATCH", "/contenttypes/Refused*", Fault.status(403)));
    scene.platform().script(forEachType("Applied", Fault.reset(true)));
    scene.platform().script(forEachType("Lost", Fault.reset(false)));
    scene.platform().script(forEachType("Torn", Fault.truncated()));
    scene.platform().script(forEachType("Dribble", Fault.dribbled(Duration.ofMillis(40))));
    scene.platform().script(forEachType("Late", Fault.answer().delay(Duration.ofSeconds(3))));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm1", Fault.truncated()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm2", Fault.malformed()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm3", Fault.notHttp()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm4", Fault.reset(false)));
  }

  private static Rule forGroup(String group, Fault fault) {
    return new Rule("GET|PATCH", "/contenttypes/" + group + "*", 1, 2 * TYPES_PER_GROUP, fault);
  }

  private static Rule[] forEachType(String group, Fault fault) {
    return IntStream.range(0, TYPES_PER_GROUP)
        .mapToObj(number -> Rule.once("PATCH", "/contenttypes/" + group + number, fault))
        .toArray(Rule[]::new);
  }

  @Test
  @Order(3)
  void the_other_server_takes_over_the_work_of_a_killed_one() {
    scene.platform().clearScript();
    scene.platform().settings(shaky -> shaky.withStaleReads(0).withDisagreeing(0));
    List<String> selected = TYPES.subList(0, 3 * TYPES_PER_GROUP);
    scene.store(selected, "three");
    Rule[] held =
        selected.stream()
            .map(key -> Rule.once("PATCH", "/contenttypes/" + key, Fault.answer().hold("writes")))
            .toArray(Rule[]::new);
    scene.platform().script(held);

    String run = scene.deploy(selected);
    scene.awaitWritesHeld(6);
    scene.killFirst();
    scene.platform().hold("writes").release();
    scene.awaitCompleted(run);
    scene.awaitIdle();

    assertThat(scene.outcomes(run).values()).containsOnly("SUCCESS").hasSize(selected.size());
    assertThat(selected.stream().map(scene::displayName)).containsOnly("three");
  }
}
