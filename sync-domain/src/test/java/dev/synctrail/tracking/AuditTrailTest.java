package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static dev.synctrail.tracking.InMemoryTrail.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Run.Counts;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.tracking.TrackingEvent.RunFinished;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
  private static final Failure BUSY =
      new Failure(FailureClass.UNAVAILABLE, "busy", 503, null, List.of(), null);
  private static final PushResult UPDATED = PushResult.whole(Operation.UPDATE, 200);

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Run run =
      trail.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 2);
  private final SyncId id = trail.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.in(run.id()));
  private AttemptKey key = trail.open().key();
  private Instant now = trail.clock().instant();

  @BeforeEach
  void time_passes() {
    trail.clock().advance(Duration.ofMillis(70));
    now = trail.clock().instant();
  }

  private Sync sync() {
    return trail.sync(id);
  }

  private Attempt attempt(int number) {
    return trail.syncs().attempts(id).get(number - 1);
  }

  private SyncEvent lastEvent() {
    List<SyncEvent> events = trail.syncs().events(id);
    return events.get(events.size() - 1);
  }

  private SyncEvent event(Kind kind, String cause) {
    return new SyncEvent(id, kind, now, "synctrail", cause);
  }

  private void loseOutcome() {
    trail.facts().fire(new OutcomeLost(key, BUSY, now, now));
    key = trail.open().key();
  }

  @Test
  void updates_sync_status_on_completion() {
    trail.facts().fire(new SyncSucceeded(key, UPDATED, SettledBy.ANSWER, null, now));

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().completedAt()).isEqualTo(now);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(sync().version()).isEqualTo(VERSION);
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(attempt(1).endedAt()).isEqualTo(now);
    assertThat(attempt(1).failure()).isNull();
    assertThat(lastEvent()).isEqualTo(event(Kind.SUCCEEDED, "settled by ANSWER"));
    assertThat(trail.backlog().due(id)).isEmpty();
    assertThat(trail.runs().get(run.id()).counts()).isEqualTo(new Counts(2, 1, 0, 0));
    assertThat(trail.facts().fired(RunFinished.class)).isEmpty();
  }

  @Test
  void a_push_that_kept_the_live_state_has_not_landed() {
    trail
        .facts()
        .fire(new SyncSucceeded(key, PushResult.leftAlone(200), SettledBy.ANSWER, null, now));

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.facts().fired(FoundLeftAlone.class))
        .containsExactly(new FoundLeftAlone(id, now));
    assertThat(trail.facts().fired(PushLanded.class)).isEmpty();
  }

  @Test
  void the_fact_of_an_outcome_contains_the_response() {
    PushBaseline pushBaseline =
        PushBaseline.answered(new LiveState(Snapshot.ofText("{}"), "\"1\""));

    trail
        .facts()
        .fire(new SyncSucceeded(key, UPDATED.with(pushBaseline), SettledBy.ANSWER, null, now));

    assertThat(trail.facts().fired(PushLanded.class))
        .singleElement()
        .extracting(PushLanded::base)
        .isEqualTo(pushBaseline);
  }

  @Test
  void links_sync_to_version_history() {
    VersionLink pulled = new VersionLink("v9", "h9");

    trail.facts().fire(new SyncSucceeded(key, UPDATED, SettledBy.ANSWER, pulled, now));

    assertThat(sync().version()).isEqualTo(pulled);
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void handles_partial_sync_failures() {
    List<Item> items = List.of(new Item("a", true, null), new Item("b", false, "too long"));

    trail
        .facts()
        .fire(new SyncPartlyFailed(key, new PushResult(Operation.UPDATE, 207, items), now));

    assertThat(sync().status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(sync().state().items()).isEqualTo(items);
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.PARTLY);
    assertThat(lastEvent())
        .isEqualTo(new SyncEvent(id, Kind.PARTLY_FAILED, now, "synctrail", null));
    assertThat(trail.runs().get(run.id()).counts()).isEqualTo(new Counts(2, 0, 0, 1));
    assertThat(trail.backlog().due(id)).isEmpty();
  }

  @Test
  void records_why_a_sync_failed() {
    trail.facts().fire(new SyncFailed(key, BUSY, true, SettledBy.ANSWER, now));

    assertThat(sync().status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync().state().failure()).isEqualTo(BUSY);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(attempt(1).failure()).isEqualTo(BUSY);
    assertThat(lastEvent()).isEqualTo(event(Kind.FAILED, "busy"));
    assertThat(trail.runs().get(run.id()).counts()).isEqualTo(new Counts(2, 0, 1, 0));
    assertThat(trail.backlog().due(id)).isEmpty();
  }

  @Test
  void our_own_rejection_is_no_failed_attempt() {
    trail.facts().fire(new SyncFailed(key, BUSY, false, SettledBy.CHECK, now));

    assertThat(sync().state().retryCount()).isZero();
    assertThat(sync().state().settledBy()).isEqualTo(SettledBy.CHECK);
  }

  @Test
  void a_run_is_complete_with_its_last_sync() {
    trail.facts().fire(new SyncSucceeded(key, UPDATED, SettledBy.ANSWER, null, now));
    trail.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.in(run.id()));
    AttemptKey second = trail.open().key();

    trail.facts().fire(new SyncFailed(second, BUSY, true, SettledBy.ANSWER, now));

    assertThat(trail.facts().fired(RunFinished.class)).containsExactly(new RunFinished(run.id()));
    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.PARTIAL);
    assertThat(trail.runs().get(run.id()).completedAt()).isEqualTo(now);
  }

  @Test
  void a_sync_without_a_run_ends_by_itself() {
    InMemoryTrail other = InMemoryTrail.empty();
    SyncId lone = other.push("{}");

    other.facts().fire(new SyncSucceeded(other.open().key(), UPDATED, SettledBy.ANSWER, null, now));

    assertThat(other.sync(lone).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(other.facts().fired(RunFinished.class)).isEmpty();
  }

  @Test
  void a_failed_attempt_is_counted_and_the_next_is_due() {
    Instant due = now.plusSeconds(2);

    trail.facts().fire(new SyncRescheduled(key, BUSY, Outcome.FAILED, now, due));

    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(sync().state().failure()).isEqualTo(BUSY);
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(attempt(1).failure()).isEqualTo(BUSY);
    assertThat(lastEvent()).isEqualTo(event(Kind.TRY_FAILED, "busy; next attempt at " + due));
    assertThat(trail.backlog().nextDue(CMS)).contains(due);
    assertThat(trail.runs().get(run.id()).counts().unsettled()).isEqualTo(2);
  }

  @Test
  void a_deferred_attempt_is_not_counted() {
    Instant due = now.plusSeconds(2);

    trail.facts().fire(new SyncRescheduled(key, BUSY, Outcome.DEFERRED, now, due));

    assertThat(sync().state().retryCount()).isZero();
    assertThat(sync().state().failure()).isNull();
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(lastEvent()).isEqualTo(event(Kind.DEFERRED, "busy; next attempt at " + due));
    assertThat(trail.backlog().nextDue(CMS)).contains(due);
  }

  @Test
  void work_that_is_due_immediately_is_reported_without_a_time() {
    trail.facts().fire(new SyncRescheduled(key, BUSY, Outcome.DEFERRED, now, now));

    assertThat(lastEvent()).isEqualTo(event(Kind.DEFERRED, "busy"));
    assertThat(trail.backlog().nextDue(CMS)).contains(now);
  }

  @Test
  void a_lost_outcome_is_unknown_until_it_is_settled() {
    Instant due = now.plusSeconds(1);

    trail.facts().fire(new OutcomeLost(key, BUSY, now, due));

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(sync().state().failure()).isEqualTo(BUSY);
    assertThat(attempt(1).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(attempt(1).failure()).isEqualTo(BUSY);
    assertThat(lastEvent()).isEqualTo(event(Kind.BECAME_UNKNOWN, "busy"));
    assertThat(trail.backlog().nextDue(CMS)).contains(due);
    assertThat(trail.runs().get(run.id()).counts().unsettled()).isEqualTo(2);
  }

  @Test
  void an_inconclusive_settling_is_repeated() {
    loseOutcome();
    Instant due = now.plusSeconds(4);

    trail.facts().fire(new SettlingDelayed(key, BUSY, now, due));

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(attempt(2).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(attempt(2).failure()).isEqualTo(BUSY);
    assertThat(lastEvent()).isEqualTo(event(Kind.SETTLING_DELAYED, "busy"));
    assertThat(trail.backlog().nextDue(CMS)).contains(due);
  }

  @Test
  void an_abandoned_settling_waits_for_a_user() {
    loseOutcome();

    trail.facts().fire(new SettlingDelayed(key, BUSY, now, null));

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(attempt(2).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(lastEvent()).isEqualTo(event(Kind.LEFT_TO_A_PERSON, "busy"));
    assertThat(trail.backlog().due(id)).isEmpty();
  }

  @Test
  void a_write_that_was_not_applied_is_repeated_over_the_current_state() {
    loseOutcome();
    Instant due = now.plusSeconds(4);
    ExpectedState expectedState = new ExpectedState("\"7\"");

    trail.facts().fire(new WriteNotApplied(key, expectedState, true, now, due));

    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(attempt(2).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(attempt(2).failure()).isNull();
    assertThat(lastEvent())
        .isEqualTo(event(Kind.NOT_APPLIED, "the platform still has the state before the write"));
    assertThat(trail.backlog().nextDue(CMS)).contains(due);
    assertThat(trail.take().expected()).isEqualTo(expectedState);
  }

  @Test
  void a_write_lost_in_a_crash_is_not_counted() {
    loseOutcome();

    trail.facts().fire(new WriteNotApplied(key, null, false, now, now));

    assertThat(sync().state().retryCount()).isZero();
  }

  @Test
  void every_transaction_is_flushed_so_that_a_rejection_has_a_reason() {
    InMemoryEngine engine = InMemoryEngine.idle();
    InMemoryTrail other = engine.trail();
    AtomicInteger recorded = new AtomicInteger();
    other
        .facts()
        .afterCommit(
            () -> assertThat(other.syncs().confirmed()).isEqualTo(recorded.incrementAndGet()));
    engine
        .gateway()
        .next(
            RequestPurpose.WRITE,
            FailureCase.deferred(now),
            FailureCase.unavailable(503, null),
            FailureCase.lost(false),
            FailureCase.refused(400, FailureClass.REJECTED));
    engine.gateway().next(RequestPurpose.READ_BACK, FailureCase.unreachable());
    other.push("{\"baseType\":\"_page\",\"displayName\":\"New\"}");
    engine.run();
    engine.gateway().takes(List.of(new Item("a", true, null), new Item("b", false, "no")));
    other.push("{\"baseType\":\"_page\",\"displayName\":\"New\"}");
    engine.run();

    assertThat(recorded).hasValueGreaterThan(10);
    assertThat(other.syncs().all())
        .extracting(Sync::status)
        .containsExactly(SyncStatus.FAILED, SyncStatus.PARTIAL);
  }

  @Test
  void an_outcome_is_recorded_once() {
    trail.facts().fire(new SyncSucceeded(key, UPDATED, SettledBy.ANSWER, null, now));

    SyncFailed late = new SyncFailed(key, BUSY, true, SettledBy.ANSWER, now);
    assertThatThrownBy(() -> trail.record(key, late)).isInstanceOf(StaleLane.class);
    assertThatThrownBy(() -> trail.facts().fire(late)).isInstanceOf(IllegalTransition.class);
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void rejects_facts_of_an_unknown_sync() {
    AttemptKey noSync = new AttemptKey(SyncId.at(now).value(), 1, key.fence());
    assertThatThrownBy(() -> trail.facts().fire(new OutcomeLost(noSync, BUSY, now, now)))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Unknown sync: " + noSync.workId());

    AttemptKey noTry = new AttemptKey(key.workId(), 9, key.fence());
    assertThatThrownBy(() -> trail.facts().fire(new OutcomeLost(noTry, BUSY, now, now)))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Attempt " + noTry + " is not open");
  }

  @Test
  void an_outcome_is_reported_to_the_metrics() {
    trail.facts().fire(new SyncSucceeded(key, UPDATED, SettledBy.ANSWER, null, now));

    assertThat(trail.facts().fired(SyncSettled.class))
        .containsExactly(
            new SyncSettled(CMS, Direction.PUSH, false, SyncStatus.SUCCESS, null, null));
  }

  @Test
  void a_failure_is_reported_with_its_class_and_duration() {
    trail.syncs().update(sync().sending(now.minusMillis(250)));

    trail.facts().fire(new SyncFailed(key, BUSY, true, SettledBy.ANSWER, now));

    assertThat(trail.facts().fired(SyncSettled.class))
        .containsExactly(
            new SyncSettled(
                CMS,
                Direction.PUSH,
                false,
                SyncStatus.FAILED,
                FailureClass.UNAVAILABLE,
                Duration.ofMillis(250)));
  }
}
