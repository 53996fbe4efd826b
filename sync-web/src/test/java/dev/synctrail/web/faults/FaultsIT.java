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

/** The same 200 types again and again, while ever more goes wrong. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  /** Each misbehaves in its own way. */
  private static final List<String> GROUPS =
      List.of(
          "Storm", "Outage", "Applied", "Lost", "Torn", "Dribble", "Late", "Refused", "Calm",
          "Quiet");

  private static final int EACH = 20;
  private static final List<String> TYPES =
      GROUPS.stream()
          .flatMap(group -> IntStream.range(0, EACH).mapToObj(number -> group + number))
          .toList();

  private final TwoServers scene = new TwoServers();

  @BeforeAll
  void start() {
    scene.start();
  }

  @AfterAll
  void stop() {
    scene.close();
  }

  @AfterEach
  void the_record_and_the_ledger_tell_the_same() {
    scene.awaitIdle();
    scene.testimony().everyRequestThatArrivedWasRecordedBefore();
    scene.testimony().everyAnswerWasToARequestThatArrived();
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
    Set<String> holders = scene.awaitOver(run);

    assertThat(scene.outcomes(run)).hasSize(TYPES.size());
    assertThat(scene.outcomes(run).values()).containsOnly("SUCCESS");
    assertThat(holders).as("servers that held lanes").hasSize(2);
    assertThat(scene.platform().ledger().entries("POST").stream().filter(e -> !e.isToken()))
        .hasSize(TYPES.size());
    assertThat(scene.platform().keys()).containsExactlyInAnyOrderElementsOf(TYPES);
  }

  @Test
  @Order(2)
  void whatever_goes_wrong_each_ends_as_it_should_and_nothing_is_lost() {
    scene.store(TYPES, "two");
    int before = scene.platform().ledger().withoutTokens().size();
    script();

    String run = scene.deploy(TYPES);
    scene.awaitSettled(run, 40);
    scene.platform().revokeTokens();
    scene.awaitSettled(run, 80);
    scene.restartDatabase();
    scene.awaitOver(run);
    scene.awaitIdle();

    Map<String, String> outcomes = scene.outcomes(run);
    Map<String, String> verdicts = scene.verdicts(run);
    Map<String, Long> writes = scene.writes(before);
    Map<String, String> explained = scene.writesExplained(run);
    for (String key : TYPES) {
      boolean refused = group(key).equals("Refused");
      assertThat(outcomes.get(key)).as(key).isEqualTo(refused ? "FAILED" : "SUCCESS");
      assertThat(scene.displayName(key)).as(key).isEqualTo(refused ? "one" : "two");
      assertThat(verdicts.get(key)).as(key).isEqualTo(refused ? null : "CONFIRMED");
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
        .isEqualTo((TYPES.size() - EACH) + " " + EACH + " 0");
  }

  /** Faults of writes befall the first of each type; those of a crowd befall the first so many. */
  private void script() {
    scene.platform().settings(usual -> usual.withStaleReads(1).withDisagreeing(4));
    scene
        .platform()
        .script(
            crowd("Storm", Fault.status(429).retryAfter("1")),
            crowd("Outage", Fault.status(503)),
            Rule.always("PATCH", "/contenttypes/Refused*", Fault.status(403)));
    scene.platform().script(first("Applied", Fault.reset(true)));
    scene.platform().script(first("Lost", Fault.reset(false)));
    scene.platform().script(first("Torn", Fault.truncated()));
    scene.platform().script(first("Dribble", Fault.dribbled(Duration.ofMillis(40))));
    scene.platform().script(first("Late", Fault.answer().delay(Duration.ofSeconds(3))));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm1", Fault.truncated()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm2", Fault.malformed()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm3", Fault.notHttp()));
    scene.platform().script(Rule.once("GET", "/contenttypes/Calm4", Fault.reset(false)));
  }

  private static Rule crowd(String group, Fault fault) {
    return new Rule("GET|PATCH", "/contenttypes/" + group + "*", 1, 2 * EACH, fault);
  }

  private static Rule[] first(String group, Fault fault) {
    return IntStream.range(0, EACH)
        .mapToObj(number -> Rule.once("PATCH", "/contenttypes/" + group + number, fault))
        .toArray(Rule[]::new);
  }

  @Test
  @Order(3)
  void what_a_killed_server_held_is_taken_over_by_the_other() {
    scene.platform().clearScript();
    scene.platform().settings(shaky -> shaky.withStaleReads(0).withDisagreeing(0));
    List<String> some = TYPES.subList(0, 3 * EACH);
    scene.store(some, "three");
    Rule[] held =
        some.stream()
            .map(key -> Rule.once("PATCH", "/contenttypes/" + key, Fault.answer().hold("writes")))
            .toArray(Rule[]::new);
    scene.platform().script(held);

    String run = scene.deploy(some);
    scene.awaitWritesHeld(6);
    scene.killTheFirst();
    scene.platform().hold("writes").release();
    scene.awaitOver(run);
    scene.awaitIdle();

    assertThat(scene.outcomes(run).values()).containsOnly("SUCCESS").hasSize(some.size());
    assertThat(some.stream().map(scene::displayName)).containsOnly("three");
  }
}
