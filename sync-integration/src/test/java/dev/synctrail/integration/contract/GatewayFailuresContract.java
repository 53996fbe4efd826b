package dev.synctrail.integration.contract;

import static dev.synctrail.gateway.FailureClass.ANSWER_TOO_LARGE;
import static dev.synctrail.gateway.FailureClass.CONFLICT;
import static dev.synctrail.gateway.FailureClass.CONNECTION_RESET;
import static dev.synctrail.gateway.FailureClass.FORBIDDEN;
import static dev.synctrail.gateway.FailureClass.INTERMEDIARY_ANSWER;
import static dev.synctrail.gateway.FailureClass.MALFORMED_ANSWER;
import static dev.synctrail.gateway.FailureClass.NOT_FOUND;
import static dev.synctrail.gateway.FailureClass.PRECONDITION_FAILED;
import static dev.synctrail.gateway.FailureClass.RATE_LIMITED;
import static dev.synctrail.gateway.FailureClass.REJECTED;
import static dev.synctrail.gateway.FailureClass.TIMEOUT;
import static dev.synctrail.gateway.FailureClass.UNAUTHORIZED;
import static dev.synctrail.gateway.FailureClass.UNAVAILABLE;
import static dev.synctrail.gateway.FailureClass.UNCONFIRMED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.contract.FarSide.Received;
import dev.synctrail.integration.contract.FarSide.Trouble;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a gateway with failures, for a far side that can inject them. */
public abstract class GatewayFailuresContract extends GatewayContract {

  /** Returns the far side. */
  protected abstract FarSide farSide();

  /** Returns a gateway with a short response timeout. */
  protected abstract PlatformGateway withShortTimeout();

  /** Returns the platform at an address without a listener, which its credentials allow. */
  protected abstract Platform unreachable();

  /** Returns the platform at an address that its credentials do not allow. */
  protected abstract Platform atForbiddenOrigin();

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(Trouble.ANSWERS_400, Rejected.class, REJECTED),
        arguments(Trouble.ANSWERS_403, Rejected.class, FORBIDDEN),
        arguments(Trouble.ANSWERS_409, ConflictFound.class, CONFLICT),
        arguments(Trouble.ANSWERS_412, ConflictFound.class, PRECONDITION_FAILED),
        arguments(Trouble.ANSWERS_422, Rejected.class, REJECTED),
        arguments(Trouble.ANSWERS_429, Unavailable.class, RATE_LIMITED),
        arguments(Trouble.ANSWERS_503, Unavailable.class, UNAVAILABLE));
  }

  static Stream<Arguments> failuresOfReads() {
    return Stream.of(
        arguments(Trouble.ANSWERS_500, Unavailable.class, UNAVAILABLE),
        arguments(Trouble.ANSWERS_502, Unavailable.class, UNAVAILABLE),
        arguments(Trouble.ANSWERS_504, Unavailable.class, UNAVAILABLE),
        arguments(Trouble.REDIRECTS, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.RESETS_UNREAD, Unavailable.class, CONNECTION_RESET),
        arguments(Trouble.RESETS_UNDONE, Unavailable.class, CONNECTION_RESET),
        arguments(Trouble.IS_SILENT, Unavailable.class, TIMEOUT),
        arguments(Trouble.ANSWERS_HALF, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NO_JSON, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NO_HTTP, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NOTHING, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_FOREIGN_404, Unavailable.class, INTERMEDIARY_ANSWER),
        arguments(Trouble.ANSWERS_REFUSAL_AS_200, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_PAGE, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_ARRAY, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_OTHER_TYPE, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_TOO_MUCH, Rejected.class, ANSWER_TOO_LARGE));
  }

  static Stream<Arguments> unclearWrites() {
    return Stream.of(
        arguments(Trouble.ANSWERS_500, UNAVAILABLE),
        arguments(Trouble.ANSWERS_502, UNAVAILABLE),
        arguments(Trouble.ANSWERS_504, UNAVAILABLE),
        arguments(Trouble.REDIRECTS, MALFORMED_ANSWER),
        arguments(Trouble.RESETS_UNREAD, CONNECTION_RESET),
        arguments(Trouble.RESETS_UNDONE, CONNECTION_RESET),
        arguments(Trouble.RESETS_DONE, CONNECTION_RESET),
        arguments(Trouble.IS_SILENT, TIMEOUT),
        arguments(Trouble.ANSWERS_HALF, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NO_JSON, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NO_HTTP, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NOTHING, UNCONFIRMED),
        arguments(Trouble.ANSWERS_FOREIGN_404, INTERMEDIARY_ANSWER),
        arguments(Trouble.ANSWERS_REFUSAL_AS_200, REJECTED),
        arguments(Trouble.ANSWERS_PAGE, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_ARRAY, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_OTHER_TYPE, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_TOO_MUCH, ANSWER_TOO_LARGE));
  }

  private PlatformGateway gatewayFor(Trouble trouble) {
    return trouble == Trouble.IS_SILENT ? withShortTimeout() : gateway();
  }

  private static void assertFailure(
      PlatformException thrown, Class<?> type, FailureClass failureClass) {
    assertThat(thrown).isInstanceOf(type);
    assertThat(thrown.failure().failureClass()).isEqualTo(failureClass);
    assertThat(thrown).hasMessage(thrown.failure().message());
  }

  @ParameterizedTest
  @MethodSource({"refusals", "failuresOfReads"})
  protected void a_failed_read_is_classified_and_nothing_is_written(
      Trouble trouble, Class<?> type, FailureClass failureClass) {
    TypeKey key = key();
    farSide().next(RequestPurpose.READ, trouble);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gatewayFor(trouble).push(order(key, sample(key))));
    assertFailure(thrown, type, failureClass);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
    assertThat(log.requests(RequestPurpose.READ)).hasSize(1);
    assertThat(farSide().holds(key)).isFalse();
    assertEverythingIsOnRecord();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  protected void a_rejected_write_is_classified_and_not_repeated(
      Trouble trouble, Class<?> type, FailureClass failureClass) {
    TypeKey key = key();
    farSide().next(RequestPurpose.WRITE, trouble);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway().push(order(key, sample(key))));
    assertFailure(thrown, type, failureClass);
    assertThat(thrown.failure().httpStatus()).isNotNull();
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(1);
    assertEverythingIsOnRecord();
  }

  @ParameterizedTest
  @MethodSource("unclearWrites")
  protected void a_creating_write_without_a_clear_response_is_unknown(
      Trouble trouble, FailureClass failureClass) {
    TypeKey key = key();
    assertUnknown(key, sample(key), trouble, failureClass);
  }

  @ParameterizedTest
  @MethodSource("unclearWrites")
  protected void an_updating_write_without_a_clear_response_is_unknown(
      Trouble trouble, FailureClass failureClass) {
    TypeKey key = key();
    given(key, sample(key));
    assertUnknown(key, changed(key), trouble, failureClass);
  }

  @ParameterizedTest
  @MethodSource("unclearWrites")
  protected void a_removing_write_without_a_clear_response_is_unknown(
      Trouble trouble, FailureClass failureClass) {
    TypeKey key = key();
    given(key, sample(key));
    assertUnknown(removal(key, null), trouble, failureClass);
  }

  private void assertUnknown(
      TypeKey key, Snapshot wanted, Trouble trouble, FailureClass failureClass) {
    assertUnknown(order(key, wanted), trouble, failureClass);
  }

  private void assertUnknown(PushOrder order, Trouble trouble, FailureClass failureClass) {
    farSide().next(RequestPurpose.WRITE, trouble);
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> gatewayFor(trouble).push(order));
    assertFailure(thrown, OutcomeUnknown.class, failureClass);
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(1);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void an_empty_response_to_a_write_is_settled_by_a_read_back() {
    TypeKey key = key();
    for (Snapshot wanted : List.of(sample(key), changed(key))) {
      farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_NOTHING);
      assertThatThrownBy(() -> gateway().push(order(key, wanted)))
          .isInstanceOf(OutcomeUnknown.class);
      assertThat(gateway().readBack(order(key, wanted), null).finding())
          .isEqualTo(ReadBack.Finding.WANTED);
    }
    farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_NOTHING);
    assertThatThrownBy(() -> gateway().push(removal(key, null))).isInstanceOf(OutcomeUnknown.class);
    assertThat(gateway().readBack(removal(key, null), null).finding())
        .isEqualTo(ReadBack.Finding.WANTED);
  }

  @Test
  protected void an_error_with_a_success_status_keeps_the_message_of_the_platform() {
    TypeKey key = key();
    farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_REFUSAL_AS_200);
    assertThatThrownBy(() -> gateway().push(order(key, sample(key))))
        .isInstanceOf(OutcomeUnknown.class)
        .hasMessageContaining("The group is unknown");
  }

  @Test
  protected void only_the_platform_can_report_a_missing_type() {
    TypeKey key = key();
    given(key, sample(key));
    for (PushOrder order : List.of(removal(key, null), order(key, changed(key)))) {
      farSide().next(RequestPurpose.READ, Trouble.ANSWERS_FOREIGN_404);
      PlatformException thrown =
          catchThrowableOfType(PlatformException.class, () -> gateway().push(order));
      assertFailure(thrown, Unavailable.class, INTERMEDIARY_ANSWER);
      assertThat(thrown.failure().failureClass().isRetryable()).isTrue();
    }
    farSide().next(RequestPurpose.READ, Trouble.ANSWERS_FOREIGN_404);
    assertThatThrownBy(() -> gateway().pull(pullOrder(key))).isInstanceOf(Unavailable.class);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
    assertThat(farSide().holds(key)).isTrue();
  }

  @Test
  protected void a_push_returns_the_state_it_left_even_when_it_changed_nothing() {
    TypeKey key = key();
    for (int i = 0; i < 2; i++) {
      PushBaseline pushBaseline = requireNonNull(gateway().push(order(key, sample(key))).base());
      assertThat(pushBaseline.live().content()).isEqualTo(log.lastAnswer().body());
      assertThat(pushBaseline.live().tag()).isEqualTo(live(key).tag());
    }
  }

  @Test
  protected void returns_the_delay_that_the_platform_requests() {
    TypeKey key = key();
    farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_429);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway().push(order(key, sample(key))));
    assertThat(thrown.failure().askedDelay()).contains(Duration.ofSeconds(7));
  }

  @Test
  protected void a_type_that_no_longer_exists_is_not_found() {
    TypeKey key = key();
    given(key, sample(key));
    farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_404);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway().push(order(key, changed(key))));
    assertFailure(thrown, Rejected.class, NOT_FOUND);
  }

  @Test
  protected void an_address_without_a_listener_is_unavailable_and_nothing_was_sent() {
    TypeKey key = key();
    PushOrder order = new PushOrder(unreachable(), key, sample(key), PushOptions.NONE, null, log);
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> gateway().push(order));
    assertFailure(thrown, Unavailable.class, FailureClass.CONNECT_FAILED);
    assertThat(log.answers()).hasSameSizeAs(log.requests());
    assertThat(log.lastAnswer().status()).isNull();
    assertThat(farSide().received()).isEmpty();
  }

  @Test
  protected void credentials_are_never_sent_to_another_origin() {
    TypeKey key = key();
    PushOrder order =
        new PushOrder(atForbiddenOrigin(), key, sample(key), PushOptions.NONE, null, log);
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> gateway().push(order));
    assertFailure(thrown, Rejected.class, FailureClass.ORIGIN_NOT_ALLOWED);
    assertThat(log.requests()).isEmpty();
    assertThat(gateway().credentials(atForbiddenOrigin()).originAllowed()).isFalse();
    ConnectionReport report = gateway().test(atForbiddenOrigin(), log);
    assertThat(report.steps().get(report.steps().size() - 1).failureClass())
        .isEqualTo(FailureClass.ORIGIN_NOT_ALLOWED);
    assertThat(farSide().received()).isEmpty();
  }

  @Test
  protected void a_token_rejected_once_is_replaced_and_the_repeated_request_is_recorded() {
    TypeKey key = key();
    given(key, sample(key));
    farSide().revokeTokens();
    assertThat(gateway().push(order(key, changed(key))).operation()).isEqualTo(Operation.UPDATE);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(1);
    assertThat(log.requests(RequestPurpose.READ)).hasSize(2);
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(1);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void a_write_rejected_for_its_token_is_repeated_with_a_new_one() {
    TypeKey key = key();
    farSide().next(RequestPurpose.WRITE, Trouble.ANSWERS_401);
    assertThat(gateway().push(order(key, sample(key))).operation()).isEqualTo(Operation.CREATE);
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(2);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void a_token_rejected_twice_is_unauthorized() {
    TypeKey key = key();
    farSide().always(RequestPurpose.READ, Trouble.ANSWERS_401);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway().push(order(key, sample(key))));
    assertFailure(thrown, Rejected.class, UNAUTHORIZED);
    assertThat(log.requests(RequestPurpose.READ)).hasSize(2);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(2);
    assertEverythingIsOnRecord();
  }

  static Stream<Arguments> failuresOfTokens() {
    return Stream.of(
        arguments(Trouble.ANSWERS_400, Rejected.class, UNAUTHORIZED),
        arguments(Trouble.ANSWERS_401, Rejected.class, UNAUTHORIZED),
        arguments(Trouble.ANSWERS_403, Rejected.class, UNAUTHORIZED),
        arguments(Trouble.ANSWERS_404, Rejected.class, NOT_FOUND),
        arguments(Trouble.ANSWERS_FOREIGN_404, Unavailable.class, INTERMEDIARY_ANSWER),
        arguments(Trouble.ANSWERS_REFUSAL_AS_200, Rejected.class, UNAUTHORIZED),
        arguments(Trouble.ANSWERS_PAGE, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_ARRAY, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_429, Unavailable.class, RATE_LIMITED),
        arguments(Trouble.ANSWERS_500, Unavailable.class, UNAVAILABLE),
        arguments(Trouble.RESETS_UNREAD, Unavailable.class, CONNECTION_RESET),
        arguments(Trouble.IS_SILENT, Unavailable.class, TIMEOUT),
        arguments(Trouble.ANSWERS_NO_JSON, Unavailable.class, MALFORMED_ANSWER),
        arguments(Trouble.ANSWERS_NOTHING, Unavailable.class, MALFORMED_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTokens")
  protected void a_failed_token_request_is_classified(
      Trouble trouble, Class<?> type, FailureClass failureClass) {
    TypeKey key = key();
    farSide().next(RequestPurpose.TOKEN, trouble);
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gatewayFor(trouble).push(order(key, sample(key))));
    assertFailure(thrown, type, failureClass);
    assertThat(log.requests()).hasSize(1);
    assertThat(log.answers()).allSatisfy(answer -> assertThat(answer.body()).isNull());
    assertEverythingIsOnRecord();
  }

  @Test
  protected void nothing_is_sent_when_the_log_fails() {
    TypeKey key = key();
    for (int nth = 1; nth <= 3; nth++) {
      farSide().revokeTokens();
      int before = farSide().received().size();
      log = new RecordingLog().failingAtStart(nth);
      assertThatThrownBy(() -> gateway().push(order(key, sample(key))))
          .isInstanceOf(RecordingLog.Refusal.class);
      assertThat(farSide().received()).hasSize(before + nth - 1);
    }
    assertThat(farSide().holds(key)).isFalse();
  }

  @Test
  protected void an_end_that_cannot_be_recorded_stops_the_order() {
    TypeKey key = key();
    given(key, sample(key));
    int before = farSide().received().size();
    log = new RecordingLog().failingAtEnd(1);
    assertThatThrownBy(() -> gateway().push(order(key, changed(key))))
        .isInstanceOf(RecordingLog.Refusal.class);
    assertThat(farSide().received()).hasSize(before + 1);
  }

  @Test
  protected void the_far_side_received_exactly_the_recorded_bytes() {
    TypeKey key = key();
    gateway().push(order(key, sample(key)));
    gateway().push(order(key, changed(key)));
    gateway().push(order(key, changed(key)));
    gateway().list(platform(), log);
    gateway().push(removal(key, null));
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(3);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void an_edit_between_reading_and_writing_is_a_conflict_where_the_platform_locks() {
    TypeKey key = key();
    given(key, sample(key));
    PushOrder order =
        new PushOrder(
            platform(),
            key,
            changed(key),
            PushOptions.NONE,
            null,
            new InBetween(log, () -> farSide().edit(key)));
    if (!gateway().capabilities().locks()) {
      assertThat(gateway().push(order).operation()).isEqualTo(Operation.UPDATE);
      assertThat(log.requests(RequestPurpose.WRITE))
          .allSatisfy(
              request ->
                  assertThat(request.headers())
                      .noneMatch(header -> header.name().startsWith("If-")));
      return;
    }
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> gateway().push(order));
    assertFailure(thrown, ConflictFound.class, PRECONDITION_FAILED);
  }

  @Test
  protected void a_creation_by_others_between_reading_and_writing_is_a_conflict() {
    TypeKey key = key();
    PushOrder order =
        new PushOrder(
            platform(),
            key,
            sample(key),
            PushOptions.NONE,
            null,
            new InBetween(log, () -> farSide().edit(key)));
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> gateway().push(order));
    assertFailure(thrown, ConflictFound.class, CONFLICT);
  }

  /** Runs an action after a write was recorded and before it is sent. */
  private record InBetween(RecordingLog log, Runnable happens)
      implements dev.synctrail.gateway.ExchangeLog {
    @Override
    public int starting(Request request) {
      if (request.purpose() == RequestPurpose.WRITE) {
        happens.run();
      }
      return log.starting(request);
    }

    @Override
    public void ended(int number, Answer answer) {
      log.ended(number, answer);
    }
  }

  @Test
  protected void a_read_back_waits_until_reads_have_caught_up() {
    TypeKey key = key();
    farSide().lag(2);
    farSide().next(RequestPurpose.WRITE, Trouble.RESETS_DONE);
    PushOrder order = order(key, sample(key));
    assertThatThrownBy(() -> gateway().push(order)).isInstanceOf(OutcomeUnknown.class);
    assertThat(gateway().readBack(order, null).finding()).isEqualTo(ReadBack.Finding.WANTED);
    assertThat(log.requests(RequestPurpose.READ_BACK)).hasSize(3);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void a_read_back_distinguishes_a_missing_write_from_an_edit_by_others() {
    TypeKey key = key();
    given(key, sample(key));
    Snapshot before = live(key).content();
    farSide().next(RequestPurpose.WRITE, Trouble.RESETS_UNDONE);
    PushOrder order = order(key, changed(key));
    assertThatThrownBy(() -> gateway().push(order)).isInstanceOf(OutcomeUnknown.class);
    assertThat(gateway().readBack(order, before).finding()).isEqualTo(ReadBack.Finding.AS_BEFORE);
    farSide().edit(key);
    ReadBack other = gateway().readBack(order, before);
    assertThat(other.finding()).isEqualTo(ReadBack.Finding.OTHER);
    assertThat(other.found()).isPresent();
    farSide().remove(key);
    assertThat(gateway().readBack(order, before).finding()).isEqualTo(ReadBack.Finding.OTHER);
    assertThat(gateway().readBack(order, before).found()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWERS_503", "RESETS_UNREAD", "ANSWERS_NO_JSON"})
  protected void a_read_back_that_cannot_read_is_unavailable(Trouble trouble) {
    TypeKey key = key();
    farSide().next(RequestPurpose.READ_BACK, trouble);
    PushOrder order = order(key, sample(key));
    assertThatThrownBy(() -> gateway().readBack(order, null)).isInstanceOf(Unavailable.class);
    assertEverythingIsOnRecord();
  }

  @Test
  protected void rejects_content_that_is_too_large_or_no_object_before_anything_is_sent() {
    TypeKey key = key();
    byte[] large = new byte[Snapshot.LIMIT + 1];
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway().push(order(key, Snapshot.of(large))));
    assertFailure(thrown, Rejected.class, FailureClass.PAYLOAD_TOO_LARGE);
    assertThat(thrown).hasMessageContaining("10000001").hasMessageContaining("10000000");
    for (String content : List.of("[]", "{", "{\"key\":\"SomebodyElse\"}")) {
      PlatformException refused =
          catchThrowableOfType(
              PlatformException.class, () -> gateway().push(order(key, Snapshot.ofText(content))));
      assertFailure(refused, Rejected.class, FailureClass.INVALID_CONTENT);
    }
    assertThat(log.requests()).isEmpty();
    assertThat(farSide().received()).isEmpty();
  }

  @Test
  protected void the_connection_test_never_throws_for_a_failure() {
    ConnectionReport unreachable = gateway().test(unreachable(), log);
    assertThat(last(unreachable).failureClass()).isEqualTo(FailureClass.CONNECT_FAILED);
    farSide().next(RequestPurpose.TOKEN, Trouble.ANSWERS_401);
    ConnectionReport refused = gateway().test(platform(), log);
    assertThat(last(refused).name()).isEqualTo("token");
    assertThat(last(refused).failureClass()).isEqualTo(UNAUTHORIZED);
    for (Trouble trouble :
        List.of(Trouble.ANSWERS_404, Trouble.ANSWERS_403, Trouble.ANSWERS_NO_JSON)) {
      farSide().next(RequestPurpose.READ, trouble);
      ConnectionReport broken = gateway().test(platform(), log);
      assertThat(last(broken).name()).isEqualTo("read");
      assertThat(last(broken).failureClass()).isNotNull();
    }
  }

  private static ConnectionReport.Step last(ConnectionReport report) {
    return report.steps().get(report.steps().size() - 1);
  }

  @Test
  protected void a_failed_pull_is_classified() {
    TypeKey key = key();
    farSide().next(RequestPurpose.READ, Trouble.ANSWERS_503);
    assertThatThrownBy(() -> gateway().pull(new PullOrder(platform(), key, log)))
        .isInstanceOf(Unavailable.class);
    farSide().next(RequestPurpose.READ, Trouble.ANSWERS_NO_JSON);
    assertThatThrownBy(() -> gateway().list(platform(), log)).isInstanceOf(Unavailable.class);
  }

  /** The recorded requests must match those received. */
  protected void assertEverythingIsOnRecord() {
    assertThat(log.answers()).hasSameSizeAs(log.requests());
    List<Request> recorded = log.requests();
    List<Received> all = farSide().received();
    List<Received> received = all.subList(all.size() - recorded.size(), all.size());
    for (int i = 0; i < recorded.size(); i++) {
      Request request = recorded.get(i);
      Received arrived = received.get(i);
      assertThat(arrived.method()).isEqualTo(request.method());
      assertThat(request.url().toString()).endsWith(arrived.target());
      assertThat(arrived.token()).isEqualTo(request.purpose() == RequestPurpose.TOKEN);
      if (request.body() != null && arrived.complete()) {
        assertThat(Snapshot.of(arrived.body())).isEqualTo(request.body());
      } else if (request.purpose() != RequestPurpose.TOKEN && request.body() == null) {
        assertThat(arrived.body()).isEmpty();
      }
    }
  }
}
