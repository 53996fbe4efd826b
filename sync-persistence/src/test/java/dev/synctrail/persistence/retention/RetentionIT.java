package dev.synctrail.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.analytics.JdbcRollUps;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
  private static final RetentionRule ALL_AFTER_A_DAY =
      new RetentionRule(null, null, Duration.ofDays(1), null, null);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final TestClock clock = new TestClock();

  @BeforeEach
  void empty() {
    database
        .entityManager()
        .createNativeQuery(
            "truncate sync, attempt, exchange, sync_event, snapshot, version, content_type,"
                + " retention_rules, retention_hold, purge, purge_candidate, doomed_snapshot")
        .executeUpdate();
    database
        .entityManager()
        .createNativeQuery("update analytics_state set horizon = null")
        .executeUpdate();
    database.commit();
  }

  private Purging purging() {
    EntityManager own = database.entityManager();
    return new Purging(
        new JpaRuleBook(own),
        new JpaPurges(own),
        new JpaDisposal(own, new JpaLegalHolds(own), new JdbcRollUps(own, database.dataSource())),
        clock);
  }

  private Retaining retaining() {
    EntityManager own = database.entityManager();
    return new Retaining(new JpaRuleBook(own), new JpaLegalHolds(own), clock);
  }

  private RetentionRules rules(List<RetentionRule> rules) {
    RetentionRules current = new JpaRuleBook(database.entityManager()).current();
    RetentionRules next = retaining().replace(current, rules, "ann").orElseThrow();
    database.commit();
    return next;
  }

  private Purge begun(boolean dryRun) {
    Purge purge = purging().begin(dryRun, "spring clean", "ann").orElseThrow();
    database.commit();
    return purge;
  }

  private Purge done(Purge purge) {
    while (purging().step()) {
      database.commit();
    }
    return found(purge);
  }

  private Purge stepsUntil(Purge purge, Step step) {
    while (found(purge).step() != step) {
      purging().step();
      database.commit();
    }
    return found(purge);
  }

  private static Purge found(Purge purge) {
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
  void a_purge_leaves_what_rules_and_holds_say_and_a_dry_run_counts_the_same(long seed) {
    RandomTrail trail = new RandomTrail(seed, clock.instant());
    trail.write(database.entityManager());
    RetentionRules rules = rules(trail.rules());
    List<SyncFilter> holds = trail.coin() ? List.of() : List.of(trail.hold(), trail.hold());
    holds.forEach(hold -> retaining().hold(hold, "a lawsuit", "bob"));
    database.commit();
    RandomTrail.Left left = trail.purged(rules, holds, clock.instant());

    Purge dry = done(begun(true));
    Purge purge = begun(false);
    while (found(purge).state() != State.COMPLETED) {
      purging().step();
      if (trail.coin()) {
        database.commit();
      } else {
        killed();
      }
    }

    assertThat(texts("select id::text from sync")).isEqualTo(ids(left.syncs));
    assertThat(texts("select distinct sync_id::text from sync_event")).isEqualTo(ids(left.syncs));
    assertThat(texts("select id::text from sync where purge_id = '" + purge.id() + "'"))
        .isEqualTo(ids(left.tombstones));
    assertThat(number("select count(*) from attempt")).isEqualTo(left.attempts);
    assertThat(number("select count(*) from exchange")).isEqualTo(left.attempts);
    assertThat(texts("select encode(checksum, 'hex') || ' ' || truncated from snapshot"))
        .isEqualTo(left.snapshots);
    Counts counts =
        new Counts(
            left.goneRows,
            left.goneAttempts,
            left.tombstones.size(),
            left.goneSnapshots,
            left.goneBytes);
    assertThat(found(purge).counts()).isEqualTo(counts);
    assertThat(dry.counts()).isEqualTo(counts);
    assertThat(dry.state()).isEqualTo(State.COMPLETED);
    assertThat(found(purge).rules()).isEqualTo(rules);
    assertThat(
            RetentionColumns.instant(
                database
                    .entityManager()
                    .createNativeQuery("select horizon from analytics_state")
                    .getSingleResult()))
        .as("from when on the analytics can count rows")
        .isEqualTo(left.wholeFrom);
    assertThat(number("select count(*) from doomed_snapshot")).isZero();
    assertThat(number("select count(*) from purge_candidate")).isZero();
  }

  /** What was not committed is gone, as when a server dies. */
  private static void killed() {
    EntityManager own = database.entityManager();
    own.getTransaction().rollback();
    own.clear();
    own.getTransaction().begin();
  }

  @Test
  void without_rules_there_is_no_purge() {
    assertThat(purging().begin(false, null, "ann")).isEmpty();
    assertThat(purging().step()).isFalse();
  }

  @Test
  void a_hold_that_is_released_holds_no_longer_and_stays_on_record() {
    PayloadReference kept = old(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    UUID hold = retaining().hold(SyncFilter.ALL, "a lawsuit", "bob").id();
    database.commit();

    assertThat(done(begun(false)).counts()).isEqualTo(Counts.NONE);
    assertThat(retaining().release(hold, "bob")).isTrue();
    assertThat(retaining().release(hold, "bob")).isFalse();
    database.commit();

    assertThat(done(begun(false)).counts()).isEqualTo(new Counts(1, 0, 0, 1, kept.originalSize()));
    assertThat(new JpaLegalHolds(database.entityManager()).all())
        .singleElement()
        .matches(released -> !released.holds() && "bob".equals(released.releasedBy()));
  }

  @Test
  void of_two_who_change_the_rules_at_once_the_second_is_told() {
    RetentionRules before = rules(List.of(ALL_AFTER_A_DAY));
    assertThat(retaining().replace(before, List.of(), "ann")).isPresent();
    database.commit();

    assertThat(retaining().replace(before, List.of(ALL_AFTER_A_DAY), "bob")).isEmpty();
    assertThat(new JpaRuleBook(database.entityManager()).current().rules()).isEmpty();
  }

  @Test
  void a_rule_that_is_changed_does_not_change_a_purge_that_was_asked_for() {
    old(database.entityManager());
    database.commit();
    RetentionRules before = rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = begun(false);
    rules(List.of());

    assertThat(done(purge).counts().rows()).isEqualTo(1);
    assertThat(found(purge).rules()).isEqualTo(before);
  }

  @Test
  void a_push_that_was_storing_the_bytes_when_they_were_to_be_marked_keeps_them() {
    old(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begun(false), Step.MARKING);

    SyncId pushed =
        database.elsewhere(
            other -> {
              PayloadReference stored = snapshots(other).keep(SAME);
              Purging purging = purging();
              assertThatThrownBy(purging::step).isInstanceOf(Busy.class);
              killed();
              return added(other, stored, Duration.ZERO);
            });

    assertThat(done(purge).counts().snapshots()).isZero();
    assertKept(pushed);
  }

  @Test
  void a_push_that_stores_the_bytes_after_they_were_marked_takes_the_mark_away() {
    old(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begun(false), Step.BYTES);

    SyncId pushed =
        database.elsewhere(
            other -> {
              PayloadReference stored = snapshots(other).keep(SAME);
              assertThat(done(purge).counts().snapshots()).isZero();
              return added(other, stored, Duration.ZERO);
            });

    assertThat(done(begun(false)).counts().snapshots()).isZero();
    assertKept(pushed);
  }

  @Test
  void a_push_that_meets_the_purge_of_its_bytes_waits_and_stores_them_anew() {
    old(database.entityManager());
    database.commit();
    rules(List.of(ALL_AFTER_A_DAY));
    Purge purge = stepsUntil(begun(false), Step.BYTES);
    purging().step();

    CompletableFuture<SyncId> pushed =
        CompletableFuture.supplyAsync(
            () ->
                database.elsewhere(
                    other -> added(other, snapshots(other).keep(SAME), Duration.ZERO)));
    awaitWaiting(pushed);
    database.commit();

    assertKept(pushed.join());
    assertThat(done(purge).counts().snapshots()).isEqualTo(1);
    assertThat(done(begun(false)).counts().snapshots()).isZero();
    assertKept(pushed.join());
  }

  private static void awaitWaiting(CompletableFuture<?> other) {
    while (!other.isDone() && number("select count(*) from pg_locks where not granted") == 0) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void assertKept(SyncId pushed) {
    assertThat(texts("select id::text from sync")).containsExactly(pushed.toString());
    assertThat(snapshots(database.entityManager()).find(SAME.checksum(), false))
        .hasValueSatisfying(kept -> assertThat(kept.bytes()).isEqualTo(SAME.bytes()));
    assertThat(number("select count(*) from doomed_snapshot")).isZero();
  }

  private static JpaSnapshots snapshots(EntityManager entityManager) {
    return new JpaSnapshots(entityManager, new TestClock());
  }

  private PayloadReference old(EntityManager entityManager) {
    PayloadReference stored = snapshots(entityManager).keep(SAME);
    added(entityManager, stored, Duration.ofDays(2));
    return stored;
  }

  private SyncId added(EntityManager entityManager, PayloadReference stored, Duration age) {
    SyncId id = SyncId.at(clock.instant().minus(age));
    Sync sync =
        Sync.begin(
            new Intent(
                id,
                new TypeKey("Hero"),
                new PlatformId("cms"),
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
