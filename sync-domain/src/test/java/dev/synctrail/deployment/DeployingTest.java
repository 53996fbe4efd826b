package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.drift.DeployedStateFacts;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeployingTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final TypeKey HERO = new TypeKey("HeroBlock");
  private static final String ONE = "{\"baseType\":\"_page\",\"displayName\":\"One\"}";
  private static final String TWO = "{\"baseType\":\"_page\",\"displayName\":\"Two\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final Deploying deploying = engine.deploying();

  private ContentTypeVersion stored(TypeKey typeKey, String content) {
    ContentType type = ContentType.read(typeKey, Snapshot.ofText(content));
    engine.trail().snapshots().keepWhole(type.content());
    return new Committing(engine.versions(), engine.trail().clock())
        .commit(Commit.onHead(type, VersionSource.UI, "ann", null))
        .version();
  }

  private Run deployed(Selection selection) {
    return deploying.deploy(
        new DeploymentOrder(CMS, selection, new PushOptions(false, true), CAUSE));
  }

  private List<Sync> syncs(Run run) {
    return engine.trail().syncs().all().stream()
        .filter(sync -> run.id().equals(sync.intent().cause().run()))
        .toList();
  }

  private List<TypeKey> typeKeys(Run run) {
    return syncs(run).stream().map(sync -> sync.intent().typeKey()).toList();
  }

  @Test
  void pins_each_type_to_its_latest_version() {
    stored(ARTICLE, ONE);
    ContentTypeVersion head = stored(ARTICLE, TWO);
    ContentTypeVersion teaser = stored(TEASER, ONE);

    Run run = deployed(new Named(List.of(TEASER, ARTICLE, TEASER)));

    assertThat(run.counts()).isEqualTo(Run.Counts.of(2));
    assertThat(run.direction()).isEqualTo(Direction.PUSH);
    assertThat(run.options()).isEqualTo(new PushOptions(false, true));
    assertThat(syncs(run))
        .extracting(sync -> sync.intent().typeKey(), Sync::version, sync -> sync.intent().cause())
        .containsExactly(
            tuple(TEASER, link(teaser), CAUSE.in(run.id())),
            tuple(ARTICLE, link(head), CAUSE.in(run.id())));
    assertThat(syncs(run).get(1).payload(PayloadRole.INTENDED))
        .contains(PayloadReference.of(Snapshot.ofText(TWO)));
    assertThat(syncs(run).get(1).intent().options()).isEqualTo(new PushOptions(false, true));
    assertThat(engine.trail().facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
  }

  private static VersionLink link(ContentTypeVersion version) {
    return new VersionLink(version.id().hex(), version.contentHash().hex());
  }

  private Run removed(TypeKey typeKey) {
    Run run =
        deploying.deploy(
            new DeploymentOrder(
                CMS, new Named(List.of()), List.of(typeKey), PushOptions.NONE, CAUSE));
    engine.run();
    return run;
  }

  @Test
  void a_removed_type_is_not_pushed_again_until_a_newer_version_is_stored() {
    stored(ARTICLE, ONE);
    stored(TEASER, ONE);
    deployed(new All());
    engine.run();
    removed(ARTICLE);

    Run changed = deployed(new Changed());
    assertThat(typeKeys(changed)).isEmpty();
    assertThat(engine.pins().skippedBy(changed.id()))
        .extracting(Pin::typeKey, Pin::absent)
        .containsExactly(tuple(ARTICLE, true));
    assertThat(typeKeys(deployed(new All()))).containsExactly(TEASER);

    stored(ARTICLE, TWO);
    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);
  }

  @Test
  void a_removed_type_can_be_deployed_by_name() {
    stored(ARTICLE, ONE);
    removed(ARTICLE);

    assertThat(typeKeys(deployed(new Named(List.of(ARTICLE))))).containsExactly(ARTICLE);
    assertThat(engine.pins().holding(ARTICLE)).isEmpty();
  }

  @Test
  void a_failed_removal_excludes_nothing_until_a_retry_removes_the_type() {
    stored(ARTICLE, ONE);
    engine.gateway().holds(ARTICLE, ONE);
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Sync failed = syncs(removed(ARTICLE)).get(0);
    assertThat(failed.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(engine.pins().holding(ARTICLE)).isEmpty();

    assertThat(engine.retrying().sync(failed.id(), CAUSE)).isPresent();
    engine.run();

    assertThat(engine.pins().holding(ARTICLE)).hasSize(1);
    assertThat(typeKeys(deployed(new Changed()))).isEmpty();
  }

  @Test
  void pushes_every_type() {
    stored(ARTICLE, ONE);
    stored(TEASER, ONE);

    assertThat(typeKeys(deployed(new All()))).containsExactly(ARTICLE, TEASER);
  }

  @Test
  void pushes_types_changed_since_their_last_successful_push() {
    stored(ARTICLE, ONE);
    stored(TEASER, ONE);
    deployed(new All());
    engine.run();

    Run nothing = deployed(new Changed());
    assertThat(nothing.status()).isEqualTo(Status.COMPLETED);
    assertThat(syncs(nothing)).isEmpty();

    stored(ARTICLE, TWO);
    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);

    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    engine.run();
    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);
  }

  @Test
  void records_nothing_when_a_type_is_unknown() {
    stored(ARTICLE, ONE);
    TypeKey hero = new TypeKey("HeroBlock");

    assertThatThrownBy(() -> deployed(new Named(List.of(hero, ARTICLE, TEASER))))
        .isInstanceOfSatisfying(
            UnknownTypes.class, e -> assertThat(e.typeKeys()).containsExactly(hero, TEASER));

    assertThat(engine.trail().syncs().all()).isEmpty();
    assertThat(engine.trail().backlog().platforms()).isEmpty();
  }

  @Test
  void rejects_a_platform_that_is_not_configured() {
    PlatformId other = new PlatformId("other");

    assertThatThrownBy(
            () -> deploying.deploy(new DeploymentOrder(other, new All(), PushOptions.NONE, CAUSE)))
        .isInstanceOf(UnknownPlatform.class);
  }

  @Test
  void a_version_over_the_limit_is_a_failed_sync_with_the_beginning_of_its_bytes() {
    String start = "{\"baseType\":\"_page\",\"x\":\"";
    String large = start + "y".repeat(10_000_001 - start.length() - 2) + "\"}";
    stored(ARTICLE, large);

    Run run = deployed(new All());
    engine.run();

    Sync sync = syncs(run).get(0);
    PayloadReference kept = sync.payload(PayloadRole.INTENDED).orElseThrow();
    assertThat(kept).isEqualTo(PayloadReference.of(Snapshot.ofText(large)));
    assertThat(kept.truncated()).isTrue();
    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(Objects.requireNonNull(sync.state().failure()).failureClass())
        .isEqualTo(FailureClass.PAYLOAD_TOO_LARGE);
    assertThat(engine.trail().runs().get(run.id()).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void one_failing_type_never_stops_the_others() {
    stored(ARTICLE, ONE);
    stored(new TypeKey("HeroBlock"), "{\"baseType\":\"nothing\"}");
    stored(TEASER, ONE);

    Run run = deployed(new All());
    engine.run();

    assertThat(engine.trail().runs().get(run.id()).counts()).isEqualTo(new Run.Counts(3, 2, 1, 0));
    assertThat(engine.trail().runs().get(run.id()).status()).isEqualTo(Status.PARTIAL);
  }

  private static String naming(String... others) {
    return "{\"baseType\":\"_page\",\"mayContainTypes\":[\"_page\",\""
        + String.join("\",\"", others)
        + "\"]}";
  }

  private void placed(TypeKey typeKey, String content) {
    PayloadReference payloadReference =
        engine.trail().snapshots().keepWhole(Snapshot.ofText(content));
    engine.deployedStates().save(DeployedStateFacts.wanted(CMS, typeKey, payloadReference));
  }

  @Test
  void referenced_types_are_pushed_before_the_types_that_reference_them() {
    stored(ARTICLE, naming("TeaserBlock", "HeroBlock"));
    stored(TEASER, naming("HeroBlock", "Elsewhere"));
    stored(HERO, ONE);

    Run run = deployed(new All());

    assertThat(typeKeys(run)).containsExactly(HERO, TEASER, ARTICLE);
    engine.gateway().next(RequestPurpose.READ, FailureCase.unavailable(503, null));
    engine.run();
    assertThat(
            engine.gateway().ledger().stream()
                .filter(request -> request.purpose() == RequestPurpose.WRITE)
                .map(request -> request.url().getPath()))
        .containsExactly(
            "/contenttypes/HeroBlock", "/contenttypes/TeaserBlock", "/contenttypes/ArticlePage");
  }

  @Test
  void missing_types_in_a_cycle_are_pushed_twice() {
    stored(ARTICLE, naming("TeaserBlock"));
    stored(TEASER, naming("ArticlePage"));
    stored(HERO, naming("ArticlePage"));

    Run run = deployed(new All());

    assertThat(run.counts().total()).isEqualTo(5);
    assertThat(typeKeys(run)).startsWith(ARTICLE, TEASER).endsWith(HERO).hasSize(5);
    Sync first = syncs(run).get(0);
    assertThat(first.intent().options().flags()).containsExactly(PushFlag.FIRST_PHASE);
    assertThat(text(first)).contains("\"mayContainTypes\":[\"_page\"]");
    assertThat(first.version().versionId())
        .isEqualTo(engine.versions().head(ARTICLE).orElseThrow().id().hex());
    assertThat(first.version().versionHash())
        .isEqualTo(ContentHash.of(text(first).getBytes(UTF_8)).hex());
    Sync second = syncs(run).get(2);
    assertThat(second.intent().options().flags()).containsExactly(PushFlag.SECOND_PHASE);
    assertThat(text(second)).contains("TeaserBlock");
    assertThat(syncs(run).get(4).intent().options().flags()).isEmpty();
    engine.run();
    assertThat(engine.gateway().held(ARTICLE)).contains(naming("TeaserBlock"));
    assertThat(engine.gateway().held(TEASER)).contains(naming("ArticlePage"));
  }

  private String text(Sync sync) {
    return engine
        .trail()
        .snapshots()
        .require(sync.payload(PayloadRole.INTENDED).orElseThrow())
        .text();
  }

  @Test
  void the_first_of_two_pushes_only_creates() {
    engine.gateway().holds(ARTICLE, "{\"baseType\":\"_page\",\"mayContainTypes\":[\"Other\"]}");
    stored(ARTICLE, naming("TeaserBlock"));
    stored(TEASER, naming("ArticlePage"));

    Run run = deployed(new All());
    engine.run();

    assertThat(syncs(run))
        .extracting(sync -> sync.state().operation())
        .containsExactly(Operation.NONE, Operation.CREATE, Operation.UPDATE, Operation.UPDATE);
  }

  @Test
  void existing_types_in_a_cycle_are_pushed_once() {
    placed(ARTICLE, ONE);
    placed(TEASER, ONE);
    stored(ARTICLE, naming("TeaserBlock"));
    stored(TEASER, naming("ArticlePage"));

    assertThat(syncs(deployed(new All())))
        .allSatisfy(sync -> assertThat(sync.intent().options().flags()).isEmpty());
  }

  @Test
  void removals_come_last_and_referenced_types_after_those_that_reference_them() {
    stored(ARTICLE, naming("TeaserBlock"));
    stored(TEASER, ONE);
    stored(HERO, ONE);
    engine.gateway().holds(ARTICLE, ONE);
    engine.gateway().holds(TEASER, ONE);

    Run run =
        deploying.deploy(
            new DeploymentOrder(CMS, new All(), List.of(TEASER, ARTICLE), PushOptions.NONE, CAUSE));

    assertThat(typeKeys(run)).containsExactly(HERO, ARTICLE, TEASER);
    assertThat(syncs(run)).extracting(Sync::isRemoval).containsExactly(false, true, true);
    assertThat(syncs(run).get(1).version().versionHash()).isNull();
    engine.run();
    assertThat(engine.gateway().held(ARTICLE)).isEmpty();
    assertThat(syncs(run))
        .extracting(sync -> sync.state().operation())
        .containsExactly(Operation.CREATE, Operation.DELETE, Operation.DELETE);
    assertThat(typeKeys(deployed(new Changed()))).isEmpty();
  }

  @Test
  void a_referenced_type_is_not_removed_unless_forced() {
    engine.gateway().holds(TEASER, ONE);
    placed(ARTICLE, naming("TeaserBlock"));
    placed(TEASER, naming("TeaserBlock"));
    Selection none = new Named(List.of());

    Run refused =
        deploying.deploy(new DeploymentOrder(CMS, none, List.of(TEASER), PushOptions.NONE, CAUSE));
    engine.run();

    assertThat(syncs(refused).get(0).state().failure())
        .satisfies(
            failure -> {
              assertThat(failure.failureClass()).isEqualTo(FailureClass.HAS_DEPENDENTS);
              assertThat(failure.fields())
                  .containsExactly(new Failure.FieldError("ArticlePage", "names TeaserBlock"));
            });
    assertThat(engine.gateway().held(TEASER)).isPresent();
    assertThat(engine.gateway().ledger()).isEmpty();

    deploying.deploy(
        new DeploymentOrder(
            CMS,
            none,
            List.of(TEASER),
            PushOptions.NONE.on(OnConflict.OVERWRITE).with(PushFlag.DESPITE_DEPENDENTS),
            CAUSE));
    engine.run();
    assertThat(engine.gateway().held(TEASER)).isEmpty();
  }

  @Test
  void a_version_is_restored_exactly_and_refers_to_the_deployment_it_reverts() {
    ContentTypeVersion old = stored(ARTICLE, ONE);
    Run last = deployed(new All());
    Sync pushed = syncs(last).get(0);
    engine
        .deployedStates()
        .save(
            DeployedStateFacts.pushed(
                CMS, ARTICLE, pushed.id(), pushed.payload(PayloadRole.INTENDED).orElseThrow()));

    Run restored = deployed(new Exactly(old.id()));

    assertThat(restored.rollbackOf()).isEqualTo(last.id());
    assertThat(restored.options().flags())
        .containsExactlyInAnyOrder(PushFlag.EXACTLY, PushFlag.RESTORE);
    assertThat(syncs(restored).get(0).intent().options().is(PushFlag.EXACTLY)).isTrue();
  }

  private List<String> written() {
    return engine.gateway().ledger().stream()
        .filter(request -> request.purpose() == RequestPurpose.WRITE)
        .map(request -> request.url().getPath().substring("/contenttypes/".length()))
        .toList();
  }

  private void refuseAll(Run run) {
    FailureCase refusal = FailureCase.refused(403, FailureClass.FORBIDDEN);
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            Collections.nCopies(run.counts().total(), refusal).toArray(FailureCase[]::new));
    engine.run();
    assertThat(syncs(run)).extracting(Sync::status).containsOnly(SyncStatus.FAILED);
  }

  @Test
  void failures_are_retried_in_their_earlier_order() {
    stored(ARTICLE, naming("TeaserBlock"));
    stored(TEASER, naming("ArticlePage"));
    stored(HERO, naming("ArticlePage"));
    Run run = deployed(new All());
    refuseAll(run);

    assertThat(engine.retrying().run(run.id(), CAUSE)).isPresent();
    engine.gateway().next(RequestPurpose.READ, FailureCase.unavailable(503, null));
    engine.run();

    assertThat(written())
        .containsExactly("TeaserBlock", "ArticlePage", "ArticlePage", "TeaserBlock", "HeroBlock");
    assertThat(engine.gateway().held(ARTICLE)).contains(naming("TeaserBlock"));
  }

  @Test
  void failed_removals_are_retried_in_their_earlier_order() {
    placed(ARTICLE, naming("TeaserBlock"));
    placed(TEASER, ONE);
    engine.gateway().holds(ARTICLE, naming("TeaserBlock"));
    engine.gateway().holds(TEASER, ONE);
    stored(HERO, ONE);
    PushOptions insisting =
        PushOptions.NONE.on(OnConflict.OVERWRITE).with(PushFlag.DESPITE_DEPENDENTS);
    Run run =
        deploying.deploy(
            new DeploymentOrder(
                CMS, new Named(List.of(HERO)), List.of(TEASER, ARTICLE), insisting, CAUSE));
    refuseAll(run);

    assertThat(engine.retrying().run(run.id(), CAUSE)).isPresent();
    engine.gateway().next(RequestPurpose.READ, FailureCase.unavailable(503, null));
    engine.run();

    assertThat(written()).containsExactly("HeroBlock", "ArticlePage", "TeaserBlock");
  }

  @Test
  void a_plan_considers_earlier_removals_of_the_same_run() {
    placed(ARTICLE, naming("TeaserBlock"));
    placed(TEASER, ONE);
    engine.gateway().holds(ARTICLE, naming("TeaserBlock"));
    engine.gateway().holds(TEASER, ONE);
    PushOptions plan = PushOptions.NONE.on(OnConflict.OVERWRITE).asDryRun();
    Selection none = new Named(List.of());

    Run both =
        deploying.deploy(new DeploymentOrder(CMS, none, List.of(TEASER, ARTICLE), plan, CAUSE));
    Run alone = deploying.deploy(new DeploymentOrder(CMS, none, List.of(TEASER), plan, CAUSE));
    engine.run();

    assertThat(syncs(both))
        .extracting(sync -> sync.state().operation())
        .containsExactly(Operation.DELETE, Operation.DELETE);
    assertThat(syncs(alone)).extracting(Sync::status).containsExactly(SyncStatus.FAILED);
    assertThat(engine.gateway().held(TEASER)).isPresent();
  }
}
