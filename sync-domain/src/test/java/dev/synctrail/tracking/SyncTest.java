package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static dev.synctrail.tracking.InMemoryTrail.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyncTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = NOON.plusSeconds(1);
  private static final PayloadReference INTENDED = reference("{\"intended\":1}");
  private static final Failure BUSY =
      new Failure(FailureClass.UNAVAILABLE, "busy", 503, null, List.of(), null);
  private static final Failure LOST = Failure.of(FailureClass.TIMEOUT, "late");

  private final Sync begun =
      Sync.begin(
          new Intent(
              SyncId.at(NOON),
              ARTICLE,
              CMS,
              Direction.PUSH,
              CAUSE,
              PushOptions.NONE,
              Recorder.ENGINE,
              NOON),
          VERSION,
          Target.NONE,
          INTENDED);

  private static PayloadReference reference(String text) {
    return PayloadReference.of(Snapshot.ofText(text));
  }

  private static Sync succeeded(Sync sync) {
    return sync.concluded(PushResult.whole(Operation.UPDATE, 200), SettledBy.ANSWER, LATER);
  }

  @Test
  void the_earliest_reported_request_sets_the_start_time() {
    assertThat(begun.sent(LATER).sent(NOON).sent(LATER).state().firstSentAt()).isEqualTo(NOON);
    assertThat(begun.sent(NOON).sent(NOON).state().firstSentAt()).isEqualTo(NOON);
    assertThatThrownBy(() -> succeeded(begun).sent(NOON)).isInstanceOf(IllegalTransition.class);
  }

  @Test
  void is_in_progress_at_first_with_the_intended_payload() {
    assertThat(begun.status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(begun.id()).isEqualTo(begun.intent().id());
    assertThat(begun.payload(PayloadRole.INTENDED)).contains(INTENDED);
    assertThat(begun.state())
        .isEqualTo(
            new Sync.State(
                SyncStatus.IN_PROGRESS,
                null,
                null,
                null,
                List.of(),
                0,
                null,
                null,
                null,
                Map.of(PayloadRole.INTENDED, INTENDED)));
    assertThat(Sync.begin(begun.intent(), VERSION, Target.NONE, null).state().payloads()).isEmpty();
  }

  @Test
  void the_first_request_sets_the_start_time() {
    Sync sending = begun.sending(NOON).sending(LATER);

    assertThat(sending.state().firstSentAt()).isEqualTo(NOON);
    assertThat(sending.payload(PayloadRole.INTENDED)).contains(INTENDED);
  }

  @Test
  void a_write_creates_a_missing_type_and_updates_an_existing_one() {
    PayloadReference body = reference("body");

    Sync creating = begun.holding(PayloadRole.ANSWERED, reference("404")).writing(body);
    Sync updating = begun.holding(PayloadRole.BEFORE, reference("before")).writing(body);

    assertThat(creating.state().operation()).isEqualTo(Operation.CREATE);
    assertThat(creating.payload(PayloadRole.SENT)).contains(body);
    assertThat(creating.payload(PayloadRole.ANSWERED)).isEmpty();
    assertThat(updating.state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(updating.payload(PayloadRole.BEFORE)).contains(reference("before"));
  }

  @Test
  void a_removal_is_flagged_and_its_write_removes() {
    Sync removal = wanting(PushOptions.NONE.with(PushFlag.REMOVAL), null);

    assertThat(removal.isRemoval()).isTrue();
    assertThat(removal.desiredState(SyncTest::bytes)).isEqualTo(new DesiredState.Gone());
    assertThat(
            removal
                .holding(PayloadRole.BEFORE, reference("before"))
                .writing(null)
                .state()
                .operation())
        .isEqualTo(Operation.DELETE);
  }

  @Test
  void a_missing_payload_does_not_mean_a_removal() {
    Sync bare = wanting(PushOptions.NONE, null);

    assertThat(bare.isRemoval()).isFalse();
    assertThatThrownBy(() -> bare.desiredState(SyncTest::bytes))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("has no intended payload");
    assertThat(begun.desiredState(SyncTest::bytes))
        .isEqualTo(new DesiredState.Content(Snapshot.ofText("bytes")));
  }

  private static Snapshot bytes(PayloadReference payloadReference) {
    return Snapshot.ofText("bytes");
  }

  private Sync wanting(PushOptions options, @Nullable PayloadReference intended) {
    return Sync.begin(
        meant(begun.intent(), Direction.PUSH, Recorder.ENGINE, options),
        begun.version(),
        Target.NONE,
        intended);
  }

  @Test
  void a_first_phase_that_changed_nothing_has_not_landed() {
    Sync first =
        Sync.begin(
            meant(
                begun.intent(),
                Direction.PUSH,
                Recorder.ENGINE,
                PushOptions.NONE.with(PushFlag.FIRST_PHASE)),
            begun.version(),
            Target.NONE,
            INTENDED);

    assertThat(done(first, Operation.NONE).hasLanded()).isFalse();
    assertThat(done(first, Operation.CREATE).hasLanded()).isTrue();
    assertThat(done(begun, Operation.NONE).hasLanded()).isTrue();
    assertThat(begun.hasLanded()).isFalse();
  }

  private static Sync done(Sync sync, Operation operation) {
    return sync.concluded(PushResult.whole(operation, 200), SettledBy.ANSWER, LATER);
  }

  private static Intent meant(
      Intent intent, Direction direction, Recorder recorder, PushOptions options) {
    return new Intent(
        intent.id(),
        intent.typeKey(),
        intent.platform(),
        direction,
        intent.cause(),
        options,
        recorder,
        intent.createdAt());
  }

  @Test
  void nothing_is_written_while_the_outcome_of_a_write_is_unknown() {
    Sync unknown = begun.writing(reference("body")).unknown(LOST);

    assertThatThrownBy(() -> unknown.writing(reference("again")))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Sync " + begun.id() + " is UNKNOWN and cannot write");
    assertThat(unknown.sending(LATER).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void counts_failed_attempts() {
    Sync thrice = begun.tried(LOST).tried(LOST).failed(BUSY, true, SettledBy.ANSWER, LATER);

    assertThat(thrice.state().retryCount()).isEqualTo(3);
    assertThat(thrice.state().failure()).isEqualTo(BUSY);
    assertThat(thrice.state().httpStatus()).isEqualTo(503);
    assertThat(thrice.state().completedAt()).isEqualTo(LATER);
    assertThat(thrice.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(begun.failed(BUSY, false, SettledBy.CHECK, LATER).state().retryCount()).isZero();
  }

  @Test
  void a_failed_attempt_leaves_it_in_progress() {
    Sync tried = begun.tried(BUSY);

    assertThat(tried.status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(tried.state().failure()).isEqualTo(BUSY);
    assertThat(tried.state().httpStatus()).isEqualTo(503);
    assertThat(begun.unknown(LOST).tried(BUSY).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void an_unknown_outcome_is_no_failed_attempt_until_it_proves_to_be_one() {
    Sync unknown = begun.tried(BUSY).writing(reference("body")).unknown(LOST);
    assertThat(unknown.status()).isEqualTo(SyncStatus.UNKNOWN);
    assertThat(unknown.state().retryCount()).isEqualTo(1);
    assertThat(unknown.state().failure()).isEqualTo(LOST);

    Sync counted = unknown.notApplied(true);
    assertThat(counted.status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(counted.state().retryCount()).isEqualTo(2);
    assertThat(counted.state().failure()).isEqualTo(LOST);
    assertThat(unknown.notApplied(false).state().retryCount()).isEqualTo(1);
    assertThat(unknown.notApplied(false).payload(PayloadRole.SENT)).contains(reference("body"));
  }

  @Test
  void only_an_unknown_outcome_can_turn_out_as_not_applied() {
    assertThatThrownBy(() -> begun.notApplied(true))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Only an unknown outcome can be found not applied");
  }

  @Test
  void success_removes_the_failure_and_keeps_the_count() {
    Sync done = succeeded(begun.sending(NOON).tried(BUSY).writing(reference("body")));

    assertThat(done.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(done.state().failure()).isNull();
    assertThat(done.state().retryCount()).isEqualTo(1);
    assertThat(done.state().operation()).isEqualTo(Operation.UPDATE);
    assertThat(done.state().httpStatus()).isEqualTo(200);
    assertThat(done.state().firstSentAt()).isEqualTo(NOON);
    assertThat(done.state().completedAt()).isEqualTo(LATER);
    assertThat(done.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(done.payload(PayloadRole.SENT)).contains(reference("body"));
  }

  @Test
  void handles_partial_failures() {
    List<Item> items = List.of(new Item("a", true, null), new Item("b", false, "too long"));

    Sync partial =
        begun.concluded(new PushResult(Operation.CREATE, 207, items), SettledBy.READ_BACK, LATER);

    assertThat(partial.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(partial.state().items()).isEqualTo(items);
    assertThat(partial.state().settledBy()).isEqualTo(SettledBy.READ_BACK);
  }

  @Test
  void is_immutable() {
    List<Item> items = new ArrayList<>(List.of(new Item("a", true, null)));
    Map<PayloadRole, PayloadReference> payloadReference =
        new EnumMap<>(Map.of(PayloadRole.SENT, INTENDED));
    Sync.State state =
        new Sync.State(
            SyncStatus.SUCCESS, null, null, null, items, 0, null, null, null, payloadReference);

    items.clear();
    payloadReference.clear();

    assertThat(state.items()).hasSize(1);
    assertThat(state.payloads()).hasSize(1);
  }

  static Stream<Arguments> wishes() {
    Map<String, UnaryOperator<Sync>> transitions =
        Map.of(
            "send", sync -> sync.sending(LATER),
            "write", sync -> sync.writing(INTENDED),
            "record a payload", sync -> sync.holding(PayloadRole.ANSWERED, INTENDED),
            "start an attempt", sync -> sync.targeting(Target.NONE),
            "fail an attempt", sync -> sync.tried(BUSY),
            "become unknown", sync -> sync.unknown(LOST),
            "succeed", SyncTest::succeeded,
            "fail", sync -> sync.failed(BUSY, true, SettledBy.ANSWER, LATER));
    return transitions.entrySet().stream().map(one -> arguments(one.getKey(), one.getValue()));
  }

  @ParameterizedTest(name = "and cannot {0}")
  @MethodSource("wishes")
  void a_terminal_sync_never_changes(String action, UnaryOperator<Sync> transition) {
    List<Sync> terminal =
        List.of(
            succeeded(begun),
            begun.failed(BUSY, true, SettledBy.ANSWER, LATER),
            begun.concluded(
                new PushResult(
                    Operation.UPDATE,
                    200,
                    List.of(new Item("a", true, null), new Item("b", false, "no"))),
                SettledBy.ANSWER,
                LATER));

    for (Sync sync : terminal) {
      assertThatThrownBy(() -> transition.apply(sync))
          .isInstanceOf(IllegalTransition.class)
          .hasMessage("Sync " + sync.id() + " is " + sync.status() + " and cannot " + action);
    }
  }

  @Test
  void links_to_the_version_history_even_when_it_is_terminal() {
    VersionLink other = new VersionLink("v2", "h2");

    assertThat(begun.version()).isEqualTo(VERSION);
    assertThat(succeeded(begun).linkedTo(other).version()).isEqualTo(other);
    assertThat(succeeded(begun).linkedTo(other).state()).isEqualTo(succeeded(begun).state());
  }

  @Test
  void stores_the_options_of_its_request() {
    Target target = new Target(3, "f1ngerpr1nt", "memory/1", "v1");

    assertThat(begun.targeting(target).target()).isEqualTo(target);
    assertThat(begun.targeting(target).state()).isEqualTo(begun.state());
  }

  @Test
  void only_what_is_in_progress_or_unknown_can_still_change() {
    assertThat(Arrays.stream(SyncStatus.values()).filter(status -> !status.isTerminal()))
        .containsExactly(SyncStatus.IN_PROGRESS, SyncStatus.UNKNOWN);
  }

  @Test
  void a_cause_is_equal_in_another_run_or_retry() {
    RunId run = RunId.at(NOON);
    SyncId repeated = SyncId.at(NOON);

    assertThat(CAUSE.in(run).repeating(repeated))
        .isEqualTo(
            new Intent.Cause("ann", "bob", "release", "{\"ticket\":7}", run, repeated, "trace"));
  }

  @Test
  void an_attempt_begins_open() {
    Attempt open =
        Attempt.open(
            new AttemptKey(begun.id().value(), 2, 9),
            Trigger.RETRY,
            "lane-1",
            NOON,
            InMemoryTrail.UNTRACED);
    assertThat(open)
        .isEqualTo(
            new Attempt(
                begun.id(),
                2,
                Trigger.RETRY,
                9,
                "lane-1",
                NOON,
                null,
                null,
                null,
                null,
                InMemoryTrail.UNTRACED));
    assertThat(open.key()).isEqualTo(new AttemptKey(begun.id().value(), 2, 9));
  }

  @Test
  void an_attempt_can_be_reported_completely() {
    assertThat(Attempt.reported(begun.id(), 1, NOON, LATER, null, INTENDED))
        .isEqualTo(
            new Attempt(
                begun.id(),
                1,
                Trigger.FIRST,
                AttemptKey.UNFENCED,
                null,
                NOON,
                LATER,
                Outcome.SUCCEEDED,
                null,
                INTENDED,
                null));
    Attempt second = Attempt.reported(begun.id(), 2, NOON, LATER, BUSY, null);
    assertThat(second.trigger()).isEqualTo(Trigger.RETRY);
    assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(second.failure()).isEqualTo(BUSY);
  }

  @Test
  void is_sent_in_a_batch_only_when_configured_and_when_it_writes_content() {
    PushOptions batched = PushOptions.NONE.with(PushFlag.BATCHED);

    assertThat(goes(batched)).isTrue();
    assertThat(goes(batched.with(PushFlag.REMOVAL))).isFalse();
    assertThat(goes(batched.asDryRun())).isFalse();
    assertThat(goes(PushOptions.NONE)).isFalse();
  }

  private boolean goes(PushOptions options) {
    return wanting(options, INTENDED).goesTogether();
  }

  @Test
  void a_target_can_take_the_credential_of_another() {
    assertThat(
            new Target(3, null, "memory/1", "v1")
                .withCredentialOf(new Target(1, "abc", "memory/0", "v0")))
        .isEqualTo(new Target(3, "abc", "memory/1", "v1"));
  }
}
