package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.Committing;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetermineActionsTest {
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();

  private AllowedActions can(SyncId id) {
    return engine.determineActions().with(id).orElseThrow();
  }

  private SyncId push(PlatformId platform, VersionLink version) {
    return trail
        .recordIntent()
        .sync(
            new Wanted(
                Direction.PUSH,
                ARTICLE,
                version,
                trail.snapshots().keepWhole(Snapshot.ofText(NEW))),
            platform,
            PushOptions.NONE,
            CAUSE);
  }

  private SyncId failed() {
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId id = push(CMS, VersionLink.NONE);
    engine.run();
    return id;
  }

  @Test
  void a_failed_push_can_be_retried_and_neither_settled_nor_resolved() {
    SyncId id = failed();

    assertThat(can(id).retry().possible()).isTrue();
    assertThat(can(id).retry().reason()).isNull();
    assertThat(can(id).settle().reason()).isEqualTo("Sync " + id + " is FAILED");
    assertThat(can(id).resolve().reason()).isEqualTo("Sync " + id + " has no conflict");
    assertThat(can(id).restore().reason()).isEqualTo("Sync " + id + " has no known version");
  }

  @Test
  void the_reason_equals_the_message_of_the_rejection() {
    SyncId first = failed();
    SyncId later = push(CMS, VersionLink.NONE);
    engine.run();

    assertThat(can(first).retry().reason()).contains("superseded by the later push " + later);
    assertThat(engine.retrying().refusal(first)).contains(can(first).retry().reason());
    assertThat(can(later).retry().reason()).isEqualTo("Sync " + later + " succeeded");
  }

  @Test
  void our_unknown_outcome_can_be_settled_and_is_not_retried() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    SyncId id = push(CMS, VersionLink.NONE);
    engine.step();

    assertThat(can(id).settle().possible()).isTrue();
    assertThat(can(id).retry().reason()).isEqualTo("Sync " + id + " is UNKNOWN");
    assertThat(engine.retrying().refusal(id)).isEmpty();
  }

  @Test
  void an_external_unknown_outcome_is_settled_by_its_system() {
    Recording recording =
        new Recording(
            trail.syncs(), trail.syncs(), trail.snapshots(), trail.facts(), trail.clock());
    SyncId outside =
        recording.begin(
            new Recording.Begun(
                ARTICLE, VersionLink.NONE, CMS, Direction.PUSH, Snapshot.ofText(NEW), CAUSE, null));
    recording.status(
        outside, new Recording.Reported(SyncStatus.UNKNOWN, null, null, List.of(), null), "ann");

    assertThat(can(outside).settle().reason())
        .isEqualTo(
            "Sync "
                + outside
                + " was recorded by an external system; only that system can settle it");
  }

  @Test
  void a_version_can_be_restored_while_it_and_the_platform_exist() {
    ContentTypeVersion version =
        new Committing(engine.versions(), trail.clock())
            .commit(
                Committing.Commit.onHead(
                    ContentType.read(ARTICLE, Snapshot.ofText(NEW)), VersionSource.UI, "ann", null))
            .version();
    VersionLink link = new VersionLink(version.id().hex(), version.contentHash().hex());
    String other = "00".repeat(32);

    assertThat(can(push(CMS, link)).restore().possible()).isTrue();
    assertThat(can(push(new PlatformId("gone"), link)).restore().reason())
        .isEqualTo("Unknown platform: gone");
    assertThat(can(push(CMS, new VersionLink(other, other))).restore().reason())
        .isEqualTo("Unknown version: " + other);
  }

  @Test
  void an_open_conflict_can_be_resolved_once() {
    SyncId id = failed();
    Conflict open =
        new Conflict(
            id,
            CMS,
            ARTICLE,
            null,
            null,
            PayloadReference.of(Snapshot.ofText(NEW)),
            null,
            List.of(),
            null,
            trail.clock().instant(),
            null,
            null,
            null,
            null,
            null,
            null);
    engine.conflicts().save(open);
    assertThat(can(id).resolve().possible()).isTrue();

    engine
        .conflicts()
        .save(open.resolved(OnConflict.KEEP_THEIRS, trail.clock().instant(), "ann", null, null));
    assertThat(can(id).resolve().reason())
        .isEqualTo("The conflict of " + id + " is already resolved: keep-theirs");
  }

  @Test
  void no_action_is_possible_for_an_unknown_sync() {
    assertThat(engine.determineActions().with(SyncId.at(Instant.EPOCH))).isEmpty();
  }
}
