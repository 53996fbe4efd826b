package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link Syncs}. */
public abstract class SyncsContract {
  private static final Set<SyncStatus> NOT_FAILED =
      EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final VersionLink V1 = new VersionLink("a1".repeat(32), "b1".repeat(32));
  private static final VersionLink V2 = new VersionLink("a2".repeat(32), "b2".repeat(32));
  private static final Failure FAILURE =
      new Failure(
          FailureClass.REJECTED,
          "POST answered 400",
          400,
          "Invalid",
          List.of(new FieldError("/properties/a", "is \"wrong\"")),
          null);

  /** Returns empty syncs. */
  protected abstract Syncs syncs();

  /** Returns a sync's events in order. */
  protected abstract List<SyncEvent> events(SyncId id);

  /** Makes what was written so far visible to later reads. */
  protected void commit() {}

  private static PayloadReference reference(String text) {
    return PayloadReference.of(Snapshot.ofText(text));
  }

  private static Intent.Cause cause() {
    return new Intent.Cause("ann", null, null, null, null, null, null);
  }

  private Sync added(
      Instant at, Direction direction, PushOptions options, Recorder recorder, VersionLink link) {
    Sync sync =
        Sync.begin(
            new Intent(SyncId.at(at), ARTICLE, CMS, direction, cause(), options, recorder, at),
            link,
            Target.NONE,
            null);
    syncs().add(sync);
    syncs().append(new SyncEvent(sync.id(), Kind.BEGUN, at, "ann", null));
    return sync;
  }

  private Sync push(Instant at, VersionLink link) {
    return added(at, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE, link);
  }

  private static Sync succeeded(Sync sync) {
    return sync.concluded(PushResult.whole(Operation.UPDATE, 200), SettledBy.ANSWER, NOON);
  }

  private static Sync failed(Sync sync) {
    return sync.failed(FAILURE, true, SettledBy.ANSWER, NOON);
  }

  private Sync kept(Sync sync) {
    syncs().update(sync);
    commit();
    assertThat(syncs().find(sync.id())).isEqualTo(syncs().lock(sync.id()));
    return syncs().lock(sync.id()).orElseThrow();
  }

  @Test
  void returns_syncs_as_they_were_begun() {
    Instant earlier = NOON.minusSeconds(60);
    Sync sync =
        Sync.begin(
            new Intent(
                SyncId.at(earlier),
                ARTICLE,
                CMS,
                Direction.PUSH,
                new Intent.Cause(
                    "ann",
                    "bob",
                    "release «7»",
                    "{\"a\":1}",
                    RunId.at(earlier),
                    SyncId.at(earlier),
                    "4bf92f3577b34da6a3ce929d0e0e4736"),
                new PushOptions(true, true),
                Recorder.OUTSIDE,
                NOON),
            V1,
            new Target(3, "f1ngerpr1nt", "optimizely/1", "v1"),
            reference("{}"));

    syncs().add(sync);
    commit();

    assertThat(syncs().lock(sync.id())).contains(sync);
    assertThat(syncs().lock(SyncId.at(NOON))).isEmpty();
  }

  @Test
  void stores_every_next_state() {
    Sync begun = push(NOON, V1);
    Sync sending =
        begun
            .targeting(new Target(1, "abc", "memory/1", "v1"))
            .sending(NOON.plusMillis(5))
            .holding(PayloadRole.BEFORE, reference("before"))
            .writing(new PayloadReference(Snapshot.ofText("large").checksum(), 20_000_000, true))
            .holding(PayloadRole.ANSWERED, reference("answer"));
    assertThat(kept(sending)).isEqualTo(sending);

    Sync unknown = sending.tried(FAILURE).unknown(Failure.of(FailureClass.TIMEOUT, "late"));
    assertThat(kept(unknown)).isEqualTo(unknown);

    Sync partial =
        unknown
            .linkedTo(V2)
            .concluded(
                new PushResult(
                    Operation.UPDATE,
                    207,
                    List.of(new Item("a", true, null), new Item("b", false, "too \"long\""))),
                SettledBy.READ_BACK,
                NOON.plusSeconds(9));
    assertThat(kept(partial)).isEqualTo(partial);
  }

  @Test
  void stores_any_text_from_other_systems() {
    for (String bad : List.of("\0", "\ud83d", "\ude00", "a\0b\ud83d", "\ud83d\ude00", "\"\\\0")) {
      Failure failure =
          new Failure(
              FailureClass.REJECTED,
              "no " + bad,
              400,
              bad,
              List.of(new FieldError(bad, bad)),
              null);
      Sync sync = push(NOON, V1).sending(NOON);
      Attempt attempt =
          Attempt.open(new AttemptKey(sync.id().value(), 1, 1), Trigger.FIRST, "lane", NOON, null);
      syncs().open(attempt);
      syncs().started(exchange(sync.id().value(), NOON));
      assertThat(syncs().ended(answered(sync.id().value(), bad))).isTrue();
      syncs().close(attempt.key(), Outcome.FAILED, failure, NOON);
      syncs().append(new SyncEvent(sync.id(), Kind.FAILED, NOON, "synctrail", bad));
      syncs().confirm();
      Sync partial =
          sync.concluded(
              new PushResult(
                  Operation.UPDATE,
                  200,
                  List.of(new Item("a", true, null), new Item(bad, false, bad))),
              SettledBy.ANSWER,
              NOON);

      assertThat(kept(sync.tried(failure))).isEqualTo(sync.tried(failure));
      assertThat(kept(partial)).isEqualTo(partial);
      assertThat(syncs().attempts(sync.id()))
          .extracting(Attempt::failure)
          .extracting(kept -> kept == null ? null : kept.message())
          .containsExactly(failure.message());
      assertThat(syncs().exchanges(sync.id().value(), 1))
          .containsExactly(answered(sync.id().value(), bad));
      assertThat(events(sync.id()))
          .extracting(SyncEvent::cause)
          .contains(ForeignText.storable(bad));
    }
  }

  private static Exchange exchange(UUID workId, Instant at) {
    return new Exchange(
        workId,
        1,
        1,
        RequestPurpose.WRITE,
        "POST",
        URI.create("http://memory"),
        List.of(),
        null,
        at,
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }

  private static Exchange answered(UUID workId, String text) {
    return new Exchange(
        workId,
        1,
        1,
        RequestPurpose.WRITE,
        "POST",
        URI.create("http://memory"),
        List.of(),
        null,
        NOON,
        400,
        List.of(new Header("X-" + text, text)),
        reference("raw"),
        NOON,
        FailureClass.REJECTED,
        Failure.of(FailureClass.REJECTED, text).message());
  }

  @Test
  void removes_the_failure_of_a_sync_that_succeeded() {
    Sync sync = push(NOON, V1).tried(FAILURE);
    assertThat(kept(sync)).isEqualTo(sync);

    Sync succeeded = succeeded(sync);

    assertThat(kept(succeeded)).isEqualTo(succeeded);
    assertThat(succeeded.state().failure()).isNull();
  }

  @Test
  void a_state_kept_is_the_one_locked_next_in_the_same_transaction() {
    Sync sync = push(NOON, V1);
    Sync sending = sync.sending(NOON);

    syncs().update(sending);

    assertThat(syncs().lock(sync.id())).contains(sending);
  }

  @Test
  void rejects_updates_of_an_unknown_sync() {
    Sync other =
        Sync.begin(
            new Intent(
                SyncId.at(NOON),
                ARTICLE,
                CMS,
                Direction.PUSH,
                cause(),
                PushOptions.NONE,
                Recorder.ENGINE,
                NOON),
            V1,
            Target.NONE,
            null);

    assertThatThrownBy(() -> syncs().update(other)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void returns_the_version_of_the_last_successful_push() {
    assertThat(syncs().lastPushed(ARTICLE, CMS)).isEmpty();
    kept(succeeded(push(NOON, V1)));
    kept(succeeded(push(NOON.plusMillis(1), V2)));
    kept(failed(push(NOON.plusMillis(2), V1)));
    push(NOON.plusMillis(3), V1);
    kept(
        succeeded(
            added(
                NOON.plusMillis(4),
                Direction.PUSH,
                new PushOptions(true, false),
                Recorder.ENGINE,
                V1)));
    kept(
        succeeded(
            added(NOON.plusMillis(5), Direction.PULL, PushOptions.NONE, Recorder.ENGINE, V1)));
    commit();

    assertThat(syncs().lastPushed(ARTICLE, CMS)).contains(V2);
    assertThat(syncs().lastPushed(ARTICLE, new PlatformId("other"))).isEmpty();
    assertThat(syncs().lastPushed(new TypeKey("Other"), CMS)).isEmpty();
  }

  @Test
  void a_push_is_superseded_by_a_later_one_that_did_not_fail() {
    Sync first = push(NOON, V1);
    commit();
    assertThat(syncs().supersededBy(first, NOT_FAILED)).isEmpty();

    kept(failed(push(NOON.plusMillis(1), V2)));
    assertThat(syncs().supersededBy(first, NOT_FAILED)).isEmpty();

    Sync open = push(NOON.plusMillis(2), V2);
    commit();
    assertThat(syncs().supersededBy(first, NOT_FAILED)).contains(open.id());
    assertThat(syncs().supersededBy(open, NOT_FAILED)).isEmpty();

    assertThat(syncs().supersededBy(first, EnumSet.of(SyncStatus.SUCCESS, SyncStatus.UNKNOWN)))
        .isEmpty();

    kept(succeeded(open));
    assertThat(syncs().supersededBy(first, NOT_FAILED)).contains(open.id());
    assertThat(syncs().supersededBy(first, EnumSet.of(SyncStatus.SUCCESS, SyncStatus.UNKNOWN)))
        .contains(open.id());
  }

  @Test
  void a_push_that_changed_nothing_supersedes_only_pushes_of_other_versions() {
    Sync first = push(NOON, V1);
    Sync other = push(NOON.plusMillis(1), V2);
    kept(failed(other));
    Sync found = push(NOON.plusMillis(2), V1);
    kept(found.concluded(PushResult.whole(Operation.NONE, 200), SettledBy.ANSWER, NOON));
    commit();

    assertThat(syncs().supersededBy(first, NOT_FAILED)).isEmpty();
    assertThat(syncs().supersededBy(other, NOT_FAILED)).contains(found.id());
    assertThat(syncs().changedSince(first)).isEmpty();

    Sync open = push(NOON.plusMillis(3), V1);
    commit();
    assertThat(syncs().supersededBy(first, NOT_FAILED)).contains(open.id());
    assertThat(syncs().changedSince(first)).contains(open.id());
    kept(succeeded(open));
    commit();
    assertThat(syncs().changedSince(first)).contains(open.id());
    assertThat(syncs().changedSince(open)).isEmpty();
  }

  @Test
  void the_push_that_landed_before_is_found_whether_it_changed_anything_or_not() {
    Sync first = kept(succeeded(push(NOON, V1)));
    Sync found = push(NOON.plusMillis(1), V2);
    Sync same =
        kept(found.concluded(PushResult.whole(Operation.NONE, 200), SettledBy.ANSWER, NOON));
    kept(failed(push(NOON.plusMillis(2), V2)));
    added(NOON.plusMillis(3), Direction.PUSH, new PushOptions(true, false), Recorder.ENGINE, V1);
    Sync open = push(NOON.plusMillis(4), V2);
    commit();

    assertThat(syncs().landedBefore(open)).map(Sync::id).contains(same.id());
    assertThat(syncs().landedBefore(same)).map(Sync::id).contains(first.id());
    assertThat(syncs().landedBefore(first)).isEmpty();
  }

  @Test
  void no_push_is_superseded_by_a_dry_run_or_a_pull_or_another_type() {
    Sync first = push(NOON, V1);
    added(NOON.plusMillis(1), Direction.PUSH, new PushOptions(true, false), Recorder.ENGINE, V1);
    added(NOON.plusMillis(2), Direction.PULL, PushOptions.NONE, Recorder.ENGINE, V1);
    for (Intent other :
        List.of(intent(new TypeKey("Other"), CMS), intent(ARTICLE, new PlatformId("other")))) {
      syncs().add(Sync.begin(other, V1, Target.NONE, null));
    }
    commit();

    assertThat(syncs().supersededBy(first, NOT_FAILED)).isEmpty();
  }

  private static Intent intent(TypeKey typeKey, PlatformId platform) {
    Instant later = NOON.plusSeconds(1);
    return new Intent(
        SyncId.at(later),
        typeKey,
        platform,
        Direction.PUSH,
        cause(),
        PushOptions.NONE,
        Recorder.ENGINE,
        later);
  }

  @Test
  void stores_attempts_in_order_and_each_number_once() {
    Sync sync = push(NOON, V1);
    Attempt second =
        Attempt.open(
            new AttemptKey(sync.id().value(), 2, 8),
            Trigger.RETRY,
            "lane-1",
            NOON.plusMillis(9),
            new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true));
    Attempt first =
        Attempt.open(new AttemptKey(sync.id().value(), 1, 7), Trigger.FIRST, null, NOON, null);
    syncs().open(second);
    syncs().open(first);
    commit();

    assertThat(syncs().attempts(sync.id())).containsExactly(first, second);
    assertThatThrownBy(() -> syncs().open(first))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("Attempt 1 of " + sync.id());
    assertThat(syncs().attempts(SyncId.at(NOON))).isEmpty();
  }

  @Test
  void stores_the_end_of_an_attempt() {
    Sync sync = push(NOON, V1);
    Attempt open =
        Attempt.open(
            new AttemptKey(sync.id().value(), 1, 7),
            Trigger.FIRST,
            "lane-1",
            NOON,
            InMemoryTrail.UNTRACED);
    syncs().open(open);
    Failure timeout = new Failure(FailureClass.TIMEOUT, "late", 504, "Late", List.of(), null);
    commit();

    assertThat(syncs().attempts(sync.id())).containsExactly(open);
    syncs().close(open.key(), Outcome.UNKNOWN, timeout, NOON.plusMillis(3));

    assertThat(syncs().attempts(sync.id()))
        .containsExactly(
            new Attempt(
                sync.id(),
                1,
                Trigger.FIRST,
                7,
                "lane-1",
                NOON,
                NOON.plusMillis(3),
                Outcome.UNKNOWN,
                timeout,
                null,
                InMemoryTrail.UNTRACED));
    commit();
    assertThatThrownBy(() -> syncs().close(open.key(), Outcome.SUCCEEDED, null, NOON))
        .isInstanceOf(IllegalTransition.class);
    AttemptKey never = new AttemptKey(sync.id().value(), 2, 7);
    assertThatThrownBy(() -> syncs().close(never, Outcome.SUCCEEDED, null, NOON))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("Attempt " + never + " is not open");
  }

  @Test
  void stores_an_attempt_that_was_reported_completely() {
    Sync sync = push(NOON, V1);
    Attempt reported =
        Attempt.reported(
            sync.id(),
            4,
            NOON,
            NOON.plusMillis(3),
            Failure.of(FailureClass.REPORTED, "no"),
            reference("answer"));
    syncs().open(reported);
    commit();

    assertThat(syncs().attempts(sync.id())).containsExactly(reported);
  }

  private static Exchange exchange(UUID workId, int attempt, int number) {
    return exchange(workId, attempt, number, RequestPurpose.WRITE);
  }

  private static Exchange exchange(
      UUID workId, int attempt, int number, RequestPurpose requestPurpose) {
    return new Exchange(
        workId,
        attempt,
        number,
        requestPurpose,
        "PATCH",
        URI.create("https://cms.example/contenttypes/ArticlePage?x=1"),
        List.of(
            new Header("Authorization", "«redacted»"), new Header("X", "1"), new Header("X", "2")),
        reference("body " + number),
        NOON,
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }

  private static Exchange ended(Exchange begun, @Nullable Integer status) {
    return new Exchange(
        begun.workId(),
        begun.attempt(),
        begun.number(),
        begun.purpose(),
        begun.method(),
        begun.url(),
        begun.requestHeaders(),
        begun.request(),
        begun.startedAt(),
        status,
        status == null ? List.of() : List.of(new Header("ETag", "\"7\"")),
        status == null ? null : reference("answer"),
        NOON.plusMillis(8),
        status == null ? FailureClass.TIMEOUT : null,
        status == null ? "late" : null);
  }

  @Test
  void returns_whether_any_attempt_wrote() {
    SyncId reading = SyncId.at(NOON);
    syncs().started(exchange(reading.value(), 1, 1, RequestPurpose.READ));
    SyncId writing = SyncId.at(NOON);
    syncs().started(exchange(writing.value(), 2, 1));
    commit();

    assertThat(syncs().wrote(writing)).isTrue();
    assertThat(syncs().wrote(reading)).isFalse();
  }

  @Test
  void stores_the_basis_of_a_push_until_it_has_its_outcome() {
    Sync push = push(NOON, V1);
    PayloadReference found = PayloadReference.of(Snapshot.ofText("{\"found\":1}"));
    PayloadReference merged = PayloadReference.of(Snapshot.ofText("{\"merged\":1}"));
    assertThat(syncs().basis(push.id())).isEmpty();

    syncs().decided(push.id(), new PushBasis(found, null));
    commit();
    assertThat(syncs().basis(push.id())).contains(new PushBasis(found, null));

    syncs().decided(push.id(), new PushBasis(merged, merged));
    commit();
    assertThat(syncs().basis(push.id())).contains(new PushBasis(found, merged));

    kept(failed(push));
    commit();
    assertThat(syncs().basis(push.id())).isEmpty();
  }

  @Test
  void the_basis_of_a_push_may_be_a_missing_type() {
    Sync push = push(NOON, V1);

    syncs().decided(push.id(), new PushBasis(null, null));
    commit();

    assertThat(syncs().basis(push.id())).contains(new PushBasis(null, null));
  }

  @Test
  void stores_every_exchange_of_an_attempt_in_order() {
    UUID workId = SyncId.at(NOON).value();
    Exchange first = exchange(workId, 1, 1);
    Exchange second = exchange(workId, 1, 2);
    Exchange ofNextTry = exchange(workId, 2, 1);
    syncs().started(second);
    syncs().started(first);
    syncs().started(ofNextTry);
    commit();
    assertThat(syncs().exchanges(workId, 1)).containsExactly(first, second);

    assertThat(syncs().ended(ended(first, 200))).isTrue();
    assertThat(syncs().ended(ended(second, null))).isTrue();
    commit();

    assertThat(syncs().exchanges(workId, 1))
        .containsExactly(ended(first, 200), ended(second, null));
    assertThat(syncs().exchanges(workId, 2)).containsExactly(ofNextTry);
    assertThat(syncs().exchanges(UUID.randomUUID(), 1)).isEmpty();
    assertThat(syncs().ended(ended(first, 500))).isFalse();
    assertThat(syncs().exchanges(workId, 1)).contains(ended(first, 200));
  }

  @Test
  void stores_an_exchange_whose_start_is_not_stored() {
    UUID workId = SyncId.at(NOON).value();
    Exchange whole = ended(exchange(workId, 1, 1), 200);

    assertThat(syncs().ended(whole)).isTrue();
    commit();

    assertThat(syncs().exchanges(workId, 1)).containsExactly(whole);
  }

  @Test
  void a_read_may_be_stored_again_and_a_write_may_not() {
    UUID workId = SyncId.at(NOON).value();
    Exchange read = exchange(workId, 1, 1, RequestPurpose.READ);
    Exchange write = exchange(workId, 1, 2, RequestPurpose.WRITE);
    syncs().started(read);
    syncs().started(write);
    commit();

    syncs().started(read);
    commit();

    assertThat(syncs().exchanges(workId, 1)).containsExactly(read, write);
    assertThatThrownBy(() -> syncs().started(write)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void stores_events_in_the_order_of_their_recording() {
    Sync sync = push(NOON, V1);
    SyncEvent later =
        new SyncEvent(sync.id(), Kind.TRY_OPENED, NOON.plusSeconds(1), "synctrail", "try 1");
    SyncEvent last = new SyncEvent(sync.id(), Kind.FAILED, NOON, "synctrail", null);

    syncs().append(later);
    syncs().append(last);
    commit();

    assertThat(events(sync.id()))
        .containsExactly(new SyncEvent(sync.id(), Kind.BEGUN, NOON, "ann", null), later, last);
  }

  @Test
  void finds_open_external_syncs_without_recent_reports() {
    Sync silent = added(NOON, Direction.PUSH, PushOptions.NONE, Recorder.OUTSIDE, V1);
    Sync heard = added(NOON, Direction.PUSH, PushOptions.NONE, Recorder.OUTSIDE, V1);
    syncs().append(new SyncEvent(heard.id(), Kind.REPORTED, NOON.plusSeconds(60), "ann", "try 1"));
    Sync second = added(NOON, Direction.PULL, PushOptions.NONE, Recorder.OUTSIDE, V1);
    kept(failed(added(NOON, Direction.PUSH, PushOptions.NONE, Recorder.OUTSIDE, V1)));
    push(NOON, V1);
    commit();

    assertThat(syncs().leftOpenOutside(NOON.plusSeconds(60), 9))
        .containsExactly(silent.id(), second.id());
    assertThat(syncs().leftOpenOutside(NOON.plusSeconds(60), 1)).containsExactly(silent.id());
    assertThat(syncs().leftOpenOutside(NOON, 9)).isEmpty();
    assertThat(syncs().leftOpenOutside(NOON.plusSeconds(61), 9)).hasSize(3);
  }
}
