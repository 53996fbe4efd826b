package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog.Answer;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.TargetChosen;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A write is recorded before it is sent, everything else together with what follows it. */
class TrailLogTest {
  private static final List<Header> HEADERS = List.of(new Header("Authorization", "«redacted»"));

  private Halt halt = Halt.NONE;
  private final InMemoryTrail trail = InMemoryTrail.halted(platform -> halt);
  private final SyncId id = trail.push("{\"a\":1}");
  private final Opened opened = trail.open();
  private final TrailLog log = trail.logs().of(opened);

  private Request request(RequestPurpose requestPurpose, @Nullable String body) {
    return new Request(
        requestPurpose,
        requestPurpose == RequestPurpose.WRITE ? "PATCH" : "GET",
        URI.create("http://memory/contenttypes/ArticlePage"),
        HEADERS,
        body == null ? null : Snapshot.ofText(body),
        trail.clock().instant());
  }

  private Answer answer(
      @Nullable Integer status, @Nullable String body, @Nullable Failure failure) {
    return new Answer(
        status,
        List.of(new Header("ETag", "\"7\"")),
        body == null ? null : Snapshot.ofText(body),
        trail.clock().instant(),
        failure);
  }

  private static PayloadReference reference(String text) {
    return PayloadReference.of(Snapshot.ofText(text));
  }

  private Sync sync() {
    return trail.sync(id);
  }

  @Test
  void the_state_before_is_stored_decoded_and_the_response_raw() {
    Snapshot raw = Snapshot.of(new byte[] {0x1f, (byte) 0x8b, 1});
    int number = log.starting(request(RequestPurpose.READ, null));

    log.ended(
        number,
        new Answer(200, List.of(), raw, Snapshot.ofText("{}"), trail.clock().instant(), null));

    log.record();
    assertThat(sync().payload(PayloadRole.BEFORE)).contains(reference("{}"));
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(PayloadReference.of(raw));
    assertThat(trail.snapshots().require(reference("{}"))).isEqualTo(Snapshot.ofText("{}"));
  }

  @Test
  void the_exact_bytes_are_recorded_before_the_request_is_sent() {
    int number = log.starting(request(RequestPurpose.WRITE, "{ \"a\" :1}"));

    assertThat(number).isEqualTo(1);
    assertThat(trail.syncs().exchanges(id.value()))
        .containsExactly(
            new Exchange(
                id.value(),
                1,
                1,
                RequestPurpose.WRITE,
                "PATCH",
                URI.create("http://memory/contenttypes/ArticlePage"),
                HEADERS,
                reference("{ \"a\" :1}"),
                trail.clock().instant(),
                null,
                List.of(),
                null,
                null,
                null,
                null));
    assertThat(trail.snapshots().find(reference("{ \"a\" :1}").checksum(), false))
        .contains(Snapshot.ofText("{ \"a\" :1}"));
    assertThat(sync().state().firstSentAt()).isEqualTo(trail.clock().instant());
    assertThat(sync().payload(PayloadRole.SENT)).contains(reference("{ \"a\" :1}"));
  }

  @Test
  void the_response_is_recorded_with_its_time() {
    int number = log.starting(request(RequestPurpose.WRITE, "{}"));
    trail.clock().advance(Duration.ofMillis(40));

    log.ended(number, answer(200, "{\"ok\":true}", null));

    log.record();
    Exchange exchange = trail.syncs().exchanges(id.value(), 1).get(0);
    assertThat(exchange)
        .isEqualTo(
            new Exchange(
                id.value(),
                1,
                1,
                RequestPurpose.WRITE,
                "PATCH",
                URI.create("http://memory/contenttypes/ArticlePage"),
                HEADERS,
                reference("{}"),
                trail.clock().instant().minusMillis(40),
                200,
                List.of(new Header("ETag", "\"7\"")),
                reference("{\"ok\":true}"),
                trail.clock().instant(),
                null,
                null));
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("{\"ok\":true}"));
    assertThat(trail.snapshots().find(reference("{\"ok\":true}").checksum(), false)).isPresent();
  }

  @Test
  void a_transport_failure_is_recorded() {
    int number = log.starting(request(RequestPurpose.READ, null));

    log.ended(number, answer(null, null, Failure.of(FailureClass.TIMEOUT, "No answer")));

    log.record();
    Exchange exchange = trail.syncs().exchanges(id.value(), 1).get(0);
    assertThat(exchange.request()).isNull();
    assertThat(exchange.response()).isNull();
    assertThat(exchange.status()).isNull();
    assertThat(exchange.failureClass()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(exchange.errorMessage()).isEqualTo("No answer");
  }

  @Test
  void each_request_of_an_attempt_has_its_own_row() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(401, "no", null));
    log.ended(log.starting(request(RequestPurpose.TOKEN, null)), answer(200, "secret", null));
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));

    log.record();
    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::number, Exchange::purpose, Exchange::status)
        .containsExactly(
            tuple(1, RequestPurpose.READ, 401),
            tuple(2, RequestPurpose.TOKEN, 200),
            tuple(3, RequestPurpose.READ, 200));
    assertThat(sync().state().firstSentAt()).isEqualTo(trail.clock().instant());
  }

  @Test
  void the_body_of_a_token_response_is_never_stored() {
    int number = log.starting(request(RequestPurpose.TOKEN, null));

    log.ended(number, answer(200, "{\"access_token\":\"s3cr3t\"}", null));

    log.record();
    assertThat(trail.syncs().exchanges(id.value(), 1).get(0).response()).isNull();
    assertThat(trail.snapshots().find(reference("{\"access_token\":\"s3cr3t\"}").checksum(), false))
        .isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
  }

  @Test
  void the_state_before_is_the_one_of_the_last_complete_read() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    log.record();
    assertThat(sync().payload(PayloadRole.BEFORE)).contains(reference("before"));
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("before"));

    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(404, "gone", null));
    log.record();
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("gone"));

    Failure reset = Failure.of(FailureClass.CONNECTION_RESET, "broke off");
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "bef", reset));
    log.record();
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();

    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(null, null, reset));
    log.record();
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
  }

  @Test
  void a_read_back_is_a_response_and_not_the_state_before_the_write() {
    log.ended(log.starting(request(RequestPurpose.READ_BACK, null)), answer(200, "now", null));
    log.record();

    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("now"));
  }

  @Test
  void the_content_read_by_a_pull_is_its_response() {
    InMemoryTrail pulling = InMemoryTrail.empty();
    SyncId pull = pulling.pull();
    TrailLog pullLog = pulling.logs().of(pulling.open());

    pullLog.ended(pullLog.starting(request(RequestPurpose.READ, null)), answer(200, "there", null));
    pullLog.record();

    assertThat(pulling.sync(pull).payload(PayloadRole.ANSWERED)).contains(reference("there"));
    assertThat(pulling.sync(pull).payload(PayloadRole.BEFORE)).isEmpty();
  }

  @Test
  void an_exchange_cannot_end_twice() {
    int number = log.starting(request(RequestPurpose.READ, null));
    log.ended(number, answer(200, "one", null));

    assertThatThrownBy(() -> log.ended(number, answer(200, "two", null)))
        .isInstanceOf(IllegalTransition.class);
    log.starting(request(RequestPurpose.READ, null));
    assertThatThrownBy(() -> log.ended(7, answer(200, "two", null)))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("No such open exchange in attempt " + opened.key());
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("one"));
  }

  @Test
  void a_read_is_recorded_together_with_the_write_that_follows() {
    log.targeting(new Sync.Target(3, "f1ngerpr1nt", "memory/1", "v1"));
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    log.decided(Snapshot.ofText("before"), null);

    assertThat(trail.syncs().exchanges(id.value())).isEmpty();
    int confirmed = trail.syncs().confirmed();
    log.starting(request(RequestPurpose.WRITE, "{}"));

    assertThat(trail.syncs().confirmed()).isEqualTo(confirmed + 1);
    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::number, Exchange::purpose, Exchange::status)
        .containsExactly(tuple(1, RequestPurpose.READ, 200), tuple(2, RequestPurpose.WRITE, null));
    assertThat(sync().target()).isEqualTo(new Sync.Target(3, "f1ngerpr1nt", "memory/1", "v1"));
    assertThat(sync().state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(trail.syncs().basis(id)).contains(new PushBasis(reference("before"), null));
  }

  @Test
  void a_write_ends_in_the_transaction_of_the_outcome() {
    int number = log.starting(request(RequestPurpose.WRITE, "{}"));
    log.ended(number, answer(200, "{\"ok\":true}", null));
    int confirmed = trail.syncs().confirmed();

    log.record(succeeded());

    assertThat(trail.syncs().confirmed()).isEqualTo(confirmed + 1);
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.syncs().exchanges(id.value(), 1).get(0).status()).isEqualTo(200);
  }

  private SyncSucceeded succeeded() {
    PushResult result = PushResult.whole(Operation.UPDATE, 200);
    return new SyncSucceeded(opened.key(), result, SettledBy.ANSWER, null, trail.clock().instant());
  }

  @Test
  void a_write_that_is_not_allowed_leaves_what_was_read_to_the_outcome() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    halt = new Halt(Halt.Scope.WRITES, "frozen", null);
    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Deferred.class);

    log.record(succeeded());

    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::purpose)
        .containsExactly(RequestPurpose.READ);
  }

  @Test
  void an_answer_that_cannot_be_recorded_does_not_hide_its_request() {
    rejecting(ExchangeEnded.class, "22021");
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "bad", null));

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasMessageContaining("rejected");
    assertThat(log.wrote()).isFalse();
    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::purpose, Exchange::endedAt)
        .containsExactly(tuple(RequestPurpose.READ, null));

    log.record(succeeded());
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void an_answer_to_a_write_that_cannot_be_recorded_leaves_the_write_open() {
    log.ended(log.starting(request(RequestPurpose.WRITE, "{}")), answer(200, "bad", null));
    rejecting(ExchangeEnded.class, "22021");

    assertThatThrownBy(() -> log.record(succeeded()))
        .isInstanceOf(Unrecorded.class)
        .hasMessageContaining("rejected");

    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::purpose, Exchange::endedAt)
        .containsExactly(tuple(RequestPurpose.WRITE, null));
  }

  @Test
  void what_has_ended_is_recorded_before_the_gateway_waits() {
    log.ended(log.starting(request(RequestPurpose.WRITE, "{}")), answer(202, "accepted", null));

    log.waiting();

    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::status)
        .containsExactly(202);
  }

  @Test
  void nothing_is_lost_to_a_short_outage_of_the_database() {
    log.targeting(new Sync.Target(3, "f1ngerpr1nt", "memory/1", "v1"));
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    log.decided(Snapshot.ofText("before"), null);
    for (Class<?> failing :
        List.of(TargetChosen.class, ExchangeStarted.class, ExchangeEnded.class)) {
      rejecting(failing, "57P01");
      assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
          .isInstanceOf(Unrecorded.class);
    }
    trail.facts().recordedBy((fact, recording) -> recording.run());

    log.ended(log.starting(request(RequestPurpose.WRITE, "{}")), answer(200, "done", null));
    rejecting(ExchangeEnded.class, "57P01");
    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(Unrecorded.class);
    trail.facts().recordedBy((fact, recording) -> recording.run());
    log.record(succeeded());

    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::purpose, Exchange::status)
        .containsExactly(tuple(RequestPurpose.READ, 200), tuple(RequestPurpose.WRITE, 200));
    assertThat(sync().target().platformRevision()).isEqualTo(3);
    assertThat(sync().payload(PayloadRole.BEFORE)).contains(reference("before"));
  }

  /** Makes the database reject facts of this kind with this SQLSTATE from now on. */
  private void rejecting(Class<?> kind, String state) {
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (kind.isInstance(fact)) {
                throw new IllegalStateException(new SQLException("rejected", state));
              }
              recording.run();
            });
  }

  @Test
  void a_decision_on_a_read_that_can_never_be_recorded_is_dropped_with_it() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "bad", null));
    log.decided(Snapshot.ofText("bad"), null);
    rejecting(ExchangeEnded.class, "22021");
    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class);

    log.record(succeeded());

    assertThat(trail.facts().fired(PushDecided.class)).isEmpty();
  }

  @Test
  void a_lane_that_is_overtaken_while_it_records_step_by_step_keeps_its_read() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "late", null));
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (fact instanceof SyncSucceeded) {
                throw new IllegalStateException("a defect");
              }
              recording.run();
            });
    int[] transactions = {0};
    trail
        .facts()
        .beforeTransaction(
            () -> {
              if (++transactions[0] == 2) {
                trail.take();
              }
            });

    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(StaleLane.class);

    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::response)
        .containsExactly(reference("late"));
  }

  @Test
  void a_lane_that_did_not_hear_of_its_commit_loses_nothing() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    trail
        .facts()
        .afterCommit(
            () -> {
              throw new IllegalStateException(new SQLException("connection lost", "08006"));
            });
    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(RuntimeException.class);
    trail.facts().afterCommit(() -> {});

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::status)
        .containsExactly(200);
  }

  @Test
  void a_request_waits_while_it_cannot_be_determined_whether_its_platform_is_paused() {
    InMemoryTrail blind =
        InMemoryTrail.halted(
            platform -> {
              throw new IllegalStateException("no database");
            });
    blind.push("{}");
    TrailLog blindLog = blind.logs().of(blind.open());

    assertThatThrownBy(() -> blindLog.starting(request(RequestPurpose.READ, null)))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred ->
                assertThat(deferred.notBefore()).isEqualTo(trail.clock().instant().plusSeconds(1)));
    assertThat(blindLog.sent()).isFalse();
  }

  @Test
  void the_body_of_a_read_is_stored_with_it() {
    log.ended(log.starting(request(RequestPurpose.READ, "{\"query\":1}")), answer(200, "{}", null));

    log.record();

    assertThat(trail.snapshots().find(reference("{\"query\":1}").checksum(), false)).isPresent();
  }

  @Test
  void a_request_that_can_never_be_recorded_does_not_prevent_the_outcome() {
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (fact instanceof ExchangeStarted || fact instanceof ExchangeEnded) {
                throw new IllegalStateException(new SQLException("invalid byte", "22021"));
              }
              recording.run();
            });
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "bad", null));

    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(Unrecorded.class);
    log.record(succeeded());

    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.syncs().exchanges(id.value())).isEmpty();
  }

  @Test
  void no_request_is_sent_without_an_observer() {
    trail.facts().unobserved();

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasMessage("No observer recorded attempt " + opened.key());
    assertThat(log.sent()).isFalse();
    assertThat(log.wrote()).isFalse();
    assertThat(trail.facts().fired(ExchangeStarted.class)).hasSize(1);
  }

  @Test
  void a_response_without_an_observer_is_not_taken_as_recorded() {
    int number = log.starting(request(RequestPurpose.WRITE, "{}"));
    trail.facts().unobserved();
    log.ended(number, answer(200, "{}", null));

    assertThatThrownBy(() -> log.record()).isInstanceOf(Unrecorded.class);
  }

  @Test
  void every_error_in_recording_a_fact_reaches_the_sender() {
    trail.syncs().breakDown();

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasMessage("Attempt " + opened.key() + " could not be recorded: The database is gone")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(log.sent()).isFalse();
  }

  @Test
  void a_stale_lane_may_not_write_and_what_it_read_is_evidence_only() {
    int number = log.starting(request(RequestPurpose.READ, null));
    trail.take();
    log.ended(number, answer(200, "late", null));

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(StaleLane.class)
        .hasMessage("Attempt " + opened.key() + " was taken over by another worker");
    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(StaleLane.class);

    assertThat(trail.syncs().exchanges(id.value()))
        .extracting(Exchange::purpose, Exchange::response)
        .containsExactly(tuple(RequestPurpose.READ, reference("late")));
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
    assertThat(sync().state().firstSentAt()).isNull();
  }

  @Test
  void a_stale_lane_ends_even_if_what_it_read_cannot_be_recorded() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "late", null));
    trail.take();
    trail.syncs().breakDown();

    assertThatThrownBy(() -> log.record(succeeded())).isInstanceOf(StaleLane.class);
    assertThat(trail.syncs().exchanges(id.value())).isEmpty();
  }

  @Test
  void nothing_is_written_for_a_terminal_sync() {
    PushResult result = PushResult.whole(Operation.UPDATE, 200);
    trail.syncs().update(sync().concluded(result, SettledBy.ANSWER, trail.clock().instant()));

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasCauseInstanceOf(IllegalTransition.class);
  }

  @Test
  void tracks_whether_a_request_was_allowed() {
    assertThat(log.sent()).isFalse();

    log.starting(request(RequestPurpose.READ, null));
    assertThat(log.sent()).isTrue();
    assertThat(log.wrote()).isFalse();

    log.starting(request(RequestPurpose.WRITE, "{}"));
    assertThat(log.wrote()).isTrue();

    log.starting(request(RequestPurpose.READ, null));
    assertThat(log.wrote()).isTrue();
  }

  @Test
  void the_exchanges_of_a_listing_belong_to_no_sync() {
    InMemoryTrail listing = InMemoryTrail.empty();
    listing.recordIntent().listing(InMemoryTrail.CMS, InMemoryTrail.CAUSE);
    AttemptKey key = listing.take().key();
    TrailLog listingLog = listing.logs().of(key, InMemoryTrail.CMS);
    listingLog.ended(
        listingLog.starting(request(RequestPurpose.READ, null)), answer(200, "there", null));

    listingLog.record(() -> listing.backlog().remove(key.workId()));

    assertThat(listing.syncs().exchanges(key.workId(), key.number()))
        .extracting(Exchange::status)
        .containsExactly(200);
    assertThat(listing.backlog().platforms()).isEmpty();
  }

  @Test
  void a_halt_set_after_the_permission_still_blocks_the_request() {
    halt = new Halt(Halt.Scope.WRITES, "frozen", null);
    log.starting(request(RequestPurpose.READ, null));
    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOfSatisfying(
            Deferred.class,
            held -> {
              assertThat(held.failure()).isEqualTo(Failure.of(FailureClass.HALTED, "frozen"));
              assertThat(held.notBefore()).isEqualTo(trail.clock().instant());
            });

    halt = new Halt(Halt.Scope.EVERYTHING, "paused", trail.clock().instant());
    assertThatThrownBy(() -> log.starting(request(RequestPurpose.READ, null)))
        .isInstanceOf(Deferred.class)
        .hasMessage("paused (until 2026-03-01T12:00:00Z)");

    assertThat(log.wrote()).isFalse();
    assertThat(trail.syncs().exchanges(id.value())).isEmpty();
  }
}
