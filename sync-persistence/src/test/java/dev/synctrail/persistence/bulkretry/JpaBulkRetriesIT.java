package dev.synctrail.persistence.bulkretry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetriesContract;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Counts;
import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DetermineActions;
import dev.synctrail.drift.DeployedStateFacts;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Holding;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.conflict.JdbcConflicts;
import dev.synctrail.persistence.deployment.JdbcPins;
import dev.synctrail.persistence.drift.JdbcDeployedStates;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaBacklog;
import dev.synctrail.persistence.tracking.JpaRuns;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.persistence.version.JpaVersions;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.tracking.Trace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaBulkRetriesIT extends BulkRetriesContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    sql("truncate sync, deployed_state, conflict, backlog, bulk_retry, bulk_retry_entry cascade");
    sql(
        "insert into platform (id, revision, removed) values ('cms', 1, false) on conflict do nothing");
    database.commit();
  }

  @Override
  protected BulkRetries retries() {
    return new JpaBulkRetries(database.entityManager());
  }

  @Override
  protected Syncs syncs() {
    return new JpaSyncs(database.entityManager());
  }

  @Override
  protected void commit() {
    database.commit();
  }

  @Test
  void does_not_count_syncs_from_before_a_decision_to_keep_theirs_as_retryable() {
    failed(ARTICLE);
    failed(TEASER);
    commit();
    SyncFilter failed = SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED);
    sql(
        "insert into conflict (sync_id, platform, type_key, wanted_checksum, wanted_size, fields,"
            + " found_at, updated_at, resolution, resolved_at) values (gen_random_uuid(), 'cms', 'ArticlePage',"
            + " '', 0, '{}', '%1$s', '%1$s', 'KEEP_THEIRS', '%1$s')".formatted(AT));
    database.commit();
    assertThat(retries().count(failed, 9))
        .returns(2L, Matching::matching)
        .returns(1L, Matching::repeatable);

    sql("update conflict set resolved_at = '%s'".formatted(AT.minusMillis(1)));
    database.commit();
    assertThat(retries().count(failed, 9))
        .returns(2L, Matching::matching)
        .returns(2L, Matching::repeatable);
  }

  private void sql(String statement) {
    database.entityManager().createNativeQuery(statement).executeUpdate();
  }

  private UUID jobOf(String... platforms) {
    UUID id = SyncId.at(AT).value();
    retries()
        .add(
            new BulkRetry(
                id,
                SyncFilter.ALL,
                Map.of(),
                new Intent.Cause("ann", null, "why", null, null, null, null),
                new Counts(Math.max(1, platforms.length), 0, 0),
                AT,
                null,
                null,
                null,
                null));
    database.entityManager().flush();
    for (String platform : platforms) {
      sql(
          "insert into bulk_retry_entry (job, sync_id, type_key, platform, state) values ('%s', '%s', 'Type', '%s', 'PENDING')"
              .formatted(id, SyncId.at(AT), platform));
    }
    database.commit();
    return id;
  }

  @Test
  void entries_of_a_platform_with_a_full_backlog_do_not_block_others() {
    UUID busy = jobOf("cms", "cms");
    UUID mixed = jobOf("cms", "sandbox");
    for (int i = 0; i < 3; i++) {
      new JpaBacklog(database.entityManager(), platform -> Halt.NONE)
          .add(SyncId.at(AT), new PlatformId("cms"), new TypeKey("Type" + i), AT);
    }
    database.commit();

    assertThat(retries().next(4)).contains(busy);
    assertThat(retries().pending(busy, 4, 9)).hasSize(2);
    assertThat(retries().next(3)).contains(mixed);
    assertThat(retries().pending(busy, 3, 9)).isEmpty();
    assertThat(retries().pending(mixed, 3, 9))
        .extracting(entry -> entry.platform().value())
        .containsExactly("sandbox");
  }

  /** Random syncs of few types, contents and versions, so that they overtake each other. */
  private Sync any(Random random, JpaSnapshots snapshots) {
    PayloadReference intended =
        random.nextInt(4) == 0
            ? PayloadReference.of(Snapshot.ofText("purged " + random.nextInt(2)))
            : snapshots.keep(Snapshot.ofText("kept " + random.nextInt(2)));
    boolean pull = random.nextInt(6) == 0;
    Sync begun =
        Sync.begin(
            new Intent(
                SyncId.at(AT),
                new TypeKey("Type" + random.nextInt(3)),
                new PlatformId(random.nextInt(6) == 0 ? "gone" : "cms"),
                pull ? Direction.PULL : Direction.PUSH,
                new Intent.Cause("ann", null, null, null, null, null, null),
                random.nextInt(6) == 0 ? PushOptions.NONE.asDryRun() : PushOptions.NONE,
                random.nextInt(8) == 0 ? Recorder.OUTSIDE : Recorder.ENGINE,
                AT),
            new Sync.VersionLink(null, (random.nextBoolean() ? "ab" : "cd").repeat(32)),
            Sync.Target.NONE,
            pull ? null : intended);
    Failure late = Failure.of(FailureClass.TIMEOUT, "late");
    return switch (random.nextInt(6)) {
      case 0 -> begun;
      case 1 -> begun.unknown(late);
      case 2 ->
          begun.concluded(
              new PushResult(
                  Operation.UPDATE,
                  200,
                  List.of(
                      new PushResult.Item("a", true, null), new PushResult.Item("b", false, "no"))),
              SettledBy.ANSWER,
              AT);
      case 3 ->
          begun.concluded(
              PushResult.whole(random.nextBoolean() ? Operation.NONE : Operation.UPDATE, 200),
              SettledBy.ANSWER,
              AT);
      default -> begun.failed(late, true, SettledBy.ANSWER, AT);
    };
  }

  private static void landedAndPurged(Random random) {
    new JdbcDeployedStates(database.dataSource())
        .save(
            DeployedStateFacts.pushed(
                new PlatformId("cms"),
                new TypeKey("Type" + random.nextInt(3)),
                SyncId.at(AT),
                PayloadReference.of(Snapshot.ofText("kept " + random.nextInt(2)))));
  }

  @Test
  void the_count_equals_the_syncs_that_the_job_retries_in_any_state() {
    InMemoryPlatforms platforms = new InMemoryPlatforms();
    platforms.add(new InMemoryGateway(Clock.systemUTC()).platform(new PlatformId("cms")));
    for (int seed = 0; seed < 60; seed++) {
      empty();
      sql("truncate snapshot cascade");
      Random random = new Random(seed);
      JpaSnapshots snapshots = new JpaSnapshots(database.entityManager(), Clock.systemUTC());
      int syncs = 2 + random.nextInt(7);
      for (int i = 0; i < syncs; i++) {
        syncs().add(any(random, snapshots));
        if (random.nextInt(4) == 0) {
          landedAndPurged(random);
        }
      }
      database.commit();
      SyncFilter filter =
          random.nextBoolean()
              ? SyncFilter.ALL
              : SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED);
      UUID job = jobOf();
      retries().freeze(job, filter, 100);
      database.commit();
      DetermineActions determineActions =
          new DetermineActions(
              syncs(),
              new JpaRuns(database.entityManager()),
              platforms,
              new JpaVersions(database.entityManager(), snapshots),
              new JdbcConflicts(database.dataSource()),
              snapshots,
              new JdbcPins(database.dataSource()));

      long repeated =
          retries().entries(job, null, null, false, 100).stream()
              .filter(entry -> entry.supersededBy() == null)
              .map(entry -> determineActions.with(entry.sync()).orElseThrow())
              .filter(can -> can.retry().possible() || can.settle().possible())
              .count();

      assertThat(retries().count(filter, 100).repeatable()).as("seed %d", seed).isEqualTo(repeated);
    }
  }

  @Test
  void stores_and_returns_every_filter_criterion() {
    SyncFilter every =
        SyncFilter.ALL
            .with(Criterion.TYPE_KEY, new TypeKey("Type"))
            .with(Criterion.PLATFORM, new PlatformId("cms"))
            .with(Criterion.STATUS, SyncStatus.FAILED)
            .with(Criterion.DIRECTION, Direction.PUSH)
            .with(Criterion.OPERATION, Operation.UPDATE)
            .with(new Period(AT, AT.plusSeconds(1)))
            .with(Criterion.DEPLOYMENT_ID, RunId.at(AT))
            .with(Criterion.VERSION_HASH, new ContentHash("ab".repeat(32)).hex())
            .with(Criterion.VERSION_ID, "cd".repeat(32))
            .with(Criterion.ACTOR, "ann")
            .with(Criterion.FAILURE_CLASS, FailureClass.TIMEOUT)
            .with(Criterion.HTTP_CLASS, 5 + "xx")
            .with(Criterion.ERROR_TEXT, "late -never")
            .with(Criterion.DRY_RUN, false)
            .with(new Holding("/a", "\"b\""));
    UUID id = SyncId.at(AT).value();

    assertThat(retries().count(every, 9).matching()).isZero();
    assertThat(retries().freeze(id, every, 9)).isZero();
    BulkRetry job =
        new BulkRetry(
            id,
            every,
            Map.of(Criterion.TYPE_KEY_CONTAINS, List.of("Type", "TypeB")),
            new Intent.Cause(
                "ann",
                "bob",
                "why",
                "{}",
                null,
                null,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true)),
            new Counts(1, 0, 0),
            AT,
            null,
            null,
            null,
            null);
    retries().add(job);
    database.commit();

    assertThat(retries().find(id)).contains(job);
  }

  @Test
  @Tag("long")
  void one_statement_freezes_a_hundred_thousand_syncs() {
    sql(
        """
        insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,
          ignore_data_loss, started_at, created_at, completed_at, retry_count, failure_class)
        select uuidv7(), 'Type' || n % 1000, 'cms', 'PUSH', 'FAILED', 'ENGINE', 'ann', false, false,
          now(), now(), now(), 1, 'TIMEOUT' from generate_series(1, 100000) n""");
    database.commit();
    SyncFilter failed = SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED);
    UUID id = jobOf();

    assertThat(retries().count(failed, 1_000_000))
        .returns(100_000L, Matching::matching)
        .returns(1_000L, Matching::repeatable);
    assertThat(retries().freeze(id, failed, 1_000_000)).isEqualTo(100_000);
    assertThat(retries().pending(id, 500, 100)).hasSize(100);
  }
}
