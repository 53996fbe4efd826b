package dev.synctrail.drift;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Settlement;
import dev.synctrail.tracking.SettlingManually;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change that others make between two attempts of a push is detected, even if we never pushed the
 * type.
 */
class LaterAttemptsTest {
  private static final String OLD = content("old", 1);
  private static final String OURS = content("ours", 1);
  private static final String THEIRS = content("theirs", 1);

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryGateway platform = engine.gateway();
  private final InMemoryDrift product = new InMemoryDrift(engine, platform, InMemoryEngine.DRIFT);

  private static String content(String name, int order) {
    return "{\"baseType\":\"_page\",\"displayName\":\"" + name + "\",\"sortOrder\":" + order + "}";
  }

  private SyncId first(PushOptions options, FailureCase failureCase) {
    platform.next(RequestPurpose.WRITE, failureCase);
    SyncId id = engine.trail().push(ARTICLE, OURS, options, CAUSE);
    engine.step();
    assertThat(engine.sync(id).status().isTerminal()).isFalse();
    return id;
  }

  private Sync ended(SyncId id) {
    product.runUntilSettled(id);
    return engine.sync(id);
  }

  private static FailureClass failureClass(Sync sync) {
    return Objects.requireNonNull(sync.state().failure()).failureClass();
  }

  static Stream<Arguments> an_edit_between_two_attempts_is_a_conflict() {
    return Stream.of(Optional.of(OLD), Optional.<String>empty())
        .flatMap(
            before ->
                Stream.of(
                    Arguments.of(before, FailureCase.unavailable(429, null)),
                    Arguments.of(before, FailureCase.unavailable(503, null)),
                    Arguments.of(before, FailureCase.deferred(Instant.EPOCH))));
  }

  @ParameterizedTest
  @MethodSource
  void an_edit_between_two_attempts_is_a_conflict(
      Optional<String> before, FailureCase failureCase) {
    before.ifPresent(content -> platform.holds(ARTICLE, content));
    SyncId id = first(PushOptions.NONE, failureCase);
    platform.holds(ARTICLE, THEIRS);

    Sync sync = ended(id);

    assertThat(failureClass(sync)).isEqualTo(FailureClass.CONFLICT);
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
    Conflict conflict = engine.conflicts().of(id).orElseThrow();
    assertThat(conflict.isOpen()).isTrue();
    assertThat(conflict.base())
        .isEqualTo(before.map(Snapshot::ofText).map(PayloadReference::of).orElse(null));
  }

  @Test
  void it_stays_a_conflict_when_attempts_between_have_read_it_already() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);
    platform.next(RequestPurpose.READ, FailureCase.unavailable(503, null));

    Sync sync = ended(id);

    assertThat(engine.trail().syncs().attempts(id)).hasSize(3);
    assertThat(failureClass(sync)).isEqualTo(FailureClass.CONFLICT);
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
  }

  @Test
  void a_type_removed_by_others_is_not_created_again() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.lacks(ARTICLE);

    assertThat(failureClass(ended(id))).isEqualTo(FailureClass.CONFLICT);
    assertThat(platform.held(ARTICLE)).isEmpty();
  }

  @Test
  void an_edit_is_not_removed_with_the_type() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE.with(PushFlag.REMOVAL), FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);

    assertThat(failureClass(ended(id))).isEqualTo(FailureClass.CONFLICT);
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
  }

  @Test
  void the_policy_of_the_push_decides() {
    platform.holds(ARTICLE, OLD);
    SyncId id =
        first(PushOptions.NONE.on(OnConflict.OVERWRITE), FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);

    assertThat(ended(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(platform.held(ARTICLE)).contains(OURS);
  }

  @Test
  void a_state_unchanged_since_the_first_attempt_is_replaced() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));

    assertThat(ended(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(platform.held(ARTICLE)).contains(OURS);
    assertThat(engine.trail().syncs().basis(id)).isEmpty();
  }

  @Test
  void an_effect_of_the_first_attempt_despite_its_response_is_no_conflict() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, OURS);

    assertThat(ended(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(platform.left(RequestPurpose.WRITE)).isEqualTo(1);
  }

  @Test
  void another_push_joins_the_open_conflict() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);
    ended(id);

    SyncId next = engine.trail().push(ARTICLE, content("newer", 1), PushOptions.NONE, CAUSE);

    assertThat(failureClass(ended(next))).isEqualTo(FailureClass.CONFLICT);
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
    assertThat(engine.conflicts().of(next)).isEqualTo(engine.conflicts().of(id));
    assertThat(engine.conflicts().countOpen()).isEqualTo(1);
  }

  @Test
  void an_edit_after_a_resolution_is_a_new_conflict() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);
    ended(id);
    engine.resolving().resolve(id, OnConflict.OVERWRITE, CAUSE);
    platform.holds(ARTICLE, content("theirs again", 2));

    product.run();

    assertThat(platform.held(ARTICLE)).contains(content("theirs again", 2));
    assertThat(engine.conflicts().countOpen()).isEqualTo(1);
  }

  @Test
  void a_resolution_is_applied() {
    platform.holds(ARTICLE, OLD);
    SyncId id = first(PushOptions.NONE, FailureCase.unavailable(429, null));
    platform.holds(ARTICLE, THEIRS);
    ended(id);
    engine.resolving().resolve(id, OnConflict.OVERWRITE, CAUSE);

    product.run();

    assertThat(platform.held(ARTICLE)).contains(OURS);
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  private SyncId lostMerge(boolean applied) {
    SyncId before = engine.trail().push(ARTICLE, OLD, PushOptions.NONE, CAUSE);
    ended(before);
    product.run();
    platform.holds(ARTICLE, content("old", 7));
    platform.next(RequestPurpose.WRITE, FailureCase.lost(applied));
    return engine.trail().push(ARTICLE, OURS, PushOptions.NONE.on(OnConflict.MERGE), CAUSE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_merge_without_a_response_is_settled_against_the_sent_content(boolean applied) {
    Sync sync = ended(lostMerge(applied));

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().settledBy())
        .isEqualTo(applied ? SettledBy.READ_BACK : SettledBy.ANSWER);
    product.run();
    assertThat(platform.held(ARTICLE)).contains(content("ours", 7));
    assertThat(engine.deployedStates().find(CMS, ARTICLE).orElseThrow().state())
        .isEqualTo(DeployedState.State.IN_SYNC);
  }

  @Test
  void a_merge_settled_manually_is_the_desired_state() {
    SyncId id = lostMerge(true);
    while (engine.sync(id).status() != SyncStatus.UNKNOWN) {
      engine.step();
    }
    InMemoryTrail trail = engine.trail();
    Settlement settlement =
        new Settlement(trail.syncs(), trail.runs(), trail.backlog(), trail.facts());
    new SettlingManually(trail.syncs(), trail.snapshots(), settlement, trail.clock())
        .settle(id, SyncStatus.SUCCESS, "seen there", "eve");
    product.run();

    assertThat(engine.deployedStates().find(CMS, ARTICLE).orElseThrow().fields()).isEmpty();
  }
}
