package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.Page;
import dev.synctrail.history.Period;
import dev.synctrail.history.RunLogQuery;
import dev.synctrail.history.RunOrder;
import dev.synctrail.history.RunQuery;
import dev.synctrail.history.RunStep;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.tracking.JpaRuns;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRunHistoryIT {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.000Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcRunHistory history = new JdbcRunHistory(database.dataSource());

  private static Run run(Direction direction, Instant at, int total) {
    return run(direction, at, total, false);
  }

  private static Run run(Direction direction, Instant at, int total, boolean dryRun) {
    return new Run(
        RunId.at(at),
        direction,
        new PlatformId("sandbox"),
        "ann",
        "bob",
        "because",
        "{}",
        new PushOptions(dryRun, false),
        Run.Origin.NONE,
        null,
        Run.Counts.of(total),
        false,
        null,
        at,
        null,
        null);
  }

  @Test
  void pages_runs_of_one_direction_newest_first_and_back() {
    JpaRuns runs = new JpaRuns(database.entityManager());
    List<Run> deployments = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      deployments.add(0, run(Direction.PUSH, START.plusSeconds(i), 1));
      runs.add(deployments.get(0));
      runs.add(run(Direction.PULL, START.plusSeconds(i), 1));
    }
    database.commit();

    Page<Run> first =
        history.page(
            RunQuery.of(Direction.PUSH, Period.ALWAYS, RunOrder.NEWEST_FIRST, 3, null, true));
    Page<Run> second =
        history.page(
            RunQuery.of(
                Direction.PUSH,
                Period.ALWAYS,
                RunOrder.NEWEST_FIRST,
                3,
                first.nextCursor(),
                false));
    Page<Run> third =
        history.page(
            RunQuery.of(
                Direction.PUSH,
                Period.ALWAYS,
                RunOrder.NEWEST_FIRST,
                3,
                second.nextCursor(),
                false));
    Page<Run> back =
        history.page(
            RunQuery.of(
                Direction.PUSH,
                Period.ALWAYS,
                RunOrder.NEWEST_FIRST,
                3,
                third.prevCursor(),
                false));

    Period period = new Period(deployments.get(2).createdAt(), deployments.get(0).createdAt());
    Page<Run> within =
        history.page(RunQuery.of(Direction.PUSH, period, RunOrder.NEWEST_FIRST, 9, null, true));

    assertThat(within.data()).isEqualTo(deployments.subList(1, 3));
    assertThat(within.total()).isEqualTo(2);
    assertThat(first.data()).isEqualTo(deployments.subList(0, 3));
    assertThat(first.total()).isEqualTo(7);
    assertThat(first.prevCursor()).isNull();
    assertThat(second.data()).isEqualTo(deployments.subList(3, 6));
    assertThat(third.data()).isEqualTo(deployments.subList(6, 7));
    assertThat(third.hasMore()).isFalse();
    assertThat(back.data()).isEqualTo(second.data());
    assertThat(history.find(deployments.get(0).id())).hasValue(deployments.get(0));

    for (int failed : List.of(1, 4)) {
      runs.settled(deployments.get(failed).id(), SyncStatus.FAILED, START.plusSeconds(99));
    }
    database.commit();
    RunOrder most = new RunOrder(RunOrder.By.FAILED, true);
    Page<Run> failures =
        history.page(RunQuery.of(Direction.PUSH, Period.ALWAYS, most, 3, null, false));
    Page<Run> others =
        history.page(
            RunQuery.of(Direction.PUSH, Period.ALWAYS, most, 3, failures.nextCursor(), false));
    Page<Run> again =
        history.page(
            RunQuery.of(Direction.PUSH, Period.ALWAYS, most, 3, others.prevCursor(), false));
    assertThat(failures.data()).extracting(Run::id).isEqualTo(ids(deployments, 1, 4, 0));
    assertThat(others.data()).extracting(Run::id).isEqualTo(ids(deployments, 2, 3, 5));
    assertThat(again.data()).isEqualTo(failures.data());
    Page<Run> oldest =
        history.page(
            RunQuery.of(
                Direction.PUSH,
                Period.ALWAYS,
                new RunOrder(RunOrder.By.REQUESTED_AT, false),
                2,
                null,
                false));
    assertThat(oldest.data()).extracting(Run::id).isEqualTo(ids(deployments, 6, 5));
  }

  private static List<RunId> ids(List<Run> runs, Integer... positions) {
    return Stream.of(positions).map(position -> runs.get(position).id()).toList();
  }

  @Test
  void finds_open_runs_of_any_age() {
    JpaRuns runs = new JpaRuns(database.entityManager());
    Instant before = START.minusSeconds(1_000);
    Run old = run(Direction.PUSH, before, 1);
    Run newer = run(Direction.PULL, before.plusSeconds(1), 2);
    Run nothingToDo = run(Direction.PUSH, before.plusSeconds(2), 0);
    Run over = run(Direction.PUSH, before.plusSeconds(3), 1);
    Run plan = run(Direction.PUSH, before.plusSeconds(4), 0, true);
    List.of(old, newer, nothingToDo, over, plan).forEach(runs::add);
    runs.settled(newer.id(), SyncStatus.SUCCESS, before.plusSeconds(4));
    runs.settled(over.id(), SyncStatus.FAILED, before.plusSeconds(4));
    database.commit();

    assertThat(history.open(50))
        .extracting(Run::id)
        .contains(newer.id(), old.id())
        .doesNotContain(nothingToDo.id(), over.id())
        .isSortedAccordingTo(Comparator.comparing(RunId::toString).reversed());
    assertThat(history.open(1)).hasSize(1);
    assertThat(history.finishedDeployments(50))
        .extracting(Run::id)
        .contains(nothingToDo.id(), over.id())
        .doesNotContain(old.id(), newer.id(), plan.id())
        .isSortedAccordingTo(Comparator.comparing(RunId::toString).reversed());
    assertThat(history.finishedDeployments(1)).hasSize(1);
  }

  @Test
  void returns_the_log_of_a_run_and_its_syncs_in_time_order() {
    JpaRuns runs = new JpaRuns(database.entityManager());
    JpaSyncs syncs = new JpaSyncs(database.entityManager());
    Run run = run(Direction.PULL, START.plusSeconds(100), 2);
    runs.add(run);
    runs.started(run.id(), run.createdAt().plusMillis(10));
    listing(syncs, run, run.createdAt().plusMillis(15));
    SyncId hero = sync(syncs, run, "Hero", run.createdAt().plusMillis(20));
    SyncId page = sync(syncs, run, "Page", run.createdAt().plusMillis(30));
    event(syncs, page, SyncEvent.Kind.SUCCEEDED, run.createdAt().plusMillis(40));
    event(syncs, hero, SyncEvent.Kind.FAILED, run.createdAt().plusMillis(50));
    runs.settled(run.id(), SyncStatus.SUCCESS, run.createdAt().plusMillis(40));
    runs.settled(run.id(), SyncStatus.FAILED, run.createdAt().plusMillis(50));
    database.commit();

    Page<RunStep> all = history.log(RunLogQuery.of(run.id(), 200, null, true));

    assertThat(all.data())
        .extracting(RunStep::kind)
        .containsExactly(
            "QUEUED", "STARTED", "LISTING", "BEGUN", "BEGUN", "SUCCEEDED", "FAILED", "FINISHED");
    assertThat(all.data().get(0).detail()).isEqualTo("because");
    assertThat(all.data().get(2).detail()).isEqualTo("READ GET https://cms.test/v1 → TIMEOUT");
    assertThat(all.data().get(6).syncId()).isEqualTo(hero);
    assertThat(all.data().get(6).typeKey()).isEqualTo(new TypeKey("Hero"));
    assertThat(all.data().get(7).detail()).isEqualTo("1 succeeded, 0 partly, 1 failed");
    assertThat(all.total()).isEqualTo(8);
    assertThat(readAllPages(run.id(), 3)).isEqualTo(all.data());
  }

  private List<RunStep> readAllPages(RunId run, int limit) {
    List<RunStep> steps = new ArrayList<>();
    String cursor = null;
    String last = null;
    do {
      Page<RunStep> page = history.log(RunLogQuery.of(run, limit, cursor, false));
      steps.addAll(page.data());
      last = page.prevCursor();
      cursor = page.nextCursor();
    } while (cursor != null);
    Page<RunStep> back = history.log(RunLogQuery.of(run, limit, last, false));
    assertThat(back.data()).isEqualTo(steps.subList(3, 6));
    return steps;
  }

  private static void listing(JpaSyncs syncs, Run run, Instant at) {
    Exchange exchange =
        new Exchange(
            run.id().value(),
            1,
            1,
            RequestPurpose.READ,
            "GET",
            URI.create("https://cms.test/v1"),
            List.of(),
            null,
            at,
            null,
            List.of(),
            null,
            at.plusMillis(1),
            FailureClass.TIMEOUT,
            Failure.of(FailureClass.TIMEOUT, "late").message());
    syncs.started(exchange);
  }

  private static SyncId sync(JpaSyncs syncs, Run run, String typeKey, Instant at) {
    SyncId id = SyncId.at(at);
    syncs.add(
        Sync.begin(
            new Intent(
                id,
                new TypeKey(typeKey),
                run.platform(),
                run.direction(),
                new Intent.Cause("ann", null, null, null, run.id(), null, null),
                run.options(),
                Recorder.ENGINE,
                at),
            Sync.VersionLink.NONE,
            Sync.Target.NONE,
            null));
    event(syncs, id, SyncEvent.Kind.BEGUN, at);
    return id;
  }

  private static void event(JpaSyncs syncs, SyncId id, SyncEvent.Kind kind, Instant at) {
    syncs.append(new SyncEvent(id, kind, at, SyncEvent.ENGINE, null));
  }
}
