package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static dev.synctrail.tracking.InMemoryTrail.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.PushOptions;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Run.Counts;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordIntentTest {
  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Instant now = trail.clock().instant();

  @Test
  void records_sync_attempt_with_snapshot() {
    SyncId id = trail.push("{\"a\":1}");

    Sync sync = trail.sync(id);
    assertThat(sync.status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(sync.version()).isEqualTo(VERSION);
    assertThat(sync.target()).isEqualTo(Target.NONE);
    assertThat(sync.intent())
        .isEqualTo(
            new Intent(
                id, ARTICLE, CMS, Direction.PUSH, CAUSE, PushOptions.NONE, Recorder.ENGINE, now));
    assertThat(id.startedAt()).isEqualTo(now);
    assertThat(
            sync.payload(PayloadRole.INTENDED)
                .flatMap(intended -> trail.snapshots().find(intended.checksum(), false)))
        .contains(Snapshot.ofText("{\"a\":1}"));
    assertThat(trail.syncs().events(id))
        .containsExactly(new SyncEvent(id, SyncEvent.Kind.BEGUN, now, "ann", "release"));
    assertThat(trail.backlog().due(id)).contains(now);
  }

  @Test
  void a_pull_intends_no_payload() {
    Sync sync = trail.sync(trail.pull());

    assertThat(sync.intent().direction()).isEqualTo(Direction.PULL);
    assertThat(sync.payload(PayloadRole.INTENDED)).isEmpty();
  }

  @Test
  void begins_a_run_of_many() {
    RunId earlier = RunId.at(now);
    PushOptions options = new PushOptions(true, true);

    Run run =
        trail
            .recordIntent()
            .run(Direction.PUSH, CMS, options, CAUSE, Run.Origin.retrying(earlier), 3);

    assertThat(run)
        .isEqualTo(
            new Run(
                run.id(),
                Direction.PUSH,
                CMS,
                "ann",
                "bob",
                "release",
                "{\"ticket\":7}",
                options,
                Run.Origin.retrying(earlier),
                null,
                Counts.of(3),
                false,
                null,
                now,
                null,
                null));
    assertThat(trail.runs().get(run.id())).isEqualTo(run);
  }

  @Test
  void an_empty_run_is_complete_immediately() {
    Run run =
        trail.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 0);

    assertThat(run.status()).isEqualTo(Status.COMPLETED);
    assertThat(run.startedAt()).isEqualTo(now);
    assertThat(run.completedAt()).isEqualTo(now);
  }

  @Test
  void a_run_whose_types_are_not_known_begins_with_their_listing() {
    Run run = trail.recordIntent().listing(CMS, CAUSE);

    assertThat(run.listing()).isTrue();
    assertThat(run.direction()).isEqualTo(Direction.PULL);
    assertThat(run.status()).isEqualTo(Status.QUEUED);
    assertThat(run.completedAt()).isNull();
    assertThat(trail.runs().get(run.id())).isEqualTo(run);
    Taken taken = trail.take();
    assertThat(taken.kind()).isEqualTo(Kind.LISTING);
    assertThat(taken.workId()).isEqualTo(run.id().value());
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
  }

  @Test
  void wakes_the_lanes_after_everything_is_queued() {
    trail.push("{}");
    assertThat(trail.facts().fired(WorkQueued.class)).isEmpty();

    trail.recordIntent().queued(CMS);

    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
  }
}
