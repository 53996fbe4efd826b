package dev.synctrail.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Unrecorded;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ConcludingTest {
  private static final Failure NO = Failure.of(FailureClass.FORBIDDEN, "no");
  private static final Failure BUSY = Failure.of(FailureClass.UNAVAILABLE, "busy");

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();
  private final Instant now = trail.clock().instant();
  private final SyncId id = trail.push("{}");
  private final Opened opened = trail.open();
  private final TrailLog log = trail.logs().of(opened);

  private void sends(RequestPurpose requestPurpose) {
    log.starting(
        new Request(requestPurpose, "GET", URI.create("http://memory"), List.of(), null, now));
  }

  private void thrown(RuntimeException thrown) {
    engine.concluding().failed(opened, log, thrown);
  }

  @Test
  void an_open_breaker_uses_no_attempt() {
    Instant later = now.plusSeconds(40);

    thrown(new Deferred(BUSY, later));

    assertThat(trail.facts().fired(SyncRescheduled.class))
        .containsExactly(new SyncRescheduled(opened.key(), BUSY, Outcome.DEFERRED, now, later));
    assertThat(trail.sync(id).state().retryCount()).isZero();
  }

  @Test
  void a_write_without_a_trustworthy_response_is_unknown_and_settled_immediately() {
    sends(RequestPurpose.WRITE);

    thrown(new OutcomeUnknown(BUSY));

    assertThat(trail.facts().fired(OutcomeLost.class))
        .containsExactly(new OutcomeLost(opened.key(), BUSY, now, now));
    assertThat(trail.sync(id).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void a_failure_that_may_pass_is_retried_after_its_delay() {
    sends(RequestPurpose.READ);

    thrown(new Unavailable(BUSY));

    assertThat(trail.facts().fired(SyncRescheduled.class))
        .containsExactly(
            new SyncRescheduled(opened.key(), BUSY, Outcome.FAILED, now, now.plusSeconds(1)));
  }

  @Test
  void a_failure_that_cannot_pass_by_itself_is_not_retried() {
    sends(RequestPurpose.READ);

    thrown(new Unavailable(NO));

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(new SyncFailed(opened.key(), NO, true, SettledBy.ANSWER, now));
  }

  @Test
  void a_rejection_by_the_platform_is_final() {
    sends(RequestPurpose.READ);

    thrown(new Rejected(NO));

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(new SyncFailed(opened.key(), NO, true, SettledBy.ANSWER, now));
  }

  @Test
  void a_conflict_is_final() {
    sends(RequestPurpose.READ);

    thrown(new ConflictFound(NO));

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(new SyncFailed(opened.key(), NO, true, SettledBy.ANSWER, now));
  }

  @Test
  void a_rejection_before_anything_was_sent_is_our_own_and_no_failed_attempt() {
    thrown(new Rejected(NO));

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(new SyncFailed(opened.key(), NO, false, SettledBy.CHECK, now));
    assertThat(trail.sync(id).state().retryCount()).isZero();
  }

  @Test
  void refuses_by_our_own_check() {
    engine.concluding().refused(opened, log, NO);

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(new SyncFailed(opened.key(), NO, false, SettledBy.CHECK, now));
  }

  @Test
  void an_internal_error_before_a_write_is_retried_without_exposing_its_cause() {
    sends(RequestPurpose.READ);

    thrown(new IllegalArgumentException("password=s3cr3t"));

    SyncRescheduled fact = trail.facts().fired(SyncRescheduled.class).get(0);
    assertThat(fact.failure())
        .isEqualTo(
            Failure.of(
                FailureClass.INTERNAL,
                "An internal error ended the attempt; see the log for " + id));
    assertThat(fact.outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void the_cause_of_an_internal_error_is_in_the_log_with_the_sync_id() {
    List<LogRecord> logged = new ArrayList<>();
    Handler listening =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(Concluding.class.getName());
    IllegalArgumentException defect = new IllegalArgumentException("a defect");
    log.addHandler(listening);
    try {
      thrown(defect);
    } finally {
      log.removeHandler(listening);
    }

    assertThat(logged)
        .extracting(LogRecord::getMessage, LogRecord::getThrown)
        .containsExactly(tuple("Sync " + id + ": an internal error ended the attempt", defect));
  }

  @Test
  void an_internal_error_after_a_write_leaves_the_outcome_unknown() {
    sends(RequestPurpose.WRITE);

    thrown(new IllegalArgumentException("a defect"));

    OutcomeLost fact = trail.facts().fired(OutcomeLost.class).get(0);
    assertThat(fact.failure().failureClass()).isEqualTo(FailureClass.INTERNAL);
    assertThat(trail.sync(id).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void a_stale_lane_records_nothing() {
    StaleLane stale = new StaleLane(opened.key());

    assertThatThrownBy(() -> thrown(stale)).isSameAs(stale);

    assertThat(trail.syncs().attempts(id).get(0).outcome()).isNull();
    assertThat(trail.facts().fired(SyncFailed.class)).isEmpty();
    assertThat(trail.facts().fired(SyncRescheduled.class)).isEmpty();
  }

  @Test
  void an_exchange_that_could_not_be_recorded_uses_the_attempt() {
    trail.facts().recordedBy((fact, recording) -> refuse("08006", "gone"));
    Unrecorded unrecorded =
        catchThrowableOfType(Unrecorded.class, () -> sends(RequestPurpose.WRITE));
    trail.facts().recordedBy((fact, recording) -> recording.run());

    thrown(unrecorded);

    SyncRescheduled fact = trail.facts().fired(SyncRescheduled.class).get(0);
    assertThat(fact.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(fact.failure())
        .isEqualTo(
            Failure.of(
                FailureClass.RECORDING_FAILED,
                "The outcome could not be recorded: the database rejected it (08006, gone)"));
    assertThat(trail.sync(id).state().retryCount()).isEqualTo(1);
  }

  @Test
  void an_outcome_that_could_not_be_recorded_after_a_write_is_unknown() {
    sends(RequestPurpose.WRITE);
    refusingFirst("08006");

    engine.concluding().conclude(opened, log, succeeded());

    OutcomeLost fact = trail.facts().fired(OutcomeLost.class).get(0);
    assertThat(fact.failure().failureClass()).isEqualTo(FailureClass.RECORDING_FAILED);
    assertThat(trail.sync(id).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void an_outcome_that_the_database_always_rejects_ends_as_failed() {
    sends(RequestPurpose.READ);
    refusingFirst("22021");

    engine.concluding().conclude(opened, log, succeeded());

    assertThat(trail.facts().fired(SyncFailed.class))
        .containsExactly(
            new SyncFailed(
                opened.key(),
                Failure.of(
                    FailureClass.UNRECORDABLE,
                    "The outcome could not be recorded: the database rejected it permanently (22021,"
                        + " refused)"),
                true,
                SettledBy.CHECK,
                now));
  }

  @Test
  void our_own_rejection_that_could_not_be_recorded_is_retried() {
    refusingFirst("40001");

    engine.concluding().refused(opened, log, NO);

    assertThat(trail.facts().fired(SyncRescheduled.class))
        .extracting(fact -> fact.failure().failureClass())
        .containsExactly(FailureClass.RECORDING_FAILED);
  }

  @Test
  void a_recording_that_fails_for_the_last_time_was_our_own_check() {
    trail.syncs().update(trail.sync(id).tried(BUSY).tried(BUSY));
    Opened last = reopened();
    refusingFirst("08006");

    engine
        .concluding()
        .conclude(
            last,
            trail.logs().of(last),
            new SyncFailed(last.key(), NO, true, SettledBy.ANSWER, now));

    assertThat(trail.facts().fired(SyncFailed.class).get(1).settledBy()).isEqualTo(SettledBy.CHECK);
  }

  private Opened reopened() {
    trail.facts().fire(new SyncRescheduled(opened.key(), BUSY, Outcome.DEFERRED, now, now));
    return trail.open();
  }

  @Test
  void the_attempt_stays_open_when_nothing_can_be_recorded() {
    trail.facts().recordedBy((fact, recording) -> refuse("08006", "gone"));

    assertThatThrownBy(() -> thrown(new Unavailable(BUSY)))
        .hasRootCauseInstanceOf(SQLException.class);

    assertThat(trail.syncs().attempts(id).get(0).outcome()).isNull();
  }

  @Test
  void an_outcome_of_a_stale_lane_is_not_recorded_in_another_way() {
    trail.take();

    assertThatThrownBy(() -> engine.concluding().conclude(opened, log, succeeded()))
        .isInstanceOf(StaleLane.class);

    assertThat(trail.facts().fired(SyncRescheduled.class)).isEmpty();
  }

  private TrackingEvent succeeded() {
    return new SyncSucceeded(
        opened.key(), PushResult.whole(Operation.NONE, 200), SettledBy.ANSWER, null, now);
  }

  /** Rejects the first fact and records the others. */
  private void refusingFirst(String state) {
    AtomicBoolean refused = new AtomicBoolean();
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (refused.compareAndSet(false, true)) {
                refuse(state, "refused");
              }
              recording.run();
            });
  }

  private static void refuse(String state, String message) {
    throw new IllegalStateException(new SQLException(message + "\n  Detail: secret", state));
  }
}
