package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static dev.synctrail.tracking.InMemoryTrail.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Retrying.Repeated;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult.Item;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetryingTest {
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final Intent.Cause AGAIN =
      new Intent.Cause("eve", null, "again", null, null, null, null);

  private static final UUID ORDER = UUID.randomUUID();

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();

  private SyncId failed(TypeKey typeKey, PushOptions options, Intent.Cause cause) {
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId id = trail.push(typeKey, NEW, options, cause);
    engine.run();
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.FAILED);
    return id;
  }

  private SyncId failed() {
    return failed(ARTICLE, PushOptions.NONE, CAUSE);
  }

  private SyncId succeeded() {
    SyncId id = trail.push(NEW);
    engine.run();
    return id;
  }

  private SyncId repeat(SyncId id) {
    return engine.retrying().sync(id, AGAIN).orElseThrow();
  }

  private void assertRefused(SyncId id, String reason) {
    assertThat(engine.retrying().refusal(id)).contains(reason);
    assertThatThrownBy(() -> repeat(id)).isInstanceOf(IllegalTransition.class).hasMessage(reason);
  }

  @Test
  void retries_a_failed_sync_as_a_new_one_of_the_same_version() {
    SyncId failed = failed(ARTICLE, new PushOptions(false, true), CAUSE);
    Sync before = engine.sync(failed);

    SyncId repeated = repeat(failed);

    Sync sync = engine.sync(repeated);
    assertThat(repeated).isNotEqualTo(failed);
    assertThat(sync.status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync.version()).isEqualTo(VERSION);
    assertThat(sync.intent().cause()).isEqualTo(AGAIN.repeating(failed));
    assertThat(sync.intent().options()).isEqualTo(new PushOptions(false, true));
    assertThat(sync.intent().typeKey()).isEqualTo(ARTICLE);
    assertThat(sync.intent().direction()).isEqualTo(Direction.PUSH);
    assertThat(sync.payload(PayloadRole.INTENDED)).isEqualTo(before.payload(PayloadRole.INTENDED));
    assertThat(engine.sync(failed)).isEqualTo(before);
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));

    engine.run();
    assertThat(engine.sync(repeated).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void retries_a_partial_failure() {
    engine.gateway().takes(List.of(new Item("a", true, null), new Item("b", false, "no")));
    SyncId partial = succeeded();
    assertThat(engine.sync(partial).status()).isEqualTo(SyncStatus.PARTIAL);

    assertThat(engine.sync(repeat(partial)).status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  @Test
  void retries_a_pull_regardless_of_later_syncs() {
    SyncId pull = trail.pull();
    engine.run();
    assertThat(engine.sync(pull).status()).isEqualTo(SyncStatus.FAILED);
    succeeded();

    Sync repeated = engine.sync(repeat(pull));

    assertThat(repeated.intent().direction()).isEqualTo(Direction.PULL);
    assertThat(repeated.payload(PayloadRole.INTENDED)).isEmpty();
  }

  @Test
  void returns_empty_for_a_retry_of_an_unknown_sync() {
    assertThat(engine.retrying().sync(SyncId.at(Instant.EPOCH), AGAIN)).isEmpty();
  }

  @Test
  void rejects_a_retry_of_a_successful_or_running_sync() {
    SyncId done = succeeded();
    assertRefused(done, "Sync " + done + " succeeded");

    SyncId open = trail.push(NEW);
    assertRefused(open, "Sync " + open + " is IN_PROGRESS");
  }

  @Test
  void rejects_overwriting_a_newer_version_with_an_older_one() {
    SyncId failed = failed();
    SyncId later = succeeded();

    assertRefused(
        failed,
        "Sync "
            + failed
            + " was superseded by the later push "
            + later
            + "; a retry could overwrite a newer version with an older one");
  }

  @Test
  void rejects_two_concurrent_retries() {
    SyncId failed = failed();
    repeat(failed);

    assertThatThrownBy(() -> repeat(failed))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("was superseded");
  }

  @Test
  void a_finished_dry_run_is_planned_again_and_never_retried() {
    Run plan =
        trail
            .recordIntent()
            .run(Direction.PUSH, CMS, PushOptions.NONE.asDryRun(), CAUSE, Run.Origin.NONE, 2);
    SyncId dry = failed(ARTICLE, plan.options(), CAUSE.in(plan.id()));
    SyncId good = trail.push(TEASER, NEW, plan.options(), CAUSE.in(plan.id()));
    engine.run();

    String reason = "A finished dry run cannot be retried; plan again";
    assertRefused(dry, reason);
    assertRefused(good, reason);
    assertThatThrownBy(() -> engine.retrying().run(plan.id(), AGAIN))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage(reason);
    assertThat(engine.retrying().each(List.of(dry), ORDER, AGAIN))
        .containsExactly(new Repeated(dry, null, reason));
  }

  @Test
  void within_its_run_a_dry_run_is_retried_as_configured() {
    engine
        .gateway()
        .next(RequestPurpose.READ, FailureCase.unreachable(), FailureCase.unreachable());
    SyncId dry = trail.push(ARTICLE, NEW, PushOptions.NONE.asDryRun(), CAUSE);
    engine.run();

    assertThat(engine.sync(dry).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.sync(dry).state().retryCount()).isEqualTo(2);
  }

  @Test
  void rejects_a_retry_of_an_external_sync() {
    Recording recording =
        new Recording(
            trail.syncs(), trail.syncs(), trail.snapshots(), trail.facts(), trail.clock());
    SyncId outside =
        recording.begin(
            new Recording.Begun(
                ARTICLE, VERSION, CMS, Direction.PUSH, Snapshot.ofText(NEW), CAUSE, null));
    recording.status(
        outside, new Recording.Reported(SyncStatus.UNKNOWN, null, null, List.of(), null), "ann");

    assertRefused(
        outside,
        "Sync " + outside + " was recorded by an external system; only that system can repeat it");
  }

  @Test
  void settles_an_unknown_outcome_immediately() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    engine.gateway().next(RequestPurpose.READ_BACK, FailureCase.unreachable());
    SyncId id = trail.push(NEW);
    engine.step();
    engine.step();
    assertThat(trail.backlog().due(id)).contains(trail.clock().instant().plusSeconds(2));

    assertThat(repeat(id)).isEqualTo(id);

    assertThat(trail.backlog().due(id)).contains(trail.clock().instant());
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
    engine.run();
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void a_user_can_have_an_abandoned_outcome_settled() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    FailureCase[] gone = new FailureCase[40];
    Arrays.fill(gone, FailureCase.unreachable());
    engine.gateway().next(RequestPurpose.READ_BACK, gone);
    SyncId id = trail.push(NEW);
    engine.step();
    while (trail.backlog().due(id).isPresent()) {
      engine.step();
    }
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.UNKNOWN);

    engine.gateway().forget(RequestPurpose.READ_BACK);
    assertThat(repeat(id)).isEqualTo(id);
    engine.run();

    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void an_outcome_being_settled_is_not_queued_twice() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    SyncId id = trail.push(NEW);
    engine.step();
    Opened settling = trail.open();

    assertThat(repeat(id)).isEqualTo(id);

    engine.settling().settle(settling);
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.backlog().due(id)).isEmpty();
  }

  private Run run(int total) {
    return trail
        .recordIntent()
        .run(Direction.PUSH, CMS, new PushOptions(false, true), CAUSE, Run.Origin.NONE, total);
  }

  @Test
  void retries_the_failures_of_a_run_in_a_new_run() {
    Run run = run(2);
    SyncId article = failed(ARTICLE, run.options(), CAUSE.in(run.id()));
    trail.push(TEASER, NEW, run.options(), CAUSE.in(run.id()));
    engine.run();
    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.PARTIAL);

    Run next = engine.retrying().run(run.id(), AGAIN).orElseThrow();

    assertThat(next.retryOf()).isEqualTo(run.id());
    assertThat(next.counts()).isEqualTo(Run.Counts.of(1));
    assertThat(next.actor()).isEqualTo("eve");
    assertThat(next.options()).isEqualTo(run.options());
    assertThat(next.direction()).isEqualTo(Direction.PUSH);
    List<Sync> repeated =
        trail.syncs().all().stream()
            .filter(sync -> next.id().equals(sync.intent().cause().run()))
            .toList();
    assertThat(repeated)
        .extracting(sync -> sync.intent().cause())
        .containsExactly(AGAIN.in(next.id()).repeating(article));
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
    engine.run();
    assertThat(trail.runs().get(next.id()).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void omits_superseded_syncs_from_the_retry_of_a_run() {
    Run run = run(2);
    SyncId article = failed(ARTICLE, run.options(), CAUSE.in(run.id()));
    SyncId teaser = failed(TEASER, run.options(), CAUSE.in(run.id()));
    succeeded();

    Run next = engine.retrying().run(run.id(), AGAIN).orElseThrow();

    assertThat(next.counts().total()).isEqualTo(1);
    assertThat(trail.syncs().all())
        .extracting(sync -> sync.intent().cause().retryOf())
        .contains(teaser)
        .doesNotContain(article);
  }

  @Test
  void returns_the_reason_why_nothing_of_a_run_can_be_retried() {
    Run run = run(1);
    SyncId article = failed(ARTICLE, run.options(), CAUSE.in(run.id()));
    succeeded();

    assertThatThrownBy(() -> engine.retrying().run(run.id(), AGAIN))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageStartingWith("Sync " + article + " was superseded");

    Run good = run(1);
    trail.push(TEASER, NEW, PushOptions.NONE, CAUSE.in(good.id()));
    engine.run();
    assertThatThrownBy(() -> engine.retrying().run(good.id(), AGAIN))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("No sync failed");
  }

  @Test
  void rejects_a_retry_of_an_incomplete_run() {
    Run run = run(2);
    failed(ARTICLE, run.options(), CAUSE.in(run.id()));
    trail.clock().advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> engine.retrying().run(run.id(), AGAIN))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("The run is IN_PROGRESS; failed syncs can be retried when no sync is pending");
  }

  @Test
  void returns_empty_for_a_retry_of_an_unknown_run() {
    assertThat(engine.retrying().run(RunId.at(Instant.EPOCH), AGAIN)).isEmpty();
  }

  @Test
  void retries_each_possible_sync_of_many_and_wakes_the_lanes_once() {
    SyncId article = failed();
    SyncId teaser = failed(TEASER, PushOptions.NONE, CAUSE);
    SyncId done = trail.push(new TypeKey("Done"), NEW, PushOptions.NONE, CAUSE);
    engine.run();
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    SyncId unknown = trail.push(new TypeKey("Unsure"), NEW, PushOptions.NONE, CAUSE);
    engine.step();
    SyncId gone = SyncId.at(Instant.EPOCH);

    List<Repeated> repeated =
        engine.retrying().each(List.of(article, done, gone, unknown, teaser), ORDER, AGAIN);

    assertThat(repeated)
        .extracting(Repeated::sync)
        .containsExactly(article, done, gone, unknown, teaser);
    assertThat(repeated)
        .contains(
            new Repeated(done, null, "Sync " + done + " succeeded"),
            new Repeated(gone, null, "Sync " + gone + " no longer exists"),
            new Repeated(unknown, unknown, null));
    SyncId next = Objects.requireNonNull(repeated.get(4).next());
    assertThat(engine.sync(next).intent().cause()).isEqualTo(AGAIN.repeating(teaser));
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
    engine.run();
    assertThat(engine.sync(next).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.sync(unknown).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Test
  void of_many_only_the_last_sync_of_each_type_is_retried_in_any_order() {
    SyncId first = failed();
    SyncId second = failed();

    List<Repeated> repeated = engine.retrying().each(List.of(first, second), ORDER, AGAIN);

    assertThat(repeated).extracting(Repeated::sync).containsExactly(first, second);
    assertThat(repeated.get(0).refusal()).contains("was superseded by the later push");
    assertThat(repeated.get(1).refusal()).isNull();
  }

  @Test
  void a_type_pushed_in_two_phases_is_retried_with_its_deployment_only() {
    Run run = run(2);
    Intent.Cause of = CAUSE.in(run.id());
    SyncId first = failed(ARTICLE, run.options().with(PushFlag.FIRST_PHASE), of);
    SyncId second = failed(ARTICLE, run.options().with(PushFlag.SECOND_PHASE), of);

    assertThat(engine.retrying().each(List.of(first, second), ORDER, AGAIN))
        .extracting(Repeated::refusal)
        .containsExactly(ofCircle(first, run), ofCircle(second, run));
    assertThat(engine.retrying().run(run.id(), AGAIN).orElseThrow().counts().total()).isEqualTo(2);
  }

  private static String ofCircle(SyncId sync, Run run) {
    return "Sync " + sync + " belongs to a cycle of references; retry its deployment " + run.id();
  }

  @Test
  void pulls_of_a_run_are_retried_too() {
    Run pulls =
        trail.recordIntent().run(Direction.PULL, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    trail
        .recordIntent()
        .sync(
            new Wanted(Direction.PULL, ARTICLE, Sync.VersionLink.NONE, null),
            CMS,
            PushOptions.NONE,
            CAUSE.in(pulls.id()));
    engine.run();

    Run next = engine.retrying().run(pulls.id(), AGAIN).orElseThrow();

    assertThat(next.direction()).isEqualTo(Direction.PULL);
    assertThat(next.counts().total()).isEqualTo(1);
  }
}
