package dev.synctrail.access;

import static dev.synctrail.access.IdempotencyKeys.KEPT;
import static dev.synctrail.access.IdempotencyKeys.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.IdempotencyKeys.Answer;
import dev.synctrail.access.IdempotencyKeys.Claim;
import dev.synctrail.access.IdempotencyKeys.Verdict;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contract tests for implementations of {@link IdempotencyKeys}. */
public abstract class IdempotencyKeysContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final IdempotencyKeys.Key KEY = new IdempotencyKeys.Key("ci", "order-1");
  private static final Checksum PUSH = request("push");
  private static final Answer ACCEPTED =
      new Answer(
          202,
          List.of(
              new Answer.Header("Location", "/api/v1/deployments/1"),
              new Answer.Header("Content-Type", "application/json")),
          Snapshot.ofText("{\"id\":1}"));

  /** Returns the implementation under test, empty. */
  protected abstract IdempotencyKeys keys();

  /** Makes stored data visible to later reads. */
  protected void commit() {}

  private static Checksum request(String text) {
    return Checksum.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private UUID claimed(IdempotencyKeys keys, IdempotencyKeys.Key key, Instant at) {
    UUID claim = UUID.randomUUID();
    assertThat(keys.claim(key, PUSH, claim, at)).isEqualTo(Claim.MINE);
    commit();
    return claim;
  }

  private Claim claim(IdempotencyKeys keys, Checksum request, Instant at) {
    Claim claim = keys.claim(KEY, request, UUID.randomUUID(), at);
    commit();
    return claim;
  }

  @Test
  void returns_the_stored_response() {
    IdempotencyKeys keys = keys();
    keys.answered(KEY, claimed(keys, KEY, NOON), ACCEPTED);
    commit();

    assertThat(claim(keys, PUSH, NOON.plusSeconds(1)))
        .isEqualTo(new Claim(Verdict.ANSWERED, ACCEPTED));
  }

  @Test
  void reports_a_running_request() {
    IdempotencyKeys keys = keys();
    claimed(keys, KEY, NOON);

    assertThat(claim(keys, PUSH, NOON.plusSeconds(1))).isEqualTo(Claim.RUNNING);
  }

  @Test
  void rejects_the_key_for_another_request() {
    IdempotencyKeys keys = keys();
    UUID claim = claimed(keys, KEY, NOON);
    assertThat(claim(keys, request("pull"), NOON)).isEqualTo(Claim.OTHER_REQUEST);
    assertThat(claim(keys, request("pull"), NOON.plus(RUNNING))).isEqualTo(Claim.OTHER_REQUEST);

    keys.answered(KEY, claim, ACCEPTED);
    commit();

    assertThat(claim(keys, request("pull"), NOON)).isEqualTo(Claim.OTHER_REQUEST);
  }

  @Test
  void separates_the_keys_of_two_callers() {
    IdempotencyKeys keys = keys();
    claimed(keys, KEY, NOON);

    claimed(keys, new IdempotencyKeys.Key("cd", KEY.value()), NOON);
  }

  @Test
  void a_released_key_can_be_claimed_again() {
    IdempotencyKeys keys = keys();
    keys.release(KEY, claimed(keys, KEY, NOON));
    commit();

    claimed(keys, KEY, NOON);
  }

  @Test
  void a_key_can_be_claimed_again_after_its_server_crashed() {
    IdempotencyKeys keys = keys();
    UUID dead = claimed(keys, KEY, NOON);
    assertThat(claim(keys, PUSH, NOON.plus(RUNNING).minusMillis(1))).isEqualTo(Claim.RUNNING);

    UUID next = claimed(keys, KEY, NOON.plus(RUNNING));
    keys.release(KEY, dead);
    commit();
    keys.answered(KEY, dead, new Answer(500, List.of(), Snapshot.ofText("dead")));
    commit();
    keys.answered(KEY, next, ACCEPTED);
    commit();

    assertThat(claim(keys, PUSH, NOON.plus(RUNNING)).answer()).isEqualTo(ACCEPTED);
  }

  @Test
  void responses_expire_after_a_day() {
    IdempotencyKeys keys = keys();
    keys.answered(KEY, claimed(keys, KEY, NOON), ACCEPTED);
    commit();

    assertThat(claim(keys, PUSH, NOON.plus(KEPT).minusMillis(1)).verdict())
        .isEqualTo(Verdict.ANSWERED);
    assertThat(claim(keys, request("pull"), NOON.plus(KEPT))).isEqualTo(Claim.MINE);
  }
}
