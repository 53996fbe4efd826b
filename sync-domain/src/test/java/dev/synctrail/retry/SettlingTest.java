package dev.synctrail.retry;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An unknown outcome is determined and never guessed. */
class SettlingTest {
  private static final String OLD = "{\"baseType\":\"_page\",\"displayName\":\"Old\"}";
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";
  private static final String THEIRS = "{\"baseType\":\"_page\",\"displayName\":\"Theirs\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final Instant noon = engine.trail().clock().instant();
  private SyncId id = SyncId.at(noon);

  private void lostPush(boolean applied) {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(applied));
    id = engine.trail().push(NEW);
    engine.step();
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  private void diedDuringPush(boolean applied) {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.death(applied));
    id = engine.trail().push(NEW);
    engine.step();
  }

  private Sync sync() {
    return engine.sync(id);
  }

  private FailureClass failureClass() {
    return Objects.requireNonNull(sync().state().failure()).failureClass();
  }

  private List<Outcome> outcomes() {
    return engine.trail().syncs().attempts(id).stream().map(Attempt::outcome).toList();
  }

  private List<Trigger> triggers() {
    return engine.trail().syncs().attempts(id).stream().map(Attempt::trigger).toList();
  }

  private Duration sinceNoon() {
    return Duration.between(noon, engine.trail().clock().instant());
  }

  @Test
  void it_succeeds_when_the_desired_state_is_found() {
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(true);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(sync().state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(sync().state().failure()).isNull();
    assertThat(sync().payload(PayloadRole.ANSWERED))
        .contains(PayloadReference.of(Snapshot.ofText(NEW)));
    assertThat(sync().payload(PayloadRole.BEFORE))
        .contains(PayloadReference.of(Snapshot.ofText(OLD)));
    assertThat(triggers()).containsExactly(Trigger.FIRST, Trigger.SETTLE);
    assertThat(outcomes()).containsExactly(Outcome.UNKNOWN, Outcome.SUCCEEDED);
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isEqualTo(1);
    assertThat(sync().state().completedAt()).isEqualTo(noon);
  }

  @Test
  void it_succeeds_when_the_created_type_is_found() {
    lostPush(true);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().operation()).isEqualTo(Operation.CREATE);
  }

  @Test
  void it_is_retried_over_the_state_before_when_that_is_found_unchanged() {
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(false);

    engine.step();

    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    WriteNotApplied found = engine.trail().facts().fired(WriteNotApplied.class).get(0);
    assertThat(found.expected()).isEqualTo(new ExpectedState("\"1\""));
    assertThat(found.counts()).isTrue();
    assertThat(found.at()).isEqualTo(noon);
    assertThat(found.due()).isEqualTo(noon.plusSeconds(1));

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(triggers()).containsExactly(Trigger.FIRST, Trigger.SETTLE, Trigger.RETRY);
    assertThat(outcomes()).containsExactly(Outcome.UNKNOWN, Outcome.NOT_APPLIED, Outcome.SUCCEEDED);
    assertThat(sinceNoon()).isEqualTo(Duration.ofSeconds(1));
    assertThat(engine.gateway().held(ARTICLE)).contains(NEW);
  }

  @Test
  void a_type_that_is_still_missing_is_created_only_if_it_stays_missing() {
    lostPush(false);

    engine.step();

    WriteNotApplied found = engine.trail().facts().fired(WriteNotApplied.class).get(0);
    assertThat(found.expected()).isEqualTo(ExpectedState.ABSENT);
    engine.run();
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().operation()).isEqualTo(Operation.CREATE);
  }

  @Test
  void without_entity_tags_the_next_write_is_not_conditional() {
    engine.gateway().givesNoTags();
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(false);

    engine.step();

    assertThat(engine.trail().facts().fired(WriteNotApplied.class).get(0).expected()).isNull();
    engine.run();
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void a_later_edit_by_others_is_never_overwritten() {
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(true);
    engine.gateway().holds(ARTICLE, THEIRS);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync().state().failure())
        .isEqualTo(
            Failure.of(
                FailureClass.CONFLICT_AFTER_UNKNOWN,
                "The response to the write was lost, and the state on the platform is neither"
                    + " what was sent nor the previous state; it was not overwritten"));
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(engine.gateway().held(ARTICLE)).contains(THEIRS);
    assertThat(sync().payload(PayloadRole.ANSWERED))
        .contains(PayloadReference.of(Snapshot.ofText(THEIRS)));
  }

  @Test
  void an_edit_by_others_between_the_check_and_the_next_attempt_is_never_overwritten() {
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(false);
    engine.step();
    engine.gateway().holds(ARTICLE, THEIRS);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failureClass()).isEqualTo(FailureClass.PRECONDITION_FAILED);
    assertThat(engine.gateway().held(ARTICLE)).contains(THEIRS);
  }

  @Test
  void a_write_lost_three_times_is_three_failed_attempts() {
    engine.gateway().holds(ARTICLE, OLD);
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(false), FailureCase.lost(false));
    lostPush(false);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync().state().retryCount()).isEqualTo(3);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(failureClass()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(outcomes())
        .containsExactly(
            Outcome.UNKNOWN,
            Outcome.NOT_APPLIED,
            Outcome.UNKNOWN,
            Outcome.NOT_APPLIED,
            Outcome.UNKNOWN,
            Outcome.FAILED);
    assertThat(sinceNoon()).isEqualTo(Duration.ofSeconds(3));
    assertThat(engine.gateway().held(ARTICLE)).contains(OLD);
  }

  @Test
  void settling_uses_no_attempt() {
    engine.gateway().holds(ARTICLE, OLD);
    engine
        .gateway()
        .next(
            RequestPurpose.READ_BACK,
            FailureCase.unreachable(),
            FailureCase.unavailable(503, null));
    lostPush(false);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(outcomes())
        .containsExactly(
            Outcome.UNKNOWN,
            Outcome.UNKNOWN,
            Outcome.UNKNOWN,
            Outcome.NOT_APPLIED,
            Outcome.SUCCEEDED);
  }

  @Test
  void an_unreachable_platform_is_checked_at_growing_intervals() {
    engine
        .gateway()
        .next(
            RequestPurpose.READ_BACK,
            FailureCase.unreachable(),
            FailureCase.unreachable(),
            FailureCase.unreachable());
    lostPush(true);

    engine.run();

    assertThat(engine.trail().facts().fired(SettlingDelayed.class))
        .extracting(SettlingDelayed::due)
        .containsExactly(noon.plusSeconds(2), noon.plusSeconds(6), noon.plusSeconds(14));
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().retryCount()).isZero();
  }

  @Test
  void a_blocked_check_is_made_later_and_does_not_count() {
    Instant later = noon.plus(InMemoryEngine.SETTLING.maxAge()).plusSeconds(1);
    engine
        .gateway()
        .next(
            RequestPurpose.READ_BACK,
            FailureCase.unreachable(),
            FailureCase.deferred(noon.plusSeconds(9)),
            FailureCase.unreachable(),
            FailureCase.deferred(later));
    lostPush(true);

    engine.run();

    assertThat(engine.trail().facts().fired(SettlingDelayed.class))
        .extracting(SettlingDelayed::due)
        .containsExactly(noon.plusSeconds(2), noon.plusSeconds(13));
    assertThat(outcomes())
        .containsExactly(
            Outcome.UNKNOWN,
            Outcome.UNKNOWN,
            Outcome.DEFERRED,
            Outcome.UNKNOWN,
            Outcome.DEFERRED,
            Outcome.SUCCEEDED);
    assertThat(engine.trail().clock().instant()).isEqualTo(later);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.READ_BACK);
  }

  @Test
  void a_platform_unreachable_for_too_long_is_left_to_a_user() {
    FailureCase[] gone = new FailureCase[40];
    Arrays.fill(gone, FailureCase.unreachable());
    engine.gateway().next(RequestPurpose.READ_BACK, gone);
    lostPush(true);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(engine.trail().backlog().due(id)).isEmpty();
    List<SyncEvent> events = engine.trail().syncs().events(id);
    assertThat(events.get(events.size() - 1).kind()).isEqualTo(SyncEvent.Kind.LEFT_TO_A_PERSON);
    assertThat(sinceNoon()).isBetween(Duration.ofMinutes(54), InMemoryEngine.SETTLING.maxAge());
  }

  @Test
  void a_state_restored_by_a_later_push_is_not_overwritten() {
    FailureCase[] gone = new FailureCase[40];
    Arrays.fill(gone, FailureCase.unreachable());
    engine.gateway().holds(ARTICLE, OLD);
    engine.gateway().next(RequestPurpose.READ_BACK, gone);
    lostPush(false);
    while (engine.trail().backlog().due(id).isPresent()) {
      engine.step();
    }
    SyncId later = engine.trail().push(OLD);
    engine.run();
    engine.gateway().forget(RequestPurpose.READ_BACK);

    engine.retrying().sync(id, CAUSE);
    engine.run();

    assertThat(engine.sync(later).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failureClass()).isEqualTo(FailureClass.CONFLICT_AFTER_UNKNOWN);
    assertThat(Objects.requireNonNull(sync().state().failure()).message())
        .contains(later.toString());
    assertThat(engine.gateway().held(ARTICLE)).contains(OLD);
  }

  @Test
  void the_age_counts_from_the_first_byte_sent() {
    engine
        .gateway()
        .next(RequestPurpose.READ, FailureCase.unavailable(429, Duration.ofMinutes(59)));
    engine
        .gateway()
        .next(RequestPurpose.READ_BACK, FailureCase.unreachable(), FailureCase.unreachable());
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    id = engine.trail().push(NEW);
    engine.step();
    engine.step();
    engine.trail().clock().advance(Duration.ofSeconds(57));

    engine.step();
    assertThat(engine.trail().backlog().due(id)).isPresent();
    engine.step();
    assertThat(engine.trail().backlog().due(id)).isEmpty();
  }

  @Test
  void a_platform_that_was_removed_leaves_the_outcome_unknown() {
    lostPush(true);
    engine.platforms().remove(CMS);

    engine.step();

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    SettlingDelayed delayed = engine.trail().facts().fired(SettlingDelayed.class).get(0);
    assertThat(delayed.failure().failureClass()).isEqualTo(FailureClass.PLATFORM_GONE);
    assertThat(delayed.due()).isEqualTo(noon.plusSeconds(2));
  }

  @Test
  void a_crash_after_the_write_was_applied_is_a_success() {
    diedDuringPush(true);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(outcomes()).containsExactly(Outcome.INTERRUPTED, Outcome.SUCCEEDED);
  }

  @Test
  void a_crash_before_the_write_was_applied_does_not_count_as_a_failed_attempt() {
    engine.gateway().holds(ARTICLE, OLD);
    diedDuringPush(false);

    engine.run();

    WriteNotApplied found = engine.trail().facts().fired(WriteNotApplied.class).get(0);
    assertThat(found.counts()).isFalse();
    assertThat(found.expected()).isEqualTo(new ExpectedState("\"1\""));
    assertThat(found.due()).isEqualTo(noon);
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(outcomes())
        .containsExactly(Outcome.INTERRUPTED, Outcome.NOT_APPLIED, Outcome.SUCCEEDED);
  }

  @Test
  void a_conflict_after_a_crash_does_not_count_as_a_failed_attempt() {
    diedDuringPush(true);
    engine.gateway().holds(ARTICLE, THEIRS);

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(engine.gateway().held(ARTICLE)).contains(THEIRS);
  }

  @Test
  void the_read_back_is_recorded_like_any_request() {
    lostPush(true);
    engine.run();

    assertThat(engine.trail().syncs().exchanges(id.value()))
        .extracting(Exchange::attempt, Exchange::purpose)
        .containsExactly(
            tuple(1, RequestPurpose.READ),
            tuple(1, RequestPurpose.WRITE),
            tuple(2, RequestPurpose.READ_BACK));
  }

  @Test
  void a_missing_or_altered_payload_leaves_the_outcome_unknown() {
    engine.gateway().holds(ARTICLE, OLD);
    lostPush(true);
    engine.trail().snapshots().lose(Snapshot.ofText(OLD).checksum());

    engine.step();

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    SettlingDelayed delayed = engine.trail().facts().fired(SettlingDelayed.class).get(0);
    assertThat(delayed.failure().failureClass()).isEqualTo(FailureClass.INTERNAL);
    assertThat(delayed.failure().message())
        .isEqualTo("An internal error ended the attempt; see the log for " + id);
    assertThat(engine.gateway().left(RequestPurpose.READ_BACK)).isZero();
  }

  @Test
  void a_stale_lane_settles_nothing() {
    lostPush(true);
    Opened stale = engine.trail().open();
    Taken holder = engine.trail().take();

    assertThatThrownBy(() -> engine.settling().settle(stale)).isInstanceOf(StaleLane.class);

    assertThat(engine.gateway().left(RequestPurpose.READ_BACK)).isZero();
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    engine.trail().backlog().requireHeld(new AttemptKey(id.value(), 2, holder.fence()));
  }

  /** Makes the database reject facts of one kind with this SQLSTATE. */
  private void refusing(Class<? extends TrackingEvent> kind, String state) {
    engine
        .trail()
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (kind.isInstance(fact)) {
                throw new IllegalStateException(new SQLException("no", state));
              }
              recording.run();
            });
  }

  @Test
  void a_finding_that_cannot_be_recorded_now_is_checked_again() {
    lostPush(true);
    refusing(SyncSucceeded.class, "57P01");

    engine.step();

    SettlingDelayed delayed = engine.trail().facts().fired(SettlingDelayed.class).get(0);
    assertThat(delayed.failure().failureClass()).isEqualTo(FailureClass.RECORDING_FAILED);
    assertThat(delayed.due()).isEqualTo(noon.plusSeconds(2));
  }

  @Test
  void a_finding_that_can_never_be_recorded_waits_for_a_user() {
    lostPush(true);
    refusing(SyncSucceeded.class, "22021");

    engine.run();

    SettlingDelayed delayed = engine.trail().facts().fired(SettlingDelayed.class).get(0);
    assertThat(delayed.failure().failureClass()).isEqualTo(FailureClass.UNRECORDABLE);
    assertThat(delayed.due()).isNull();
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(engine.gateway().left(RequestPurpose.READ_BACK)).isEqualTo(1);
  }

  @Test
  void a_read_back_that_can_never_be_recorded_waits_for_a_user() {
    lostPush(true);
    refusing(ExchangeEnded.class, "22021");

    engine.run();

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(engine.gateway().left(RequestPurpose.READ_BACK)).isEqualTo(1);
  }

  @Test
  void the_finding_of_a_lane_that_became_stale_is_not_recorded() {
    lostPush(true);
    Opened stale = engine.trail().open();
    engine.trail().facts().beforeTransaction(() -> engine.trail().take());

    assertThatThrownBy(() -> engine.settling().settle(stale)).isInstanceOf(StaleLane.class);

    assertThat(engine.trail().facts().fired(SettlingDelayed.class)).isEmpty();
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
  }
}
