package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Mishap;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Purpose;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Role;
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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeployingTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final String ONE = "{\"baseType\":\"_page\",\"displayName\":\"One\"}";
  private static final String TWO = "{\"baseType\":\"_page\",\"displayName\":\"Two\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final Deploying deploying =
      new Deploying(
          engine.platforms(),
          engine.versions(),
          engine.trail().snapshots(),
          engine.trail().syncs(),
          engine.trail().beginning());

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
    assertThat(syncs(run).get(1).evidence(Role.INTENDED))
        .contains(Evidence.of(Snapshot.ofText(TWO)));
    assertThat(syncs(run).get(1).intent().options()).isEqualTo(new PushOptions(false, true));
    assertThat(engine.trail().facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
  }

  private static VersionLink link(ContentTypeVersion version) {
    return new VersionLink(version.id().hex(), version.contentHash().hex());
  }

  @Test
  void pushes_every_type() {
    stored(ARTICLE, ONE);
    stored(TEASER, ONE);

    assertThat(typeKeys(deployed(new All()))).containsExactly(ARTICLE, TEASER);
  }

  @Test
  void pushes_what_changed_since_the_last_successful_push() {
    stored(ARTICLE, ONE);
    stored(TEASER, ONE);
    deployed(new All());
    engine.run();

    Run nothing = deployed(new Changed());
    assertThat(nothing.status()).isEqualTo(Status.COMPLETED);
    assertThat(syncs(nothing)).isEmpty();

    stored(ARTICLE, TWO);
    assertThat(typeKeys(deployed(new Changed()))).containsExactly(ARTICLE);

    engine.gateway().next(Purpose.READ, Mishap.refused(403, FailureClass.FORBIDDEN));
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
  void refuses_a_platform_that_is_not_configured() {
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
    Evidence kept = sync.evidence(Role.INTENDED).orElseThrow();
    assertThat(kept).isEqualTo(Evidence.of(Snapshot.ofText(large)));
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
}
