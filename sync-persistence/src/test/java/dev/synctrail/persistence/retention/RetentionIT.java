package dev.synctrail.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DetermineActions;
import dev.synctrail.drift.DeployedStateFacts;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.analytics.JdbcRollUps;
import dev.synctrail.persistence.conflict.JdbcConflicts;
import dev.synctrail.persistence.deployment.JdbcPins;
import dev.synctrail.persistence.drift.JdbcDeployedStates;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaRuns;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.persistence.version.JpaVersions;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retention.Disposal.Busy;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.Purge.Counts;
import dev.synctrail.retention.Purge.State;
import dev.synctrail.retention.Purge.Step;
import dev.synctrail.retention.Purging;
import dev.synctrail.retention.Retaining;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.retention.RetentionRules;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.startup.TestClock;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionIT {
  private static final Snapshot SAME = Snapshot.ofText("{\"the same\":\"bytes\"}");
  private static final TypeKey HERO = new TypeKey("Hero");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final String VALUES =
      "select 'TYPE_KEY ' || type_key from sync union select 'PLATFORM ' || platform from sync"
          + " union select 'ACTOR ' || actor from sync";
  private static final RetentionRule ALL_AFTER_A_DAY =
      new RetentionRule(null, null, Duration.ofDays(1), null, null);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final TestClock clock = new TestClock();

  @BeforeEach
  void empty() {
    database
        .entityManager()
        .createNativeQuery(
            "truncate sync, sync_value, attempt, exchange, sync_event, snapshot, version, content_type,"
                + " deployed_state, conflict, conflict_sync,"
                + " retention_rules, retention_hold, purge, purge_candidate, doomed_snapshot")
        .executeUpdate();
    database
        .entityManager()
        .createNativeQuery("update analytics_state set horizon = null")
        .executeUpdate();
    database.commit();
  }

  private Purging purging() {
    EntityManager entityManager = database.entityManager();
    return new Purging(
        new JpaRuleBook(entityManager),
        new JpaPurges(entityManager),
        new JpaDisposal(
            entityManager,
            new JpaLegalHolds(entityManager),
            new JdbcRollUps(entityManager, database.dataSource())),
        clock);
  }

  private Retaining retaining() {
    EntityManager entityManager = database.entityManager();
    return new Retaining(new JpaRuleBook(entityManager), new JpaLegalHolds(entityManager), clock);
  }

  private RetentionRules rules(List<RetentionRule> rules) {
    RetentionRules current = new JpaRuleBook(database.entityManager()).current();
    RetentionRules next = retaining().replace(current, rules, "ann").orElseThrow();
    database.commit();
    return next;
  }

  private Purge begin(boolean dryRun) {
    Purge purge = purging().begin(dryRun, "spring clean", "ann").orElseThrow();
    database.commit();
    return purge;
  }

  private Purge complete(Purge purge) {
    while (purging().step()) {
      database.commit();
    }
    return reload(purge);
  }

  private Purge stepsUntil(Purge purge, Step step) {
    while (reload(purge).step() != step) {
      purging().step();
      database.commit();
    }
    return reload(purge);
  }

  private static Purge reload(Purge purge) {
    return new JpaPurges(database.entityManager()).find(purge.id()).orElseThrow();
  }

  private static Set<String> texts(String sql) {
    List<?> rows = database.entityManager().createNativeQuery(sql).getResultList();
    return rows.stream().map(String::valueOf).collect(Collectors.toCollection(HashSet::new));
  }

  private static long number(String sql) {
    return ((Number) database.entityManager().createNativeQuery(sql).getSingleResult()).longValue();
  }

  private static Set<String> ids(Set<SyncId> ids) {
    return ids.stream().map(SyncId::toString).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_purge_applies_rules_and_holds_and_a_dry_run_counts_the_same(long seed) {
    RandomTrail trail = new RandomTrail(seed, clock.instant());
    trail.write(database.entityManager());
    RetentionRules rules = rules(trail.rules());
    List<SyncFilter> holds = trail.coin() ? List.of() : List.of(trail.hold(), trail.hold());
    holds.forEach(hold -> retaining().hold(hold, "a lawsuit", "bob"));
    database.commit();
    RandomTrail.Expected expected = trail.purged(rules, holds, clock.instant());

    Purge dry = complete(begin(true));
    Purge purge = begin(false);
    while (reload(purge).state() != State.COMPLETED) {
      purging().step();
      if (trail.coin()) {
        database.commit();
      } else {
        kill();
      }
    }

    assertThat(texts("select id::text from sync")).isEqualTo(ids(expected.syncs));
    assertThat(texts("select distinct sync_id::text from sync_event"))
        .isEqualTo(ids(expected.syncs));
    assertThat(texts("select id::text from sync where purge_id = '" + purge.id() + "'"))
        .isEqualTo(ids(expected.tombstones));
    assertThat(texts("select kind || ' ' || value from sync_value")).isEqualTo(texts(VALUES));
    assertThat(number("select count(*) from attempt")).isEqualTo(expected.attempts);
    assertThat(number("select count(*) from exchange")).isEqualTo(expected.attempts);
    assertThat(texts("select encode(checksum, 'hex') || ' ' || truncated from snapshot"))
        .isEqualTo(expected.snapshots);
    Counts counts =
        new Counts(
            expected.deletedRows,
            expected.deletedAttempts,
            expected.tombstones.size(),
            expected.deletedSnapshots,
            expected.deletedBytes);
    assertThat(reload(purge).counts()).isEqualTo(counts);
    assertThat(dry.counts()).isEqualTo(counts);
    assertThat(dry.state()).isEqualTo(State.COMPLETED);
    assertThat(reload(purge).rules()).isEqualTo(rules);
    assertThat(
            Columns.maybeInstant(
                database
                    .entityManager()
                    .createNativeQuery("select horizon from analytics_state")
                    .getSingleResult()))
        .as("horizon of the analytics")
        .isEqualTo(expected.horizon);
    assertThat(number("select count(*) from doomed_snapshot")).isZero();
    assertThat(number("select count(*) from purge_candidate")).isZero();
  }

  /** Discards uncommitted changes, as when a server is killed. */
  private static void kill() {
    EntityManager entityManager = database.entityManager();
    entityManager.getTransaction().rollback();
    entityManager.clear();
    entityManager.getTransaction().begin();
  }

  @Test
  void without_rules_there_is_no_purge() {
    assertThat(purging().begin(false, null, "ann")).isEmpty();
    assertThat(purging().step()).isFalse();
  }

  @Test
  void a_released_hold_no_longer_applies_and_stays_recorded() {
    PayloadReference kept = addOld(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    UUID hold = retaining().hold(SyncFilter.ALL, "a lawsuit", "bob").id();
    database.commit();

    assertThat(complete(begin(false)).counts()).isEqualTo(Counts.NONE);
    assertThat(retaining().release(hold, "bob")).isTrue();
    assertThat(retaining().release(hold, "bob")).isFalse();
    database.commit();

    assertThat(complete(begin(false)).counts())
        .isEqualTo(new Counts(1, 0, 0, 1, kept.originalSize()));
    assertThat(new JpaLegalHolds(database.entityManager()).all())
        .singleElement()
        .matches(released -> !released.holds() && "bob".equals(released.releasedBy()));
  }

  @Test
  void the_second_of_two_concurrent_rule_changes_is_rejected() {
    RetentionRules before = rules(List.of(ALL_AFTER_A_DAY));
    assertThat(retaining().replace(before, List.of(), "ann")).isPresent();
    database.commit();

    assertThat(retaining().replace(before, List.of(ALL_AFTER_A_DAY), "bob")).isEmpty();
    assertThat(new JpaRuleBook(database.entityManager()).current().rules()).isEmpty();
  }

  @Test
  void a_rule_change_does_not_affect_a_purge_that_was_requested_before() {
    addOld(database.entityManager());
    database.commit();
    RetentionRules before = rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = begin(false);
    rules(List.of());

    assertThat(complete(purge).counts().rows()).isEqualTo(1);
    assertThat(reload(purge).rules()).isEqualTo(before);
  }

  @Test
  void a_value_stays_while_a_sync_with_it_is_being_recorded() {
    addOld(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = begin(false);

    database.elsewhere(
        other -> {
          SyncId id = add(other, snapshots(other).keep(SAME), Duration.ZERO);
          assertThat(stepsUntil(purge, Step.ATTEMPTS).counts().rows()).isEqualTo(1);
          return id;
        });

    assertThat(texts("select kind || ' ' || value from sync_value")).isEqualTo(texts(VALUES));
  }

  @Test
  void a_push_that_stores_the_bytes_while_they_are_being_marked_keeps_them() {
    addOld(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begin(false), Step.MARKING);

    SyncId pushed =
        database.elsewhere(
            other -> {
              PayloadReference stored = snapshots(other).keep(SAME);
              Purging purging = purging();
              assertThatThrownBy(purging::step).isInstanceOf(Busy.class);
              kill();
              return add(other, stored, Duration.ZERO);
            });

    assertThat(complete(purge).counts().snapshots()).isZero();
    assertStored(pushed);
  }

  @Test
  void a_push_that_stores_the_bytes_after_they_were_marked_removes_the_mark() {
    addOld(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begin(false), Step.BYTES);

    SyncId pushed =
        database.elsewhere(
            other -> {
              PayloadReference stored = snapshots(other).keep(SAME);
              assertThat(complete(purge).counts().snapshots()).isZero();
              return add(other, stored, Duration.ZERO);
            });

    assertThat(complete(begin(false)).counts().snapshots()).isZero();
    assertStored(pushed);
  }

  @Test
  void a_push_waits_for_the_purge_of_its_bytes_and_stores_them_again() {
    addOld(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begin(false), Step.BYTES);
    purging().step();

    CompletableFuture<SyncId> pushed =
        CompletableFuture.supplyAsync(
            () ->
                database.elsewhere(
                    other -> add(other, snapshots(other).keep(SAME), Duration.ZERO)));
    awaitBlocked(pushed);
    database.commit();

    assertStored(pushed.join());
    assertThat(complete(purge).counts().snapshots()).isEqualTo(1);
    assertThat(complete(begin(false)).counts().snapshots()).isZero();
    assertStored(pushed.join());
  }

  private static void awaitBlocked(CompletableFuture<?> other) {
    while (!other.isDone() && number("select count(*) from pg_locks where not granted") == 0) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void assertStored(SyncId pushed) {
    assertThat(texts("select id::text from sync")).containsExactly(pushed.toString());
    assertThat(snapshots(database.entityManager()).find(SAME.checksum(), false))
        .hasValueSatisfying(kept -> assertThat(kept.bytes()).isEqualTo(SAME.bytes()));
    assertThat(number("select count(*) from doomed_snapshot")).isZero();
  }

  @Test
  void a_conflict_that_decides_about_pushes_is_kept_with_the_pushes_that_met_it() {
    SyncId met = addOldFailure();
    rules(List.of(ALL_AFTER_A_DAY));
    JdbcConflicts conflicts = new JdbcConflicts(database.dataSource());
    Conflict open = conflict(met);
    conflicts.save(open);

    assertThat(complete(begin(true)).counts()).isEqualTo(Counts.NONE);
    assertThat(complete(begin(false)).counts()).isEqualTo(Counts.NONE);
    assertThat(conflicts.open(CMS, HERO)).contains(open);

    Conflict kept = open.resolved(OnConflict.KEEP_THEIRS, clock.instant(), "ann", null, null);
    conflicts.save(kept);
    landed(SyncId.at(clock.instant().minusSeconds(1)), Snapshot.ofText("one"));
    assertThat(complete(begin(false)).counts()).isEqualTo(Counts.NONE);
    assertThat(conflicts.keptTheirs(CMS, HERO)).contains(kept);

    landed(SyncId.at(clock.instant().plusSeconds(1)), Snapshot.ofText("two"));
    assertThat(complete(begin(false)).counts().rows()).isEqualTo(1);
    assertThat(conflicts.keptTheirs(CMS, HERO)).isEmpty();
  }

  @Test
  void a_push_stays_superseded_by_a_later_one_that_was_purged() {
    SyncId failed = addOldFailure();
    SyncId later = SyncId.at(clock.instant().minus(Duration.ofDays(1)));
    landed(later, Snapshot.ofText("two"));

    assertThat(againstRetrying(failed)).contains("superseded by the later push " + later);
    assertThat(againstRollingBack(failed)).contains(later);

    landed(later, SAME);
    assertThat(againstRetrying(failed)).isEmpty();
    assertThat(againstRollingBack(failed)).isEmpty();
  }

  private SyncId addOldFailure() {
    EntityManager entityManager = database.entityManager();
    SyncId id = add(entityManager, snapshots(entityManager).keep(SAME), Duration.ofDays(2));
    database.commit();
    return id;
  }

  private static Conflict conflict(SyncId met) {
    Instant at = met.startedAt();
    return new Conflict(
        met, CMS, HERO, null, null, null, null, List.of(), null, at, null, null, null, null, null,
        null);
  }

  private static void landed(SyncId push, Snapshot content) {
    new JdbcDeployedStates(database.dataSource())
        .save(DeployedStateFacts.pushed(CMS, HERO, push, PayloadReference.of(content)));
  }

  private static Optional<SyncId> againstRollingBack(SyncId sync) {
    JpaSyncs syncs = new JpaSyncs(database.entityManager());
    return syncs.changedSince(syncs.find(sync).orElseThrow());
  }

  private static String againstRetrying(SyncId sync) {
    EntityManager entityManager = database.entityManager();
    InMemoryPlatforms platforms = new InMemoryPlatforms();
    platforms.add(new InMemoryGateway(Clock.systemUTC()).platform(CMS));
    return new DetermineActions(
            new JpaSyncs(entityManager),
            new JpaRuns(entityManager),
            platforms,
            new JpaVersions(entityManager, snapshots(entityManager)),
            new JdbcConflicts(database.dataSource()),
            snapshots(entityManager),
            new JdbcPins(database.dataSource()))
        .with(sync)
        .map(actions -> Objects.requireNonNullElse(actions.retry().reason(), ""))
        .orElseThrow();
  }

  private static JpaSnapshots snapshots(EntityManager entityManager) {
    return new JpaSnapshots(entityManager, new TestClock());
  }

  private PayloadReference addOld(EntityManager entityManager) {
    PayloadReference stored = snapshots(entityManager).keep(SAME);
    add(entityManager, stored, Duration.ofDays(2));
    return stored;
  }

  private SyncId add(EntityManager entityManager, PayloadReference stored, Duration age) {
    SyncId id = SyncId.at(clock.instant().minus(age));
    Sync sync =
        Sync.begin(
            new Intent(
                id,
                HERO,
                CMS,
                Direction.PUSH,
                new Intent.Cause("ann", null, null, null, null, null, null),
                PushOptions.NONE,
                Recorder.ENGINE,
                clock.instant()),
            Sync.VersionLink.NONE,
            Sync.Target.NONE,
            stored);
    new JpaSyncs(entityManager)
        .add(
            sync.failed(
                Failure.of(FailureClass.REJECTED, "no"), true, SettledBy.ANSWER, clock.instant()));
    entityManager.flush();
    return id;
  }
}
