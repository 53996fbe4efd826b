package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static dev.synctrail.tracking.InMemoryTrail.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Recording.Begun;
import dev.synctrail.tracking.Recording.Reported;
import dev.synctrail.tracking.Recording.Tried;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingTest {
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final Snapshot DATA = Snapshot.ofText("{\"a\":1}");
  private static final Snapshot ANSWER = Snapshot.ofText("{\"ok\":true}");

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Instant now = trail.clock().instant();
  private final Recording recording =
      new Recording(trail.syncs(), trail.syncs(), trail.snapshots(), trail.facts(), trail.clock());

  private SyncId begun(Direction direction, Snapshot data, @Nullable Instant startedAt) {
    return recording.begin(new Begun(ARTICLE, VERSION, CMS, direction, data, CAUSE, startedAt));
  }

  private final SyncId id = begun(Direction.PUSH, DATA, null);

  private static Reported reported(SyncStatus status, @Nullable String message) {
    return new Reported(status, null, message, List.of(), null);
  }

  private Sync sync() {
    return trail.sync(id);
  }

  private SyncEvent lastEvent() {
    List<SyncEvent> events = trail.syncs().events(id);
    return events.get(events.size() - 1);
  }

  @Test
  void records_a_push_of_another_system_with_its_data() {
    assertThat(sync().intent())
        .isEqualTo(
            new Intent(
                id, ARTICLE, CMS, Direction.PUSH, CAUSE, PushOptions.NONE, Recorder.OUTSIDE, now));
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().target()).isEqualTo(Target.NONE);
    assertThat(sync().version()).isEqualTo(VERSION);
    assertThat(sync().payload(PayloadRole.INTENDED)).contains(PayloadReference.of(DATA));
    assertThat(sync().payload(PayloadRole.SENT)).contains(PayloadReference.of(DATA));
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
    assertThat(trail.snapshots().find(DATA.checksum(), false)).contains(DATA);
    assertThat(trail.syncs().events(id))
        .containsExactly(
            new SyncEvent(id, Kind.BEGUN, now, "ann", "recorded by an external system"));
    assertThat(trail.backlog().due(id)).isEmpty();
    assertThat(id.startedAt()).isEqualTo(now);
  }

  @Test
  void the_data_of_a_pull_is_its_response() {
    Sync pull = trail.sync(begun(Direction.PULL, DATA, null));

    assertThat(pull.payload(PayloadRole.ANSWERED)).contains(PayloadReference.of(DATA));
    assertThat(pull.payload(PayloadRole.INTENDED)).isEmpty();
    assertThat(pull.payload(PayloadRole.SENT)).isEmpty();
  }

  @Test
  void the_id_contains_the_time_of_the_other_system() {
    Instant earlier = now.minusSeconds(90);

    SyncId early = begun(Direction.PUSH, DATA, earlier);

    assertThat(early.startedAt()).isEqualTo(earlier);
    assertThat(trail.sync(early).intent().createdAt()).isEqualTo(now);
  }

  @Test
  void data_over_the_limit_is_a_failed_sync_with_its_beginning() {
    Snapshot huge = Snapshot.of(new byte[10_000_001]);

    SyncId over = begun(Direction.PUSH, huge, null);

    Sync sync = trail.sync(over);
    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(sync.state().failure())
        .isEqualTo(
            Failure.of(
                FailureClass.PAYLOAD_TOO_LARGE,
                "The payload has 10000001 bytes; at most 10000000 are stored"));
    assertThat(sync.state().retryCount()).isZero();
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.CHECK);
    assertThat(sync.state().completedAt()).isEqualTo(now);
    assertThat(sync.payload(PayloadRole.SENT)).contains(PayloadReference.of(huge));
    assertThat(trail.snapshots().find(huge.checksum(), true).orElseThrow().size())
        .isEqualTo(65_536);
  }

  @Test
  void data_at_the_limit_is_a_sync_in_progress() {
    SyncId at = begun(Direction.PUSH, Snapshot.of(new byte[10_000_000]), null);

    assertThat(trail.sync(at).status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void records_each_reported_attempt() {
    Instant end = now.plusMillis(30);

    Attempt first =
        recording.attempt(id, new Tried(1, now, end, "timeout", null), "bob").orElseThrow();
    assertThat(first)
        .isEqualTo(
            Attempt.reported(id, 1, now, end, Failure.of(FailureClass.REPORTED, "timeout"), null));
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(sync().state().firstSentAt()).isEqualTo(now);
    assertThat(sync().state().failure()).isEqualTo(Failure.of(FailureClass.REPORTED, "timeout"));
    assertThat(sync().payload(PayloadRole.ANSWERED)).isEmpty();
    assertThat(lastEvent())
        .isEqualTo(new SyncEvent(id, Kind.REPORTED, now, "bob", "attempt 1: timeout"));

    Attempt second =
        recording.attempt(id, new Tried(2, end, end, null, ANSWER), "bob").orElseThrow();
    assertThat(second.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(second.response()).isEqualTo(PayloadReference.of(ANSWER));
    assertThat(sync().state().retryCount()).isEqualTo(1);
    assertThat(sync().state().firstSentAt()).isEqualTo(now);
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(PayloadReference.of(ANSWER));
    assertThat(trail.snapshots().find(ANSWER.checksum(), false)).contains(ANSWER);
    assertThat(lastEvent().cause()).isEqualTo("attempt 2 succeeded");
    assertThat(trail.syncs().attempts(id)).containsExactly(first, second);
  }

  @Test
  void rejects_an_attempt_number_in_use() {
    recording.attempt(id, new Tried(1, now, now, "no", null), "bob");

    assertThatThrownBy(() -> recording.attempt(id, new Tried(1, now, now, "no", null), "bob"))
        .isInstanceOf(IllegalTransition.class);
    assertThat(sync().state().retryCount()).isEqualTo(1);
  }

  @Test
  void a_success_is_settled_by_the_other_system() {
    trail.clock().advance(Duration.ofSeconds(3));

    Sync done =
        recording
            .status(id, new Reported(SyncStatus.SUCCESS, ANSWER, null, List.of(), null), "bob")
            .orElseThrow();

    assertThat(done).isEqualTo(sync());
    assertThat(done.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(done.state().settledBy()).isEqualTo(SettledBy.OUTSIDE);
    assertThat(done.state().completedAt()).isEqualTo(now.plusSeconds(3));
    assertThat(done.state().firstSentAt()).isEqualTo(now);
    assertThat(done.payload(PayloadRole.ANSWERED)).contains(PayloadReference.of(ANSWER));
    assertThat(lastEvent())
        .isEqualTo(new SyncEvent(id, Kind.REPORTED, now.plusSeconds(3), "bob", "SUCCESS"));
  }

  private static Reported ended(SyncStatus status, Instant completedAt) {
    return new Reported(status, null, null, List.of(), completedAt);
  }

  private Sync.State settled(SyncId sync, Reported how) {
    trail.clock().advance(Duration.ofHours(5));
    return recording.status(sync, how, "bob").orElseThrow().state();
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCESS", "FAILED"})
  void its_end_is_the_time_reported_by_the_other_system(SyncStatus status) {
    SyncId old = begun(Direction.PUSH, DATA, now.minusSeconds(3_600));
    Instant end = now.minusSeconds(3_590);

    Sync.State state = settled(old, ended(status, end));

    assertThat(state.firstSentAt()).isEqualTo(now.minusSeconds(3_600));
    assertThat(state.completedAt()).isEqualTo(end);
    assertThat(trail.facts().fired(SyncSettled.class))
        .extracting(SyncSettled::took)
        .containsExactly(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCESS", "FAILED"})
  void otherwise_its_duration_is_that_of_its_attempts_in_any_order(SyncStatus status) {
    SyncId old = begun(Direction.PUSH, DATA, now.minusSeconds(100));
    recording.attempt(
        old, new Tried(2, now.minusSeconds(80), now.minusSeconds(70), null, null), "bob");
    recording.attempt(
        old, new Tried(1, now.minusSeconds(90), now.minusSeconds(85), "no", null), "bob");
    recording.attempt(
        old, new Tried(3, now.minusSeconds(79), now.minusSeconds(78), "no", null), "bob");

    Sync.State state = settled(old, reported(status, null));

    assertThat(state.firstSentAt()).isEqualTo(now.minusSeconds(90));
    assertThat(state.completedAt()).isEqualTo(now.minusSeconds(70));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCESS", "FAILED"})
  void a_sync_begun_before_its_recording_has_no_duration_until_its_end_is_reported(
      SyncStatus status) {
    SyncId old = begun(Direction.PUSH, DATA, now.minusSeconds(3_600));

    Sync.State state = settled(old, reported(status, null));

    assertThat(state.firstSentAt()).isNull();
    assertThat(state.completedAt()).isEqualTo(now.plus(Duration.ofHours(5)));
    assertThat(trail.facts().fired(SyncSettled.class))
        .singleElement()
        .extracting(SyncSettled::took)
        .isNull();
  }

  @Test
  void rejects_an_end_before_its_start_or_its_last_attempt() {
    Instant begun = now.minusSeconds(100);
    SyncId old = begun(Direction.PUSH, DATA, begun);
    assertThatThrownBy(
            () -> recording.status(old, ended(SyncStatus.SUCCESS, begun.minusMillis(1)), "bob"))
        .isInstanceOf(CompletedTooEarly.class)
        .hasMessage("completedAt " + begun.minusMillis(1) + " is before " + begun);

    Instant last = now.minusSeconds(70);
    recording.attempt(old, new Tried(1, now.minusSeconds(90), last, null, null), "bob");
    assertThatThrownBy(
            () -> recording.status(old, ended(SyncStatus.FAILED, last.minusMillis(1)), "bob"))
        .isInstanceOf(CompletedTooEarly.class);
    assertThat(trail.sync(old).status()).isEqualTo(SyncStatus.IN_PROGRESS);

    assertThat(settled(old, ended(SyncStatus.SUCCESS, last)).completedAt()).isEqualTo(last);
  }

  @Test
  void a_partial_failure_keeps_its_parts() {
    List<Item> items = new ArrayList<>();
    items.add(new Item("a", true, null));
    items.add(new Item("b", false, "too long"));
    Reported partial = new Reported(SyncStatus.PARTIAL, null, null, items, null);
    items.clear();

    Sync done = recording.status(id, partial, "bob").orElseThrow();

    assertThat(done.status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(done.state().items()).hasSize(2);
  }

  @Test
  void a_failure_counts_as_an_attempt_when_none_was_reported() {
    Sync failed = recording.status(id, reported(SyncStatus.FAILED, "refused"), "bob").orElseThrow();

    assertThat(failed.state().failure()).isEqualTo(Failure.of(FailureClass.REPORTED, "refused"));
    assertThat(failed.state().retryCount()).isEqualTo(1);
    assertThat(failed.state().settledBy()).isEqualTo(SettledBy.OUTSIDE);
    assertThat(failed.state().completedAt()).isEqualTo(now);
    assertThat(failed.state().firstSentAt()).isEqualTo(now);
    assertThat(lastEvent().cause()).isEqualTo("refused");
  }

  @Test
  void a_failure_does_not_count_reported_attempts_again() {
    recording.attempt(id, new Tried(1, now, now, "no", null), "bob");

    Sync failed = recording.status(id, reported(SyncStatus.FAILED, null), "bob").orElseThrow();

    assertThat(failed.state().retryCount()).isEqualTo(1);
    assertThat(failed.state().failure())
        .isEqualTo(Failure.of(FailureClass.REPORTED, "Reported as FAILED without a reason"));
  }

  @Test
  void an_unknown_outcome_is_settled_by_a_later_status() {
    assertThat(recording.status(id, reported(SyncStatus.UNKNOWN, "crashed"), "bob"))
        .map(Sync::status)
        .contains(SyncStatus.UNKNOWN);
    assertThat(sync().state().failure()).isEqualTo(Failure.of(FailureClass.REPORTED, "crashed"));

    assertThatThrownBy(() -> recording.status(id, reported(SyncStatus.IN_PROGRESS, null), "bob"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Sync " + id + " is UNKNOWN; only a final status can settle it");

    recording.status(id, reported(SyncStatus.SUCCESS, null), "bob");
    assertThat(sync().status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync().state().failure()).isNull();
  }

  @Test
  void renews_its_lease_by_reporting() {
    Reported still = new Reported(SyncStatus.IN_PROGRESS, ANSWER, "half done", List.of(), null);

    recording.status(id, still, "bob");

    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync().state().completedAt()).isNull();
    assertThat(sync().payload(PayloadRole.ANSWERED)).contains(PayloadReference.of(ANSWER));
    assertThat(lastEvent().cause()).isEqualTo("half done");
  }

  @ParameterizedTest
  @EnumSource
  void rejects_reports_on_a_terminal_sync(SyncStatus status) {
    recording.status(id, reported(SyncStatus.SUCCESS, null), "bob");

    assertThatThrownBy(() -> recording.status(id, reported(status, null), "bob"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Sync " + id + " is SUCCESS and never changes again");
    assertThatThrownBy(() -> recording.attempt(id, new Tried(1, now, now, "no", null), "bob"))
        .isInstanceOf(IllegalTransition.class);
  }

  @Test
  void rejects_external_reports_on_our_own_syncs() {
    SyncId ours = trail.push("{}");

    assertThatThrownBy(() -> recording.status(ours, reported(SyncStatus.SUCCESS, null), "bob"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Sync " + ours + " belongs to Synctrail; external systems cannot update it");
    assertThat(trail.sync(ours).status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void rejects_reports_on_an_unknown_sync() {
    SyncId unknown = SyncId.at(now);

    assertThat(recording.attempt(unknown, new Tried(1, now, now, null, null), "bob")).isEmpty();
    assertThat(recording.status(unknown, reported(SyncStatus.SUCCESS, null), "bob")).isEmpty();
    assertThat(recording.link(unknown, ARTICLE, VERSION, "bob")).isEmpty();
  }

  @Test
  void links_a_version_and_keeps_the_old_link_in_the_events() {
    VersionLink next = new VersionLink("v2", "h1");
    recording.status(id, reported(SyncStatus.SUCCESS, null), "bob");

    Sync linked = recording.link(id, ARTICLE, next, "bob").orElseThrow();

    assertThat(linked).isEqualTo(sync());
    assertThat(sync().version()).isEqualTo(next);
    assertThat(lastEvent())
        .isEqualTo(new SyncEvent(id, Kind.RELINKED, now, "bob", "was v1, is v2"));
  }

  @Test
  void links_a_sync_without_a_version() {
    SyncId loose =
        recording.begin(
            new Begun(ARTICLE, VersionLink.NONE, CMS, Direction.PUSH, DATA, CAUSE, null));

    assertThat(recording.link(loose, ARTICLE, VERSION, "bob")).map(Sync::version).contains(VERSION);
  }

  @Test
  void rejects_a_link_to_another_type_or_other_content() {
    assertThatThrownBy(() -> recording.link(id, new TypeKey("TeaserBlock"), VERSION, "bob"))
        .isInstanceOf(VersionMismatch.class)
        .hasMessage("The version is of type TeaserBlock, the sync is of type ArticlePage");
    assertThatThrownBy(() -> recording.link(id, ARTICLE, new VersionLink("v2", "h2"), "bob"))
        .isInstanceOf(VersionMismatch.class)
        .hasMessage("The content of the version differs from the sync: h1");
    assertThat(sync().version()).isEqualTo(VERSION);
  }

  @Test
  void a_sync_without_reports_becomes_unknown_after_the_lease() {
    trail.clock().advance(LEASE);
    assertThat(recording.expire(LEASE)).isZero();

    trail.clock().advance(Duration.ofMillis(1));
    assertThat(recording.expire(LEASE)).isEqualTo(1);

    assertThat(sync().status()).isEqualTo(SyncStatus.UNKNOWN);
    Failure silent =
        Failure.of(FailureClass.TIMEOUT, "Nothing was reported for PT15M; the outcome is unknown");
    assertThat(sync().state().failure()).isEqualTo(silent);
    assertThat(lastEvent())
        .isEqualTo(
            new SyncEvent(
                id,
                Kind.BECAME_UNKNOWN,
                now.plus(LEASE).plusMillis(1),
                "synctrail",
                silent.message()));
    assertThat(recording.expire(LEASE)).isZero();
  }

  @Test
  void a_sync_reported_within_the_lease_stays_in_progress() {
    trail.clock().advance(LEASE.minusMillis(1));
    recording.attempt(id, new Tried(1, now, now, "no", null), "bob");
    trail.clock().advance(LEASE);

    assertThat(recording.expire(LEASE)).isZero();
    assertThat(sync().status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void an_external_outcome_is_reported_to_the_metrics() {
    recording.status(id, reported(SyncStatus.UNKNOWN, "lost"), "bob");
    assertThat(trail.facts().fired(SyncSettled.class)).isEmpty();

    trail.clock().advance(Duration.ofMillis(40));
    recording.status(id, reported(SyncStatus.FAILED, "refused"), "bob");

    assertThat(trail.facts().fired(SyncSettled.class))
        .containsExactly(
            new SyncSettled(
                CMS,
                Direction.PUSH,
                false,
                SyncStatus.FAILED,
                FailureClass.REPORTED,
                Duration.ofMillis(40)));
  }

  @Test
  void an_oversized_payload_is_reported_to_the_metrics() {
    begun(Direction.PUSH, Snapshot.of(new byte[10_000_001]), null);

    assertThat(trail.facts().fired(SyncSettled.class))
        .extracting(SyncSettled::failureClass)
        .containsExactly(FailureClass.PAYLOAD_TOO_LARGE);
  }
}
