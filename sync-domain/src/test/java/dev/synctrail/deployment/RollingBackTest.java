package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollingBackTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final TypeKey HERO = new TypeKey("HeroBlock");
  private static final String ONE = "{\"baseType\":\"_page\",\"displayName\":\"One\"}";
  private static final String TWO = "{\"baseType\":\"_page\",\"displayName\":\"Two\"}";
  private static final String THREE = "{\"baseType\":\"_page\",\"displayName\":\"Three\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final Deploying deploying = engine.deploying();
  private final RollingBack rollingBack = engine.rollingBack();

  private void stored(TypeKey typeKey, String content) {
    ContentType type = ContentType.read(typeKey, Snapshot.ofText(content));
    engine.trail().snapshots().keepWhole(type.content());
    new Committing(engine.versions(), engine.trail().clock())
        .commit(Commit.onHead(type, VersionSource.UI, "ann", null));
  }

  private Run deployed(List<TypeKey> pushed, List<TypeKey> removed, PushOptions options) {
    Run run =
        deploying.deploy(new DeploymentOrder(CMS, new Named(pushed), removed, options, CAUSE));
    engine.run();
    return engine.trail().runs().get(run.id());
  }

  private Run undone(Run run, PushOptions options) {
    Run next = rollingBack.rollBack(run.id(), options, null, CAUSE).orElseThrow();
    engine.run();
    return engine.trail().runs().get(next.id());
  }

  private List<Sync> syncs(Run run) {
    return engine.trail().syncs().all().stream()
        .filter(sync -> run.id().equals(sync.intent().cause().run()))
        .toList();
  }

  /** Deploys one changed, one new and one removed type. */
  private Run mixed() {
    engine.gateway().holds(ARTICLE, ONE);
    engine.gateway().holds(HERO, THREE);
    stored(ARTICLE, TWO);
    stored(TEASER, ONE);
    return deployed(List.of(ARTICLE, TEASER), List.of(HERO), PushOptions.NONE);
  }

  @Test
  void restores_the_state_before_the_run() {
    Run run = mixed();
    assertThat(engine.gateway().held(ARTICLE)).contains(TWO);
    assertThat(engine.gateway().held(HERO)).isEmpty();

    Run back = undone(run, PushOptions.NONE);

    assertThat(back.status()).isEqualTo(Status.COMPLETED);
    assertThat(back.rollbackOf()).isEqualTo(run.id());
    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
    assertThat(engine.gateway().held(TEASER)).isEmpty();
    assertThat(engine.gateway().held(HERO)).contains(THREE);
    assertThat(syncs(back))
        .extracting(sync -> sync.state().operation())
        .containsExactlyInAnyOrder(Operation.UPDATE, Operation.CREATE, Operation.DELETE);
    assertThat(syncs(back).get(2).intent().typeKey()).isEqualTo(TEASER);
    assertThat(syncs(back))
        .allSatisfy(sync -> assertThat(sync.intent().options().is(PushFlag.EXACTLY)).isTrue());
  }

  @Test
  void a_restored_state_refers_to_the_equivalent_version() {
    stored(ARTICLE, ONE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    String first = engine.versions().head(ARTICLE).orElseThrow().id().hex();
    stored(ARTICLE, TWO);
    Run run = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);

    Sync back = syncs(undone(run, PushOptions.NONE)).get(0);

    assertThat(back.version().versionId()).isEqualTo(first);
    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
  }

  @Test
  void a_state_that_the_platform_altered_is_of_the_version_whose_push_left_it() {
    engine.gateway().stores(sent -> sent.replace("}", ",\"sortOrder\":0}"));
    stored(ARTICLE, ONE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    ContentTypeVersion first = engine.versions().head(ARTICLE).orElseThrow();
    String left = engine.gateway().held(ARTICLE).orElseThrow();
    stored(ARTICLE, TWO);
    Run run = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    engine.gateway().stores(sent -> sent);

    Sync back = syncs(undone(run, PushOptions.NONE)).get(0);

    assertThat(back.version())
        .isEqualTo(new Sync.VersionLink(first.id().hex(), first.contentHash().hex()));
    assertThat(engine.gateway().held(ARTICLE)).contains(left);
    assertThat(engine.trail().syncs().lastPushed(ARTICLE, CMS)).contains(back.version());
    assertThat(engine.determineActions().with(back.id()).orElseThrow().restore().possible())
        .isTrue();
  }

  @Test
  void a_state_that_others_left_is_of_no_version() {
    stored(ARTICLE, ONE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    engine.gateway().holds(ARTICLE, THREE);
    stored(ARTICLE, TWO);
    Run run = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE.on(OnConflict.OVERWRITE));

    Sync back = syncs(undone(run, PushOptions.NONE)).get(0);

    assertThat(back.version().versionId()).isNull();
    assertThat(engine.gateway().held(ARTICLE)).contains(THREE);
  }

  @Test
  void a_type_changed_by_a_later_push_is_kept_and_recorded_as_rejected() {
    Run run = mixed();
    stored(ARTICLE, THREE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);

    Run back = undone(run, PushOptions.NONE);

    assertThat(back.status()).isEqualTo(Status.PARTIAL);
    assertThat(engine.gateway().held(ARTICLE)).contains(THREE);
    assertThat(engine.gateway().held(TEASER)).isEmpty();
    assertThat(syncs(back))
        .filteredOn(sync -> sync.intent().typeKey().equals(ARTICLE))
        .singleElement()
        .satisfies(
            sync -> {
              assertThat(requireNonNull(sync.state().failure()).failureClass())
                  .isEqualTo(FailureClass.SUPERSEDED);
              assertThat(sync.state().retryCount()).isZero();
            });
  }

  @Test
  void a_type_that_later_pushes_left_unchanged_is_still_restored() {
    Run run = mixed();
    Run again = deployed(List.of(ARTICLE, TEASER), List.of(), PushOptions.NONE);
    assertThat(syncs(again))
        .extracting(sync -> sync.state().operation())
        .containsOnly(Operation.NONE);

    Run back = undone(run, PushOptions.NONE);

    assertThat(back.status()).isEqualTo(Status.COMPLETED);
    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
    assertThat(engine.gateway().held(TEASER)).isEmpty();
  }

  @Test
  void a_type_changed_by_a_later_push_is_overwritten_on_request() {
    Run run = mixed();
    stored(ARTICLE, THREE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);

    undone(run, PushOptions.NONE.on(OnConflict.OVERWRITE));

    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
  }

  @Test
  void a_type_pushed_twice_is_restored_to_the_state_before_the_first() {
    stored(ARTICLE, "{\"baseType\":\"_page\",\"mayContainTypes\":[\"TeaserBlock\"]}");
    stored(TEASER, "{\"baseType\":\"_page\",\"mayContainTypes\":[\"ArticlePage\"]}");
    Run run = deployed(List.of(ARTICLE, TEASER), List.of(), PushOptions.NONE);
    assertThat(run.counts().success()).isEqualTo(4);

    Run back = undone(run, PushOptions.NONE.with(PushFlag.DESPITE_DEPENDENTS));

    assertThat(back.counts()).isEqualTo(new Run.Counts(2, 2, 0, 0));
    assertThat(engine.gateway().held(ARTICLE)).isEmpty();
    assertThat(engine.gateway().held(TEASER)).isEmpty();
  }

  @Test
  void returns_the_reason_why_nothing_can_be_rolled_back() {
    stored(ARTICLE, ONE);
    Run waiting =
        deploying.deploy(
            new DeploymentOrder(CMS, new Named(List.of(ARTICLE)), PushOptions.NONE, CAUSE));
    assertThatThrownBy(() -> rollingBack.rollBack(waiting.id(), PushOptions.NONE, null, CAUSE))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("QUEUED");
    engine.run();
    Run dry = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE.asDryRun());
    assertThatThrownBy(() -> rollingBack.rollBack(dry.id(), PushOptions.NONE, null, CAUSE))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("dry run");
    Run idle = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    assertThatThrownBy(() -> rollingBack.rollBack(idle.id(), PushOptions.NONE, null, CAUSE))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("changed nothing");
    assertThat(
            rollingBack.rollBack(
                RunId.at(engine.trail().clock().instant()), PushOptions.NONE, null, CAUSE))
        .isEmpty();
  }

  private static final PushOptions INSISTING = new PushOptions(false, true);

  /** Returns a rollback of one type whose first attempt was rejected by the platform. */
  private Sync failedRollback(@Nullable RunId plan, Run run) {
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Run back = rollingBack.rollBack(run.id(), INSISTING, plan, CAUSE).orElseThrow();
    engine.run();
    assertThat(engine.trail().runs().get(back.id()).status()).isEqualTo(Status.FAILED);
    return syncs(back).get(0);
  }

  private Sync retried(Sync sync) {
    SyncId next = engine.retrying().sync(sync.id(), CAUSE).orElseThrow();
    engine.run();
    return engine.sync(next);
  }

  private void assertNotRetryable(Sync sync, String reason) {
    assertThat(engine.determineActions().with(sync.id()).orElseThrow().retry().reason())
        .isEqualTo(reason);
    assertThatThrownBy(() -> retried(sync))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage(reason);
    assertThatThrownBy(
            () -> engine.retrying().run(requireNonNull(sync.intent().cause().run()), CAUSE))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage(reason);
    assertThat(engine.retrying().each(List.of(sync.id()), UUID.randomUUID(), CAUSE))
        .containsExactly(new Retrying.Repeated(sync.id(), null, reason));
  }

  private Run changedOnce() {
    engine.gateway().holds(ARTICLE, ONE);
    stored(ARTICLE, TWO);
    return deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
  }

  @Test
  void a_rejected_type_is_rejected_again_with_the_same_reason_however_it_is_retried() {
    Run run = changedOnce();
    stored(ARTICLE, THREE);
    deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
    Sync refused = syncs(undone(run, PushOptions.NONE)).get(0);

    assertNotRetryable(refused, requireNonNull(refused.state().failure()).message());
    assertThat(engine.gateway().held(ARTICLE)).contains(THREE);
  }

  @Test
  void a_retry_of_a_retry_is_checked_by_the_guard_of_the_rollback() {
    Run run = changedOnce();
    engine.trail().push(ARTICLE, THREE, PushOptions.NONE, CAUSE);
    engine.run();
    Sync refused = syncs(undone(run, PushOptions.NONE)).get(0);
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId retry =
        engine
            .trail()
            .push(
                ARTICLE,
                ONE,
                PushOptions.NONE.with(PushFlag.EXACTLY),
                CAUSE.repeating(refused.id()));
    engine.run();

    assertThat(engine.retrying().refusal(retry))
        .contains(requireNonNull(refused.state().failure()).message());
  }

  @Test
  void a_rollback_whose_deployment_no_longer_exists_is_planned_again() {
    SyncId stray =
        engine.trail().push(ARTICLE, ONE, PushOptions.NONE.with(PushFlag.EXACTLY), CAUSE);
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    engine.run();

    assertThat(engine.retrying().refusal(stray))
        .contains(
            "The content of the push that sync "
                + stray
                + " rolls back is no longer stored; plan again");
  }

  @Test
  void a_retry_that_loses_nothing_needs_no_plan() {
    Run run = changedOnce();

    Sync again = retried(failedRollback(null, run));

    assertThat(again.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
  }

  /** Deploys a longer content; the gateway in memory treats shortening it as a loss of data. */
  private Run lengthened() {
    engine.gateway().holds(ARTICLE, ONE);
    stored(ARTICLE, THREE);
    return deployed(List.of(ARTICLE), List.of(), PushOptions.NONE);
  }

  @Test
  void a_retry_loses_only_data_named_by_a_confirmed_plan() {
    Run run = lengthened();

    Sync again = retried(failedRollback(null, run));

    assertThat(requireNonNull(again.state().failure()).failureClass())
        .isEqualTo(FailureClass.BREAKING_CHANGE);
    assertThat(requireNonNull(again.state().failure()).message())
        .contains("/properties")
        .contains("Plan again.");
    assertThat(engine.gateway().held(ARTICLE)).contains(THREE);
  }

  @Test
  void a_retry_may_lose_data_named_by_a_confirmed_plan() {
    Run run = lengthened();
    RunId plan = undone(run, PushOptions.NONE.asDryRun()).id();

    Sync again = retried(failedRollback(plan, run));

    assertThat(again.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.gateway().held(ARTICLE)).contains(ONE);
  }

  @Test
  void a_retry_does_not_lose_more_than_the_confirmed_plan_names() {
    Run run = lengthened();
    RunId plan = undone(run, PushOptions.NONE.asDryRun()).id();
    Sync failed = failedRollback(plan, run);
    String longer = THREE.replace("\"}", " and more\"}");
    engine.gateway().holds(ARTICLE, longer);

    Sync again = retried(failed);

    assertThat(requireNonNull(again.state().failure()).failureClass())
        .isEqualTo(FailureClass.BREAKING_CHANGE);
    assertThat(engine.gateway().held(ARTICLE)).contains(longer);
  }

  @Test
  void a_retry_removes_a_type_that_a_plan_or_the_order_names() {
    stored(TEASER, ONE);
    Run made = deployed(List.of(TEASER), List.of(), PushOptions.NONE);
    Sync unplanned = retried(failedRollback(null, made));
    assertThat(requireNonNull(unplanned.state().failure()).failureClass())
        .isEqualTo(FailureClass.BREAKING_CHANGE);
    RunId plan = undone(made, PushOptions.NONE.asDryRun()).id();

    assertThat(retried(failedRollback(plan, made)).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.gateway().held(TEASER)).isEmpty();

    engine.gateway().holds(HERO, ONE);
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Sync ordered = syncs(deployed(List.of(), List.of(HERO), PushOptions.NONE)).get(0);
    assertThat(retried(ordered).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.gateway().held(HERO)).isEmpty();
  }

  @Test
  void an_unrelated_plan_confirms_nothing() {
    Run run = changedOnce();
    RunId other = RunId.at(engine.trail().clock().instant());
    Run dry = deployed(List.of(ARTICLE), List.of(), PushOptions.NONE.asDryRun());
    Run waiting =
        rollingBack.rollBack(run.id(), PushOptions.NONE.asDryRun(), null, CAUSE).orElseThrow();

    for (RunId plan : List.of(other, run.id(), dry.id(), waiting.id())) {
      assertThatThrownBy(() -> rollingBack.rollBack(run.id(), PushOptions.NONE, plan, CAUSE))
          .isInstanceOf(InvalidPlan.class)
          .hasMessageContaining(plan.toString());
    }
  }

  @Test
  void a_restored_type_is_never_pushed_in_a_batch() {
    Run run = changedOnce();
    PushOptions batch = PushOptions.NONE.with(PushFlag.BATCHED);

    assertThatThrownBy(() -> rollingBack.rollBack(run.id(), batch, null, CAUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as a batch");
  }

  @Test
  void a_plan_writes_nothing() {
    Run run = mixed();

    Run plan = undone(run, PushOptions.NONE.asDryRun());

    assertThat(plan.status()).isEqualTo(Status.COMPLETED);
    assertThat(engine.gateway().held(ARTICLE)).contains(TWO);
    assertThat(syncs(plan))
        .extracting(sync -> sync.state().operation())
        .containsExactlyInAnyOrder(Operation.UPDATE, Operation.CREATE, Operation.DELETE);
  }
}
