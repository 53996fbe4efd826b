package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user can always end a sync whose outcome cannot be determined. */
class SettlingManuallyTest {
  private static final Failure LOST =
      new Failure(
          FailureClass.TIMEOUT, "late", 504, "slow", List.of(new FieldError("a", "b")), null);

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final SettlingManually settling =
      new SettlingManually(
          trail.syncs(),
          trail.snapshots(),
          new Settlement(trail.syncs(), trail.runs(), trail.backlog(), trail.facts()),
          trail.clock());
  private final Run run =
      trail.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
  private final SyncId id = trail.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.in(run.id()));
  private Instant now = trail.clock().instant();

  @BeforeEach
  void it_is_unknown_and_settled_later() {
    trail.facts().fire(new OutcomeLost(trail.open().key(), LOST, now, now));
    trail
        .facts()
        .fire(new SettlingDelayed(trail.open().key(), LOST, now, now.plus(Duration.ofHours(1))));
    trail.clock().advance(Duration.ofMinutes(1));
    now = trail.clock().instant();
  }

  private Sync settled(SyncStatus outcome) {
    Sync sync = settling.settle(id, outcome, "seen in the CMS", "eve").orElseThrow();
    assertThat(trail.sync(id)).isEqualTo(sync);
    return sync;
  }

  private SyncEvent lastEvent() {
    List<SyncEvent> events = trail.syncs().events(id);
    return events.get(events.size() - 1);
  }

  @Test
  void settles_it_as_success_with_the_name_of_the_user() {
    Sync sync = settled(SyncStatus.SUCCESS);

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.PERSON);
    assertThat(sync.state().completedAt()).isEqualTo(now);
    assertThat(lastEvent())
        .isEqualTo(
            new SyncEvent(id, Kind.SUCCEEDED, now, "eve", "settled by a user: seen in the CMS"));
    assertThat(trail.facts().fired(PushLanded.class)).hasSize(1);
  }

  @Test
  void settles_it_as_failed_and_keeps_the_cause_of_the_unknown_outcome() {
    Sync sync = settled(SyncStatus.FAILED);

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.PERSON);
    assertThat(sync.state().retryCount()).isZero();
    assertThat(sync.state().failure())
        .isEqualTo(
            new Failure(
                FailureClass.TIMEOUT,
                "Set to failed by a user: seen in the CMS (late)",
                504,
                "slow",
                List.of(new FieldError("a", "b")),
                null));
    assertThat(lastEvent().kind()).isEqualTo(Kind.FAILED);
    assertThat(trail.facts().fired(PushLanded.class)).isEmpty();
  }

  @Test
  void its_type_is_unblocked_and_its_run_complete() {
    SyncId next = trail.push("{\"next\":1}");
    assertThat(trail.attemptOpening().take(CMS, "lane-2")).isEmpty();

    settled(SyncStatus.FAILED);

    assertThat(trail.take().workId()).isEqualTo(next.value());
    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void nothing_is_settled_while_an_attempt_is_open() {
    trail.open();

    assertThatThrownBy(() -> settled(SyncStatus.FAILED))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("An attempt of sync " + id + " is still running and may determine the outcome");
    assertThat(trail.sync(id).status()).isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void a_settled_sync_never_changes() {
    settled(SyncStatus.SUCCESS);

    assertThatThrownBy(() -> settled(SyncStatus.FAILED))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Sync " + id + " is SUCCESS");
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "PARTIAL", "UNKNOWN"})
  void rejects_other_outcomes(SyncStatus other) {
    assertThatThrownBy(() -> settled(other))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("The outcome must be SUCCESS or FAILED");
  }

  @Test
  void an_unfinished_pull_has_no_content() {
    InMemoryTrail other = InMemoryTrail.empty();
    SyncId pull = other.pull();
    other.syncs().update(other.sync(pull).unknown(LOST));
    SettlingManually hand =
        new SettlingManually(
            other.syncs(),
            other.snapshots(),
            new Settlement(other.syncs(), other.runs(), other.backlog(), other.facts()),
            other.clock());

    assertThatThrownBy(() -> hand.settle(pull, SyncStatus.SUCCESS, "why", "eve"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage(
            "Sync " + pull + " is a pull without a payload; its outcome can only be FAILED");

    assertThat(hand.settle(pull, SyncStatus.FAILED, "why", "eve"))
        .map(Sync::status)
        .contains(SyncStatus.FAILED);
  }

  @Test
  void an_open_external_sync_can_be_settled_and_does_not_count_as_our_push() {
    SyncId outside = SyncId.at(now);
    Sync unknown =
        Sync.begin(
            new Intent(
                outside,
                ARTICLE,
                CMS,
                Direction.PUSH,
                CAUSE,
                PushOptions.NONE,
                Recorder.OUTSIDE,
                now),
            VersionLink.NONE,
            Target.NONE,
            trail.snapshots().keep(Snapshot.ofText("{}")));
    trail
        .syncs()
        .add(
            new Sync(
                unknown.intent(),
                unknown.version(),
                unknown.target(),
                new Sync.State(
                    SyncStatus.UNKNOWN,
                    null,
                    null,
                    null,
                    List.of(),
                    0,
                    null,
                    null,
                    null,
                    unknown.state().payloads())));

    Sync failed = settling.settle(outside, SyncStatus.FAILED, "why", "eve").orElseThrow();

    assertThat(failed.state().failure())
        .isEqualTo(
            Failure.of(
                FailureClass.REPORTED,
                "Set to failed by a user: why (The outcome could not be determined)"));
    assertThat(trail.facts().fired(SyncSettled.class)).hasSize(1);

    trail.syncs().update(unknown.unknown(LOST));
    settling.settle(outside, SyncStatus.SUCCESS, "why", "eve");

    assertThat(trail.sync(outside).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.facts().fired(PushLanded.class)).isEmpty();
  }

  @Test
  void returns_empty_for_an_unknown_sync() {
    assertThat(settling.settle(SyncId.at(now), SyncStatus.FAILED, "why", "eve")).isEmpty();
  }
}
