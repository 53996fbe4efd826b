package dev.synctrail.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.Merging.Merge;
import dev.synctrail.conflict.Merging.Obstacle;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.InMemoryDeployedStates;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.InMemorySnapshots;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId PLATFORM = new PlatformId("cms");
  private static final TypeKey TYPE = new TypeKey("Hero");

  private final InMemorySnapshots snapshots = new InMemorySnapshots();
  private final InMemoryDeployedStates deployedStates = new InMemoryDeployedStates();
  private final Merging merging = new Merging(deployedStates, snapshots);

  private PayloadReference kept(String text) {
    return snapshots.keep(Snapshot.ofText(text.replace('\'', '"')));
  }

  private Merge merge(String left, @Nullable String theirs, @Nullable String then, String wanted) {
    deployedStates.save(
        new DeployedState(
            PLATFORM,
            TYPE,
            DeployedState.State.MODIFIED,
            SyncId.at(NOON),
            then == null ? null : kept(then),
            null,
            null,
            null,
            List.of(),
            null,
            null,
            0));
    return merging.merge(conflict(kept(left), theirs == null ? null : kept(theirs), kept(wanted)));
  }

  private static Conflict conflict(
      PayloadReference base, @Nullable PayloadReference theirs, PayloadReference wanted) {
    return new Conflict(
        SyncId.at(NOON),
        PLATFORM,
        TYPE,
        base,
        theirs,
        wanted,
        null,
        List.of("/a"),
        null,
        NOON,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void changes_of_different_members_can_be_merged() {
    Merge merge =
        merge(
            "{'a':1,'b':1,'filled':0}",
            "{'a':2,'b':1,'filled':0}",
            "{'a':1,'b':1}",
            "{'a':1,'b':2}");

    assertThat(merge.obstacle()).isNull();
    assertThat(merge.result()).isEqualTo(Snapshot.ofText("{\"a\":2,\"b\":2}"));
  }

  @Test
  void changes_of_the_same_member_are_named() {
    Merge merge = merge("{'a':1}", "{'a':2}", "{'a':1}", "{'a':3}");

    assertThat(merge.result()).isNull();
    assertThat(merge.obstacle()).isEqualTo(Obstacle.SAME_PLACES);
    assertThat(merge.places()).containsExactly("/a");
  }

  @Test
  void a_removed_type_cannot_be_merged() {
    assertThat(merge("{'a':1}", null, "{'a':1}", "{'a':3}").obstacle()).isEqualTo(Obstacle.REMOVED);
  }

  @Test
  void without_the_earlier_desired_state_nothing_can_be_merged() {
    assertThat(merge("{'a':1}", "{'a':2}", null, "{'a':1}").obstacle())
        .isEqualTo(Obstacle.NOT_KNOWN);
  }

  @Test
  void missing_or_altered_bytes_are_treated_as_unknown() {
    PayloadReference gone = PayloadReference.of(Snapshot.ofText("{}"));
    PayloadReference base = kept("{'a':1}");
    PayloadReference theirs = kept("{'a':2}");
    assertThat(merging.merge(conflict(base, theirs, gone)).obstacle())
        .isEqualTo(Obstacle.NOT_KNOWN);
    snapshots.tamper(theirs.checksum(), false, bytes -> "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(merging.merge(conflict(base, theirs, base)).obstacle())
        .isEqualTo(Obstacle.NOT_KNOWN);
  }

  @Test
  void content_that_is_no_json_object_cannot_be_merged() {
    assertThat(merge("[]", "{'a':2}", "{'a':1}", "{'a':1}").obstacle()).isEqualTo(Obstacle.NO_JSON);
  }
}
