package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.drift.DeployedStateFacts;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.Committing;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollback stays in effect until its pin ends. */
class PinningTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");

  private final InMemoryEngine engine = InMemoryEngine.idle();

  private ContentTypeVersion stored(TypeKey typeKey, String name) {
    engine.trail().clock().advance(Duration.ofSeconds(1));
    ContentType type =
        ContentType.read(
            typeKey, Snapshot.ofText("{\"baseType\":\"_page\",\"displayName\":\"" + name + "\"}"));
    engine.trail().snapshots().keepWhole(type.content());
    return new Committing(engine.versions(), engine.trail().clock())
        .commit(Committing.Commit.onHead(type, VersionSource.UI, "ann", null))
        .version();
  }

  private Run request(
      Selection selection, List<TypeKey> removed, PushOptions options, @Nullable RunId plan) {
    engine.trail().clock().advance(Duration.ofSeconds(1));
    return engine
        .deploying()
        .deploy(new DeploymentOrder(CMS, selection, removed, options, plan, CAUSE));
  }

  private Run deployed(Selection selection, PushOptions options) {
    Run run = request(selection, List.of(), options, null);
    engine.run();
    return run;
  }

  private Run deployed(Selection selection) {
    return deployed(selection, PushOptions.NONE);
  }

  private Run undone(Run run, PushOptions options) {
    engine.trail().clock().advance(Duration.ofSeconds(1));
    Run back = engine.rollingBack().rollBack(run.id(), options, null, CAUSE).orElseThrow();
    engine.run();
    return back;
  }

  private List<TypeKey> typeKeys(Run run) {
    return engine.trail().syncs().all().stream()
        .filter(sync -> run.id().equals(sync.intent().cause().run()))
        .map(sync -> sync.intent().typeKey())
        .toList();
  }

  private List<TypeKey> skipped(Run run) {
    return engine.pins().skippedBy(run.id()).stream().map(Pin::typeKey).toList();
  }

  private boolean isPinned(TypeKey typeKey) {
    return engine.pins().holding(CMS, typeKey).isPresent();
  }

  /**
   * Returns a rollback after which the article has its first version again and the teaser, created
   * by the deployment, is removed.
   */
  private Run rolledBack() {
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    stored(TEASER, "One");
    return undone(deployed(new Named(List.of(ARTICLE, TEASER))), PushOptions.NONE);
  }

  @Test
  void a_rolled_back_type_is_skipped_as_shown_by_the_deployment_and_its_plan() {
    Run back = rolledBack();

    for (Selection selection : List.of(new Changed(), new All())) {
      for (PushOptions options : List.of(PushOptions.NONE, PushOptions.NONE.asDryRun())) {
        Run run = deployed(selection, options);
        assertThat(typeKeys(run)).isEmpty();
        assertThat(skipped(run)).containsExactly(ARTICLE, TEASER);
      }
    }
    assertThat(engine.pins().holding(CMS, null, false, 9))
        .extracting(Pin::typeKey, Pin::absent, Pin::rollback)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ARTICLE, false, back.id()),
            org.assertj.core.groups.Tuple.tuple(TEASER, true, back.id()));
    assertThat(engine.gateway().held(TEASER)).isEmpty();
  }

  @Test
  void an_unchanged_type_is_not_reported_as_skipped() {
    rolledBack();
    deployed(new Named(List.of(ARTICLE, TEASER)));

    assertThat(skipped(deployed(new Changed()))).isEmpty();
  }

  @Test
  void a_version_stored_later_is_pushed() {
    rolledBack();
    stored(ARTICLE, "Three");

    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);
    assertThat(isPinned(TEASER)).isTrue();
  }

  @Test
  void a_deployment_by_name_ends_a_pin_and_a_plan_of_it_does_not() {
    rolledBack();
    deployed(new Named(List.of(ARTICLE)), PushOptions.NONE.asDryRun());
    assertThat(isPinned(ARTICLE)).isTrue();

    deployed(new Named(List.of(ARTICLE)));

    assertThat(isPinned(ARTICLE)).isFalse();
    assertThat(engine.gateway().held(ARTICLE).orElseThrow()).contains("Two");
  }

  @Test
  void a_removal_by_name_replaces_a_pin() {
    rolledBack();

    Run removal = request(new Named(List.of()), List.of(TEASER), PushOptions.NONE, null);

    assertThat(engine.pins().holding(TEASER))
        .extracting(Pin::rollback)
        .containsExactly(removal.id());
  }

  @Test
  void a_type_without_its_pin_is_pushed_again() {
    rolledBack();

    assertThat(engine.pinning().remove(CMS, TEASER, CAUSE)).isTrue();
    assertThat(engine.pinning().remove(CMS, TEASER, CAUSE)).isFalse();

    assertThat(typeKeys(deployed(new All()))).containsExactly(TEASER);
  }

  @Test
  void a_type_whose_change_by_others_was_kept_is_skipped_until_a_newer_version_is_stored() {
    String theirs = "{\"baseType\":\"_page\",\"displayName\":\"Theirs\"}";
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    engine.gateway().holds(ARTICLE, theirs);
    engine
        .deployedStates()
        .save(
            DeployedStateFacts.wanted(
                CMS, ARTICLE, engine.trail().snapshots().keep(Snapshot.ofText("{}"))));
    stored(ARTICLE, "Two");
    Run refused = deployed(new Named(List.of(ARTICLE)));
    SyncId met = engine.trail().runs().ofType(refused.id(), ARTICLE).get(0);
    engine.resolving().resolve(met, OnConflict.KEEP_THEIRS, CAUSE);

    for (Selection selection : List.of(new Changed(), new All())) {
      Run run = deployed(selection);
      assertThat(typeKeys(run)).isEmpty();
      assertThat(skipped(run)).containsExactly(ARTICLE);
    }
    assertThat(engine.gateway().held(ARTICLE)).contains(theirs);
    Pin pin = engine.pins().holding(CMS, ARTICLE).orElseThrow();
    assertThat(pin.theirs()).isTrue();
    assertThat(pin.sync()).isEqualTo(met);
    assertThat(pin.rollback()).isEqualTo(refused.id());
    assertThat(pin.why()).contains("keeps the change by others on cms since push " + met);

    stored(ARTICLE, "Three");
    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);
    assertThat(engine.gateway().held(ARTICLE).orElseThrow()).contains("Three");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_change_that_a_single_retry_met_and_that_was_kept_is_skipped_too(boolean purged) {
    String theirs = "{\"baseType\":\"_page\",\"displayName\":\"Theirs\"}";
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Run refused = deployed(new Named(List.of(ARTICLE)));
    SyncId failed = engine.trail().runs().ofType(refused.id(), ARTICLE).get(0);
    engine.gateway().holds(ARTICLE, theirs);
    engine
        .deployedStates()
        .save(
            DeployedStateFacts.wanted(
                CMS, ARTICLE, engine.trail().snapshots().keep(Snapshot.ofText("{}"))));
    SyncId retry = engine.retrying().sync(failed, CAUSE).orElseThrow();
    engine.run();
    if (purged) {
      engine.trail().syncs().purge(failed);
    }
    engine.resolving().resolve(retry, OnConflict.KEEP_THEIRS, CAUSE);

    assertThat(typeKeys(deployed(new Changed()))).isEmpty();
    assertThat(engine.gateway().held(ARTICLE)).contains(theirs);
    assertThat(engine.pins().holding(CMS, ARTICLE).orElseThrow().rollback())
        .isEqualTo(purged ? null : refused.id());
  }

  @Test
  void a_rollback_is_pinned_from_its_request_on() {
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    Run second = deployed(new Named(List.of(ARTICLE)));
    engine.trail().clock().advance(Duration.ofSeconds(1));
    engine.rollingBack().rollBack(second.id(), PushOptions.NONE, null, CAUSE);

    assertThat(typeKeys(request(new All(), List.of(), PushOptions.NONE, null))).isEmpty();
  }

  @Test
  void a_rollback_that_fails_pins_nothing_until_a_retry_lands() {
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    Run second = deployed(new Named(List.of(ARTICLE)));
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Run back = undone(second, PushOptions.NONE);
    assertThat(isPinned(ARTICLE)).isFalse();

    engine.retrying().run(back.id(), CAUSE);
    engine.run();

    Pin pin = engine.pins().holding(CMS, ARTICLE).orElseThrow();
    assertThat(pin.rollback()).isEqualTo(back.id());
    assertThat(typeKeys(deployed(new Changed()))).isEmpty();
  }

  @Test
  void a_plan_pins_nothing() {
    stored(ARTICLE, "One");
    Run first = deployed(new Named(List.of(ARTICLE)));

    undone(first, PushOptions.NONE.asDryRun());

    assertThat(isPinned(ARTICLE)).isFalse();
  }

  @Test
  void an_older_version_that_is_restored_stays_and_the_newest_ends_the_pin() {
    ContentTypeVersion one = stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    ContentTypeVersion two = stored(ARTICLE, "Two");
    deployed(new Named(List.of(ARTICLE)));

    deployed(new Exactly(one.id()));
    assertThat(isPinned(ARTICLE)).isTrue();
    assertThat(typeKeys(deployed(new Changed()))).isEmpty();

    deployed(new Exactly(two.id()));
    assertThat(isPinned(ARTICLE)).isFalse();
  }

  @Test
  void rolling_a_rollback_back_ends_its_pins() {
    Run back = rolledBack();

    undone(back, PushOptions.NONE);

    assertThat(isPinned(ARTICLE)).isFalse();
    assertThat(isPinned(TEASER)).isFalse();
    assertThat(engine.gateway().held(ARTICLE).orElseThrow()).contains("Two");
  }

  @Test
  void a_plan_from_before_the_rollback_is_not_executed() {
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    Run second = deployed(new Named(List.of(ARTICLE)));
    RunId plan = deployed(new All(), PushOptions.NONE.asDryRun()).id();
    undone(second, PushOptions.NONE);

    assertThatThrownBy(
            () -> request(new Named(List.of(ARTICLE)), List.of(), PushOptions.NONE, plan))
        .isInstanceOf(InvalidPlan.class)
        .hasMessageContaining("was rolled back on cms since the plan was made");
    RunId later = deployed(new Named(List.of(ARTICLE)), PushOptions.NONE.asDryRun()).id();
    request(new Named(List.of(ARTICLE)), List.of(), PushOptions.NONE, later);
    assertThat(isPinned(ARTICLE)).isFalse();
  }

  @Test
  void a_retry_of_a_failure_before_the_rollback_is_rejected() {
    stored(ARTICLE, "One");
    deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Two");
    Run second = deployed(new Named(List.of(ARTICLE)));
    stored(ARTICLE, "Six");
    Run back = undone(second, PushOptions.NONE);
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId failed =
        engine
            .trail()
            .push(
                ARTICLE,
                "{\"baseType\":\"_page\",\"displayName\":\"Six\"}",
                PushOptions.NONE,
                CAUSE);
    engine.run();

    assertThat(engine.retrying().refusal(failed).orElseThrow())
        .contains("was rolled back on cms by deployment " + back.id());
    engine.pinning().remove(CMS, ARTICLE, CAUSE);
    assertThat(engine.retrying().refusal(failed)).isEmpty();
  }
}
