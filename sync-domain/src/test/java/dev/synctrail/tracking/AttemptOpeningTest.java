package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptOpeningTest {
  private static final Failure BUSY = Failure.of(FailureClass.UNAVAILABLE, "busy");
  private static final Failure LOST = Failure.of(FailureClass.TIMEOUT, "late");

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final SyncId id = trail.push("{}");
  private final Instant now = trail.clock().instant();

  private void sends(Opened opened, RequestPurpose requestPurpose) {
    trail
        .logs()
        .of(opened)
        .starting(
            new Request(
                requestPurpose,
                "PATCH",
                URI.create("http://memory/ArticlePage"),
                List.of(),
                requestPurpose == RequestPurpose.WRITE ? Snapshot.ofText("{}") : null,
                now));
  }

  private void fails(Opened opened) {
    trail.facts().fire(new SyncRescheduled(opened.key(), BUSY, Outcome.FAILED, now, now));
  }

  private void loses(Opened opened) {
    trail.facts().fire(new OutcomeLost(opened.key(), LOST, now, now));
  }

  private Sync sync() {
    return trail.sync(id);
  }

  private List<SyncEvent.Kind> events() {
    return trail.syncs().events(id).stream().map(SyncEvent::kind).toList();
  }

  @Test
  void opens_the_first_attempt_with_the_fence_of_the_lane() {
    Taken taken = trail.take();

    Opened opened = trail.attemptOpening().open(taken).orElseThrow();

    assertThat(opened.key()).isEqualTo(new AttemptKey(id.value(), 1, taken.fence()));
    assertThat(opened.trigger()).isEqualTo(Trigger.FIRST);
    assertThat(opened.sync()).isEqualTo(sync());
    assertThat(opened.expected()).isNull();
    assertThat(opened.wroteBefore()).isFalse();
    assertThat(opened.earlier()).isEmpty();
    assertThat(opened.lastOutcome()).isNull();
    assertThat(opened.failedSettlings()).isZero();
    assertThat(trail.syncs().attempts(id))
        .containsExactly(
            Attempt.open(opened.key(), Trigger.FIRST, "lane-1", now, InMemoryTrail.UNTRACED));
    assertThat(trail.syncs().events(id).get(1))
        .isEqualTo(
            new SyncEvent(id, SyncEvent.Kind.TRY_OPENED, now, "synctrail", "attempt 1, FIRST"));
  }

  @Test
  void an_attempt_requested_by_a_user_is_manual() {
    InMemoryTrail other = InMemoryTrail.empty();
    other.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.repeating(id));

    Opened first = other.open();

    assertThat(first.trigger()).isEqualTo(Trigger.MANUAL);
    other.facts().fire(new SyncRescheduled(first.key(), BUSY, Outcome.FAILED, now, now));
    assertThat(other.open().trigger()).isEqualTo(Trigger.RETRY);
  }

  @Test
  void takes_only_due_entries() {
    Opened first = trail.open();
    Instant due = now.plusSeconds(2);
    trail.facts().fire(new SyncRescheduled(first.key(), BUSY, Outcome.FAILED, now, due));

    assertThat(trail.attemptOpening().take(CMS, "lane-1")).isEmpty();
    trail.clock().advance(Duration.ofSeconds(2));
    assertThat(trail.attemptOpening().take(CMS, "lane-1")).map(Taken::workId).contains(id.value());
  }

  @Test
  void starts_the_run_that_it_belongs_to() {
    InMemoryTrail other = InMemoryTrail.empty();
    Run run =
        other.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
    other.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.in(run.id()));
    other.clock().advance(Duration.ofSeconds(3));

    other.open();

    assertThat(other.runs().get(run.id()).startedAt()).isEqualTo(now.plusSeconds(3));
  }

  @Test
  void opens_no_attempt_of_a_terminal_sync() {
    Taken taken = trail.take();
    PushResult result = PushResult.whole(Operation.CREATE, 201);
    trail.syncs().update(sync().concluded(result, SettledBy.ANSWER, now));

    assertThat(trail.attemptOpening().open(taken)).isEmpty();

    assertThat(trail.backlog().due(id)).isEmpty();
    assertThat(trail.syncs().attempts(id)).isEmpty();
  }

  @Test
  void rejects_entries_whose_sync_is_not_stored() {
    Taken taken = trail.take();
    trail.syncs().purge(id);

    assertThatThrownBy(() -> trail.attemptOpening().open(taken))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Unknown sync: " + taken.workId());
  }

  @Test
  void opens_no_attempt_for_a_stale_lane() {
    Taken stale = trail.take();
    trail.take();

    assertThatThrownBy(() -> trail.attemptOpening().open(stale)).isInstanceOf(StaleLane.class);
    assertThat(trail.syncs().attempts(id)).isEmpty();
  }

  @Test
  void returns_the_earlier_attempts_and_whether_one_may_have_written() {
    Opened first = trail.open();
    sends(first, RequestPurpose.READ);
    fails(first);
    Opened second = trail.open();
    assertThat(second.trigger()).isEqualTo(Trigger.RETRY);
    assertThat(second.wroteBefore()).isFalse();
    assertThat(second.earlier()).extracting(Attempt::outcome).containsExactly(Outcome.FAILED);
    assertThat(second.key().number()).isEqualTo(2);

    sends(second, RequestPurpose.READ);
    sends(second, RequestPurpose.WRITE);
    fails(second);

    assertThat(trail.open().wroteBefore()).isTrue();
  }

  @Test
  void passes_on_the_state_that_may_be_replaced() {
    Opened first = trail.open();
    sends(first, RequestPurpose.WRITE);
    loses(first);
    Opened settling = trail.open();
    ExpectedState expectedState = new ExpectedState("\"7\"");
    trail.facts().fire(new WriteNotApplied(settling.key(), expectedState, true, now, now));

    assertThat(trail.open().expected()).isEqualTo(expectedState);
  }

  @Test
  void an_unknown_outcome_is_settled_before_anything_else() {
    Opened first = trail.open();
    sends(first, RequestPurpose.WRITE);
    loses(first);

    Opened settling = trail.open();

    assertThat(settling.trigger()).isEqualTo(Trigger.SETTLE);
    assertThat(settling.lastOutcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(settling.failedSettlings()).isZero();
  }

  @Test
  void counts_the_failed_settlings_since_the_outcome_was_lost() {
    List<Integer> failed = new ArrayList<>();
    Opened first = trail.open();
    sends(first, RequestPurpose.WRITE);
    loses(first);
    for (int i = 0; i < 3; i++) {
      Opened settling = trail.open();
      failed.add(settling.failedSettlings());
      trail.facts().fire(new SettlingDelayed(settling.key(), BUSY, now, now));
    }
    Opened found = trail.open();
    failed.add(found.failedSettlings());
    trail.facts().fire(new WriteNotApplied(found.key(), null, true, now, now));
    Opened again = trail.open();
    sends(again, RequestPurpose.WRITE);
    loses(again);
    failed.add(trail.open().failedSettlings());

    assertThat(failed).containsExactly(0, 1, 2, 3, 0);
  }

  @Test
  void a_crashed_lane_does_not_count_as_a_failed_attempt() {
    Opened dead = trail.open();
    sends(dead, RequestPurpose.READ);

    Opened next = trail.open();

    assertThat(next.trigger()).isEqualTo(Trigger.RETRY);
    assertThat(next.key().number()).isEqualTo(2);
    assertThat(next.earlier()).hasSize(1);
    Attempt interrupted = next.earlier().get(0);
    assertThat(interrupted.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(interrupted.failure()).isNull();
    assertThat(interrupted.endedAt()).isEqualTo(now);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(events())
        .containsExactly(
            SyncEvent.Kind.BEGUN,
            SyncEvent.Kind.TRY_OPENED,
            SyncEvent.Kind.INTERRUPTED,
            SyncEvent.Kind.TRY_OPENED);
  }

  private void diesOften() {
    for (int i = 0; i < Taken.MAX_INTERRUPTIONS; i++) {
      sends(trail.open(), RequestPurpose.READ);
    }
  }

  @Test
  void after_ten_crashes_it_waits_for_a_user() {
    diesOften();
    Taken taken = trail.take();

    assertThat(trail.attemptOpening().open(taken)).isEmpty();

    assertThat(taken.interruptions()).isEqualTo(10);
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(sync().state().retryCount()).isZero();
    Failure failure =
        Failure.of(
            FailureClass.INTERRUPTED,
            "The work was interrupted 10 times, for example by server stops; a user must"
                + " decide");
    assertThat(sync().state().failure()).isEqualTo(failure);
    assertThat(trail.syncs().attempts(id))
        .hasSize(10)
        .allMatch(attempt -> attempt.outcome() == Outcome.INTERRUPTED);
    assertThat(trail.syncs().events(id).get(trail.syncs().events(id).size() - 1))
        .isEqualTo(
            new SyncEvent(
                id, SyncEvent.Kind.LEFT_TO_A_PERSON, now, "synctrail", failure.message()));
    assertThat(trail.backlog().due(id)).isEmpty();
  }

  @Test
  void a_user_can_have_it_retried_when_nothing_was_written() {
    diesOften();
    trail.attemptOpening().open(trail.take());
    trail.backlog().add(id, CMS, ARTICLE, now);

    Opened again = trail.open();

    assertThat(again.trigger()).isEqualTo(Trigger.RETRY);
    assertThat(again.sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(again.key().number()).isEqualTo(11);
  }

  @Test
  void a_user_can_have_it_settled_when_something_may_have_been_written() {
    sends(trail.open(), RequestPurpose.WRITE);
    for (int i = 1; i < Taken.MAX_INTERRUPTIONS; i++) {
      sends(trail.open(), RequestPurpose.READ_BACK);
    }
    trail.attemptOpening().open(trail.take());
    trail.backlog().add(id, CMS, ARTICLE, now);

    Opened again = trail.open();

    assertThat(again.trigger()).isEqualTo(Trigger.SETTLE);
    assertThat(again.sync().status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void a_stale_lane_leaves_nothing_to_a_user() {
    diesOften();
    Taken stale = trail.take();
    trail.take();

    assertThatThrownBy(() -> trail.attemptOpening().open(stale)).isInstanceOf(StaleLane.class);

    assertThat(trail.backlog().due(id)).isPresent();
  }

  @Test
  void an_unfinished_entry_is_taken_again_later_and_counts_as_interrupted() {
    Opened first = trail.open();
    sends(first, RequestPurpose.READ);
    Taken taken = trail.take();
    trail.attemptOpening().abandon(taken, now.plusSeconds(3));

    assertThat(trail.attemptOpening().take(CMS, "lane-1")).isEmpty();
    trail.clock().advance(Duration.ofSeconds(3));
    Taken again = trail.attemptOpening().take(CMS, "lane-2").orElseThrow();

    assertThat(again.interruptions()).isEqualTo(2);
    assertThat(trail.attemptOpening().open(again).orElseThrow().earlier())
        .extracting(Attempt::outcome)
        .containsExactly(Outcome.INTERRUPTED);
  }

  @Test
  void a_crash_after_a_write_may_have_been_sent_leaves_the_outcome_unknown() {
    Opened dead = trail.open();
    sends(dead, RequestPurpose.READ);
    sends(dead, RequestPurpose.WRITE);
    trail.clock().advance(Duration.ofSeconds(20));

    Opened next = trail.open();

    assertThat(next.trigger()).isEqualTo(Trigger.SETTLE);
    assertThat(next.sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(next.lastOutcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(next.wroteBefore()).isTrue();
    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(sync().state().retryCount()).isZero();
    assertThat(sync().state().failure())
        .isEqualTo(
            Failure.of(
                FailureClass.CONNECTION_RESET,
                "The server stopped after the write may have been sent and before its outcome"
                    + " was recorded"));
    assertThat(events())
        .containsExactly(
            SyncEvent.Kind.BEGUN,
            SyncEvent.Kind.TRY_OPENED,
            SyncEvent.Kind.INTERRUPTED,
            SyncEvent.Kind.BECAME_UNKNOWN,
            SyncEvent.Kind.TRY_OPENED);
    assertThat(trail.syncs().events(id).get(2).at()).isEqualTo(now.plusSeconds(20));
  }

  @Test
  void a_crash_while_settling_leaves_the_outcome_unknown() {
    Opened first = trail.open();
    sends(first, RequestPurpose.WRITE);
    loses(first);
    sends(trail.open(), RequestPurpose.READ_BACK);

    Opened again = trail.open();

    assertThat(again.trigger()).isEqualTo(Trigger.SETTLE);
    assertThat(again.lastOutcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(sync().state().failure()).isEqualTo(LOST);
  }

  @Test
  void an_earlier_write_with_a_response_does_not_make_a_later_crash_unknown() {
    Opened first = trail.open();
    sends(first, RequestPurpose.WRITE);
    fails(first);
    sends(trail.open(), RequestPurpose.READ);

    Opened third = trail.open();

    assertThat(third.trigger()).isEqualTo(Trigger.RETRY);
    assertThat(third.wroteBefore()).isTrue();
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void an_attempt_continues_the_trace_of_its_request() {
    Trace asked = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    InMemoryTrail other = InMemoryTrail.empty();
    SyncId traced =
        other.push(
            ARTICLE,
            "{}",
            PushOptions.NONE,
            new Intent.Cause("ann", null, null, null, null, null, asked.traceId(), asked));

    other.open();

    assertThat(other.syncs().attempts(traced))
        .extracting(Attempt::trace)
        .containsExactly(new Trace(asked.traceId(), InMemoryTrail.SPAN, true));
  }

  @Test
  void all_attempts_of_a_sync_belong_to_one_trace() {
    Opened first = trail.open();
    trail.facts().fire(new SyncRescheduled(first.key(), BUSY, Outcome.FAILED, now, now));

    trail.open();

    assertThat(trail.syncs().attempts(id))
        .extracting(Attempt::trace)
        .containsExactly(
            InMemoryTrail.UNTRACED,
            new Trace(InMemoryTrail.UNTRACED.traceId(), InMemoryTrail.SPAN, true));
  }

  @Test
  void takes_the_other_entries_of_a_batch_along() {
    InMemoryTrail other = InMemoryTrail.empty();
    PushOptions batched = PushOptions.NONE.with(PushFlag.BATCHED);
    Run run = other.recordIntent().run(Direction.PUSH, CMS, batched, CAUSE, Run.Origin.NONE, 2);
    other.push(ARTICLE, "{}", batched, CAUSE.in(run.id()));
    SyncId second = other.push(new TypeKey("TeaserBlock"), "{}", batched, CAUSE.in(run.id()));

    Taken first = other.take();

    assertThat(other.attemptOpening().takeAlong(first, run.id(), 9))
        .extracting(Taken::workId)
        .containsExactly(second.value());
  }
}
