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
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every exchange is recorded and visible before its request is sent. */
class TrailLogTest {
  private static final List<Header> HEADERS = List.of(new Header("Authorization", "«redacted»"));

  private Halt halt = Halt.NONE;
  private final InMemoryTrail trail = InMemoryTrail.halted(platform -> halt);
  private final SyncId id = trail.push("{\"a\":1}");
  private final Opened opened = trail.open();
  private final TrailLog log = trail.logs().of(opened.key());

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

    assertThat(trail.syncs().exchanges(id.value(), 1).get(0).response()).isNull();
    assertThat(trail.snapshots().find(reference("{\"access_token\":\"s3cr3t\"}").checksum(), false))
        .isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
  }

  @Test
  void the_state_before_is_the_one_of_the_last_complete_read() {
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "before", null));
    assertThat(sync().payload(PayloadRole.BEFORE)).contains(reference("before"));
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("before"));

    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(404, "gone", null));
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("gone"));

    Failure reset = Failure.of(FailureClass.CONNECTION_RESET, "broke off");
    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(200, "bef", reset));
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();

    log.ended(log.starting(request(RequestPurpose.READ, null)), answer(null, null, reset));
    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
  }

  @Test
  void a_read_back_is_a_response_and_not_the_state_before_the_write() {
    log.ended(log.starting(request(RequestPurpose.READ_BACK, null)), answer(200, "now", null));

    assertThat(sync().payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("now"));
  }

  @Test
  void the_content_read_by_a_pull_is_its_response() {
    InMemoryTrail pulling = InMemoryTrail.empty();
    SyncId pull = pulling.pull();
    TrailLog pullLog = pulling.logs().of(pulling.open().key());

    pullLog.ended(pullLog.starting(request(RequestPurpose.READ, null)), answer(200, "there", null));

    assertThat(pulling.sync(pull).payload(PayloadRole.ANSWERED)).contains(reference("there"));
    assertThat(pulling.sync(pull).payload(PayloadRole.BEFORE)).isEmpty();
  }

  @Test
  void an_exchange_cannot_end_twice() {
    int number = log.starting(request(RequestPurpose.READ, null));
    log.ended(number, answer(200, "one", null));

    assertThatThrownBy(() -> log.ended(number, answer(200, "two", null)))
        .isInstanceOf(Unrecorded.class)
        .hasCauseInstanceOf(IllegalTransition.class);
    assertThatThrownBy(() -> log.ended(7, answer(200, "two", null)))
        .isInstanceOf(Unrecorded.class)
        .hasMessageContaining("No such open exchange in attempt " + opened.key());
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(reference("one"));
  }

  @Test
  void no_request_is_sent_without_an_observer() {
    trail.facts().unobserved();

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasMessage("No observer recorded the exchange of " + opened.key());
    assertThat(log.sent()).isFalse();
    assertThat(log.wrote()).isFalse();
    assertThat(trail.facts().fired(ExchangeStarted.class)).hasSize(1);
  }

  @Test
  void a_response_without_an_observer_is_not_taken_as_recorded() {
    int number = log.starting(request(RequestPurpose.WRITE, "{}"));
    trail.facts().unobserved();

    assertThatThrownBy(() -> log.ended(number, answer(200, "{}", null)))
        .isInstanceOf(Unrecorded.class);
  }

  @Test
  void every_error_in_recording_a_fact_reaches_the_sender() {
    trail.syncs().breakDown();

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(Unrecorded.class)
        .hasMessage(
            "An exchange of " + opened.key() + " could not be recorded: The database is gone")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(log.sent()).isFalse();
  }

  @Test
  void a_stale_lane_may_neither_send_nor_record() {
    int number = log.starting(request(RequestPurpose.READ, null));
    trail.take();

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE, "{}")))
        .isInstanceOf(StaleLane.class);
    assertThatThrownBy(() -> log.ended(number, answer(200, "late", null)))
        .isInstanceOf(StaleLane.class);
    PushResult result = PushResult.whole(Operation.UPDATE, 200);
    SyncSucceeded fact =
        new SyncSucceeded(opened.key(), result, SettledBy.ANSWER, null, trail.clock().instant());
    assertThatThrownBy(() -> trail.facts().fire(fact))
        .isInstanceOf(StaleLane.class)
        .hasMessage("Attempt " + opened.key() + " was taken over by another worker");

    assertThat(trail.syncs().exchanges(id.value())).hasSize(1);
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
  }

  @Test
  void nothing_is_sent_for_a_terminal_sync() {
    PushResult result = PushResult.whole(Operation.UPDATE, 200);
    trail.syncs().update(sync().concluded(result, SettledBy.ANSWER, trail.clock().instant()));

    assertThatThrownBy(() -> log.starting(request(RequestPurpose.READ, null)))
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
  void exchanges_without_a_sync_have_a_trail_of_their_own() {
    UUID test = UUID.randomUUID();
    TrailLog alone = trail.logs().of(AttemptKey.alone(test));

    alone.ended(alone.starting(request(RequestPurpose.READ, null)), answer(200, "there", null));

    assertThat(trail.syncs().exchanges(test, 1)).hasSize(1);
    assertThat(trail.syncs().exchanges(test, 1).get(0).status()).isEqualTo(200);
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
    assertThat(trail.syncs().exchanges(id.value(), opened.key().number())).hasSize(1);
  }
}
