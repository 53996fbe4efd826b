package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Unrecorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One push from its intent to its outcome, including every fault on the way. */
class PushingTest {
  private static final String OLD = "{\"baseType\":\"_page\",\"displayName\":\"Old\"}";
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final Instant noon = engine.trail().clock().instant();

  private Sync pushed(String content) {
    SyncId id = engine.trail().push(content);
    engine.run();
    return engine.sync(id);
  }

  private Sync pushed() {
    return pushed(NEW);
  }

  private List<Attempt> attempts(Sync sync) {
    return engine.trail().syncs().attempts(sync.id());
  }

  private static Failure failure(Sync sync) {
    return Objects.requireNonNull(sync.state().failure());
  }

  private Duration sinceNoon() {
    return Duration.between(noon, engine.trail().clock().instant());
  }

  private static PayloadReference reference(String text) {
    return PayloadReference.of(Snapshot.ofText(text));
  }

  @Test
  void creates_a_missing_type_and_records_every_byte() {
    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().operation()).isEqualTo(Operation.CREATE);
    assertThat(sync.state().httpStatus()).isEqualTo(201);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(sync.payload(PayloadRole.INTENDED)).contains(reference(NEW));
    assertThat(sync.payload(PayloadRole.BEFORE)).isEmpty();
    assertThat(sync.payload(PayloadRole.SENT)).contains(reference(NEW));
    assertThat(sync.payload(PayloadRole.ANSWERED)).contains(reference(NEW));
    assertThat(sync.target()).isEqualTo(new Target(1, "f1ngerpr1nt", "memory/1", "v1"));
    assertThat(engine.trail().syncs().exchanges(sync.id().value()))
        .extracting(Exchange::purpose, Exchange::status)
        .containsExactly(tuple(RequestPurpose.READ, 404), tuple(RequestPurpose.WRITE, 201));
    assertThat(engine.gateway().held(ARTICLE)).contains(NEW);
  }

  @Test
  void updates_an_existing_type_and_stores_its_previous_state() {
    engine.gateway().holds(ARTICLE, OLD);

    Sync sync = pushed();

    assertThat(sync.state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(sync.payload(PayloadRole.BEFORE)).contains(reference(OLD));
  }

  @Test
  void every_request_sent_has_its_recorded_exchange_with_identical_bytes() {
    engine.gateway().holds(ARTICLE, OLD);
    engine
        .gateway()
        .next(RequestPurpose.WRITE, FailureCase.unavailable(503, null), FailureCase.lost(false));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.trail().syncs().exchanges(sync.id().value()))
        .extracting(Exchange::purpose, Exchange::method, Exchange::url, Exchange::request)
        .containsExactlyElementsOf(
            engine.gateway().ledger().stream()
                .map(
                    request ->
                        tuple(
                            request.purpose(),
                            request.method(),
                            request.url(),
                            request.body() == null ? null : PayloadReference.of(request.body())))
                .toList());
  }

  @Test
  void writes_nothing_when_the_desired_state_exists() {
    engine.gateway().holds(ARTICLE, NEW);

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().operation()).isEqualTo(Operation.NONE);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(sync.payload(PayloadRole.SENT)).isEmpty();
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
  }

  @Test
  void a_dry_run_computes_and_writes_nothing() {
    engine.gateway().holds(ARTICLE, OLD);
    SyncId id = engine.trail().push(ARTICLE, NEW, new PushOptions(true, false), CAUSE);

    engine.run();

    Sync sync = engine.sync(id);
    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
    assertThat(engine.gateway().held(ARTICLE)).contains(OLD);
  }

  @Test
  void does_not_push_when_the_start_cannot_be_recorded() {
    SyncId id = engine.trail().push(NEW);
    Opened opened = engine.trail().open();
    engine.trail().syncs().breakDown();

    assertThatThrownBy(() -> engine.pushing().push(opened))
        .isInstanceOf(Unrecorded.class)
        .hasRootCauseMessage("The database is gone");

    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
    engine.trail().syncs().repair();
    engine.run();
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.sync(id).state().retryCount()).isZero();
  }

  @Test
  void nothing_is_written_without_an_observer() {
    engine.trail().push(NEW);
    Opened opened = engine.trail().open();
    engine.trail().facts().unobserved();

    engine.pushing().push(opened);

    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
    assertThat(engine.gateway().held(ARTICLE)).isEmpty();
  }

  @Test
  void a_stale_lane_may_neither_send_nor_record() {
    SyncId id = engine.trail().push(NEW);
    Opened stale = engine.trail().open();
    engine.trail().take();

    assertThatThrownBy(() -> engine.pushing().push(stale)).isInstanceOf(StaleLane.class);

    assertThat(engine.gateway().ledger()).isEmpty();
    assertThat(engine.sync(id).target()).isEqualTo(Target.NONE);
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void three_failures_are_a_retry_count_of_three() {
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            FailureCase.unavailable(503, null),
            FailureCase.unreachable(),
            FailureCase.unavailable(500, null));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync.state().retryCount()).isEqualTo(3);
    assertThat(failure(sync).message()).isEqualTo("The platform answered 500");
    assertThat(sync.state().httpStatus()).isEqualTo(500);
    assertThat(attempts(sync))
        .extracting(Attempt::trigger)
        .containsExactly(Trigger.FIRST, Trigger.RETRY, Trigger.RETRY);
    assertThat(sinceNoon()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void succeeds_at_the_third_attempt_after_two_failures() {
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            FailureCase.unavailable(503, null),
            FailureCase.unavailable(503, null));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().retryCount()).isEqualTo(2);
  }

  @Test
  void obeys_retry_after() {
    engine
        .gateway()
        .next(RequestPurpose.READ, FailureCase.unavailable(429, Duration.ofSeconds(77)));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sinceNoon()).isEqualTo(Duration.ofSeconds(77));
  }

  @Test
  void an_open_breaker_uses_no_attempt() {
    engine.gateway().next(RequestPurpose.READ, FailureCase.deferred(noon.plusSeconds(40)));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(sinceNoon()).isEqualTo(Duration.ofSeconds(40));
    assertThat(attempts(sync))
        .extracting(Attempt::outcome)
        .containsExactly(Outcome.DEFERRED, Outcome.SUCCEEDED);
  }

  @Test
  void a_rejection_by_the_platform_is_recorded_with_its_code_and_fields() {
    engine
        .gateway()
        .next(RequestPurpose.WRITE, FailureCase.refused(400, FailureClass.BREAKING_CHANGE));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync))
        .isEqualTo(
            new Failure(
                FailureClass.BREAKING_CHANGE,
                "The platform answered 400",
                400,
                "code-400",
                List.of(new Failure.FieldError("properties.title", "is wrong")),
                null));
    assertThat(sync.state().retryCount()).isEqualTo(1);
    assertThat(sync.payload(PayloadRole.ANSWERED)).contains(reference("{\"status\":400}"));
    assertThat(sync.payload(PayloadRole.SENT)).contains(reference(NEW));
  }

  @Test
  void a_conflict_is_recorded_and_nothing_is_overwritten() {
    engine.gateway().holds(ARTICLE, OLD);
    engine
        .gateway()
        .next(RequestPurpose.WRITE, FailureCase.conflict(412, FailureClass.PRECONDITION_FAILED));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync).failureClass()).isEqualTo(FailureClass.CONFLICT);
    assertThat(engine.gateway().held(ARTICLE)).contains(OLD);
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_CREDENTIALS", "ORIGIN_NOT_ALLOWED"})
  void content_that_may_not_be_sent_is_recorded_as_our_own_rejection(FailureClass failureClass) {
    engine.gateway().next(RequestPurpose.READ, FailureCase.ownRefusal(failureClass));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync).failureClass()).isEqualTo(failureClass);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(sync.state().firstSentAt()).isNull();
  }

  @Test
  void a_platform_that_was_removed_is_recorded() {
    engine.platforms().remove(CMS);

    Sync sync = pushed();

    assertThat(failure(sync))
        .isEqualTo(Failure.of(FailureClass.PLATFORM_GONE, "Platform cms was removed"));
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void content_that_breaks_the_rules_is_recorded_with_every_violation() {
    Sync sync = pushed("{\"baseType\":\"page\",\"displayName\":7}");

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync).failureClass()).isEqualTo(FailureClass.INVALID_CONTENT);
    assertThat(failure(sync).message())
        .startsWith("The content violates the content type rules: /displayName ")
        .contains("; /baseType ");
    assertThat(failure(sync).fields())
        .extracting(Failure.FieldError::field)
        .containsExactly("/displayName", "/baseType");
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void content_that_cannot_be_read_is_recorded() {
    Sync sync = pushed("{\"baseType\":\"_page\",\"a\":1,\"a\":2}");

    assertThat(failure(sync).failureClass()).isEqualTo(FailureClass.INVALID_CONTENT);
    assertThat(failure(sync).message()).startsWith("/a ");
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  private static String ofSize(int size) {
    String start = "{\"baseType\":\"_page\",\"x\":\"";
    return start + "y".repeat(size - start.length() - 2) + "\"}";
  }

  @Test
  void ten_million_bytes_are_pushed() {
    assertThat(pushed(ofSize(10_000_000)).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void ten_million_bytes_and_one_are_recorded_as_too_large() {
    Sync sync = pushed(ofSize(10_000_001));

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync))
        .isEqualTo(
            Failure.of(
                FailureClass.PAYLOAD_TOO_LARGE,
                "The payload has 10000001 bytes; at most 10000000 are sent and stored"));
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void altered_stored_bytes_are_not_sent() {
    SyncId id = engine.trail().push(NEW);
    engine
        .trail()
        .snapshots()
        .tamper(Snapshot.ofText(NEW).checksum(), false, bytes -> new byte[] {'{', '}'});

    engine.run();

    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(engine.sync(id)).failureClass()).isEqualTo(FailureClass.INTERNAL);
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void content_that_is_not_stored_cannot_be_sent() {
    SyncId id = engine.trail().push(NEW);
    engine.trail().snapshots().lose(Snapshot.ofText(NEW).checksum());

    engine.run();

    assertThat(failure(engine.sync(id)).failureClass()).isEqualTo(FailureClass.INTERNAL);
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void rejected_parts_make_it_partial() {
    List<Item> items = List.of(new Item("a", true, null), new Item("b", false, "too long"));
    engine.gateway().takes(items);

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(sync.state().items()).isEqualTo(items);
    assertThat(attempts(sync)).extracting(Attempt::outcome).containsExactly(Outcome.PARTLY);
  }

  @Test
  void an_internal_error_after_the_write_was_sent_is_settled_by_a_read_back() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.defect());

    Sync sync = pushed();

    assertThat(attempts(sync))
        .extracting(Attempt::outcome)
        .containsExactly(Outcome.UNKNOWN, Outcome.NOT_APPLIED, Outcome.SUCCEEDED);
    assertThat(sync.state().retryCount()).isEqualTo(1);
  }

  @Test
  void a_response_that_cannot_be_recorded_is_no_outcome() {
    SyncId id = engine.trail().push(NEW);
    Opened opened = engine.trail().open();
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.death(true));
    assertThatThrownBy(() -> engine.pushing().push(opened)).isInstanceOf(FailureCase.Death.class);

    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.IN_PROGRESS);
    engine.run();

    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.sync(id).state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isEqualTo(1);
  }

  @Test
  void a_write_applied_despite_its_response_is_found_by_the_next_attempt() {
    engine.gateway().holds(ARTICLE, OLD);
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.unavailable(503, null));
    SyncId id = engine.trail().push(NEW);
    engine.step();
    engine.gateway().holds(ARTICLE, NEW);

    engine.run();

    Sync sync = engine.sync(id);
    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.READ_BACK);
    assertThat(sync.state().httpStatus()).isEqualTo(200);
  }

  @Test
  void a_crash_while_reading_repeats_the_attempt() {
    engine.gateway().next(RequestPurpose.READ, FailureCase.death(false));

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(attempts(sync))
        .extracting(Attempt::outcome)
        .containsExactly(Outcome.INTERRUPTED, Outcome.SUCCEEDED);
  }

  @Test
  void a_truncated_response_is_no_state_before_the_write() {
    engine.gateway().holds(ARTICLE, OLD);
    engine
        .gateway()
        .next(
            RequestPurpose.READ, FailureCase.cutOff(), FailureCase.cutOff(), FailureCase.cutOff());

    Sync sync = pushed();

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync.payload(PayloadRole.BEFORE)).isEmpty();
  }

  @Test
  void a_push_of_a_cancelled_run_reads_and_does_not_write() {
    Run run =
        engine
            .trail()
            .recordIntent()
            .run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
    SyncId id = engine.trail().push(ARTICLE, NEW, PushOptions.NONE, CAUSE.in(run.id()));
    engine.trail().runs().cancel(run.id(), new Run.Cancellation(noon, "ann", null));

    engine.run();

    Sync sync = engine.sync(id);
    assertThat(failure(sync).failureClass()).isEqualTo(FailureClass.CANCELLED);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(engine.gateway().left(RequestPurpose.READ)).isEqualTo(1);
    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
    assertThat(engine.gateway().held(ARTICLE)).isEmpty();
  }
}
