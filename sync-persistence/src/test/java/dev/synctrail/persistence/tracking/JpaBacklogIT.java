package dev.synctrail.persistence.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halt.Scope;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.BacklogContract;
import dev.synctrail.tracking.SyncId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaBacklogIT extends BacklogContract {
  private static final TypeKey HERO = new TypeKey("HeroBlock");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private Halt halt = Halt.NONE;

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("truncate backlog").executeUpdate();
    database.commit();
  }

  @Override
  protected Backlog backlog() {
    return new JpaBacklog(database.entityManager(), platform -> halt);
  }

  @Override
  protected void commit() {
    database.commit();
  }

  private static Optional<UUID> takenElsewhere(String lane) {
    return database.elsewhere(
        other ->
            new JpaBacklog(other, platform -> Halt.NONE).take(CMS, lane, NOON).map(Taken::workId));
  }

  private static Void takeWithShortTimeout(EntityManager other) {
    other.createNativeQuery("set local lock_timeout = '100ms'").executeUpdate();
    return new JpaBacklog(other, platform -> Halt.NONE)
        .take(CMS, "lane-1", NOON)
        .<Void>map(
            taken -> {
              throw new AssertionError("The entry was taken over while its holder was recording");
            })
        .orElseThrow();
  }

  @Test
  void concurrent_transactions_take_different_entries_without_waiting() {
    SyncId article = added(ARTICLE, NOON.minusSeconds(1));
    SyncId hero = added(HERO, NOON);

    Optional<Taken> uncommitted = backlog().take(CMS, "lane-1", NOON);
    Optional<UUID> elsewhere = takenElsewhere("lane-2");
    commit();

    assertThat(uncommitted).map(Taken::workId).contains(article.value());
    assertThat(elsewhere).contains(hero.value());
  }

  @Test
  void a_second_transaction_does_not_take_another_entry_of_a_type_that_is_being_taken() {
    added(ARTICLE, NOON);
    added(ARTICLE, NOON);

    assertThat(backlog().take(CMS, "lane-1", NOON)).isPresent();

    assertThat(takenElsewhere("lane-2")).isEmpty();
  }

  @Test
  void concurrent_lanes_never_take_the_same_type_twice() {
    List<TypeKey> types = IntStream.range(0, 4).mapToObj(i -> new TypeKey("Type" + i)).toList();
    for (int round = 0; round < 3; round++) {
      types.forEach(type -> added(type, NOON));
    }

    List<UUID> taken =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> takenElsewhere("lane-" + i).stream()))
            .toList()
            .stream()
            .flatMap(CompletableFuture::join)
            .toList();

    assertThat(taken).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(4).isNotEmpty();
    assertThat(number("select count(*) from backlog where lane is not null"))
        .isEqualTo(number("select count(distinct type_key) from backlog where lane is not null"))
        .isEqualTo(taken.size());
  }

  private static long number(String sql) {
    return database.elsewhere(
        other -> ((Number) other.createNativeQuery(sql).getSingleResult()).longValue());
  }

  @Test
  void an_entry_is_not_taken_over_while_its_holder_records() {
    SyncId id = added(ARTICLE, NOON);
    Taken taken = take("lane-1").orElseThrow();

    backlog().requireHeld(new AttemptKey(id.value(), 1, taken.fence()));

    assertThatThrownBy(() -> database.elsewhere(JpaBacklogIT::takeWithShortTimeout))
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("lock timeout");
    commit();
    assertThat(takenElsewhere("lane-1")).contains(id.value());
  }

  @Test
  void the_database_rejects_two_held_entries_of_one_type() {
    added(ARTICLE, NOON);
    added(ARTICLE, NOON);

    assertThatThrownBy(
            () ->
                database
                    .entityManager()
                    .createNativeQuery("update backlog set lane = 'lane', fence = 1")
                    .executeUpdate())
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("backlog_one_at_a_time");
  }

  private static void insertSync(SyncId id, String direction, boolean dryRun, String status) {
    database
        .entityManager()
        .createNativeQuery(
            "insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,"
                + " ignore_data_loss, started_at, created_at, retry_count) values (?, 'x', 'cms',"
                + " ?, ?, 'ENGINE', 'ann', ?, false, now(), now(), 0)")
        .setParameter(1, id.value())
        .setParameter(2, direction)
        .setParameter(3, status)
        .setParameter(4, dryRun)
        .executeUpdate();
    database.commit();
  }

  @Test
  void a_pause_leaves_all_entries_unchanged() {
    SyncId id = added(ARTICLE, NOON);

    halt = new Halt(Scope.EVERYTHING, "paused", null);

    assertThat(take("lane-1")).isEmpty();
    assertThat(backlog().nextDue(CMS)).isEmpty();
    halt = new Halt(Scope.EVERYTHING, "paused", NOON.plusSeconds(60));
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(60));
    halt = Halt.NONE;
    assertThat(take("lane-1"))
        .hasValueSatisfying(
            taken -> {
              assertThat(taken.workId()).isEqualTo(id.value());
              assertThat(taken.times()).isEqualTo(1);
            });
  }

  @Test
  void a_lane_takes_its_abandoned_entry_even_during_a_pause() {
    added(ARTICLE, NOON);
    take("lane-1");

    halt = new Halt(Scope.EVERYTHING, "paused", null);

    Taken left = take("lane-1").orElseThrow();
    backlog().release(new AttemptKey(left.workId(), 2, left.fence()), NOON, null);
    commit();
    assertThat(take("lane-1")).isEmpty();
  }

  @Test
  void a_freeze_allows_reads_and_blocks_writes() {
    SyncId push = added(new TypeKey("Push"), NOON.minusSeconds(9));
    SyncId pull = added(new TypeKey("Pull"), NOON.minusSeconds(8));
    SyncId dryRunPush = added(new TypeKey("DryRun"), NOON.minusSeconds(7));
    SyncId settling = added(new TypeKey("Settling"), NOON.minusSeconds(6));
    insertSync(push, "PUSH", false, "IN_PROGRESS");
    insertSync(pull, "PULL", false, "IN_PROGRESS");
    insertSync(dryRunPush, "PUSH", true, "IN_PROGRESS");
    insertSync(settling, "PUSH", false, "UNKNOWN");
    UUID check = SyncId.at(NOON).value();
    backlog().addCheck(check, CMS, HERO, NOON.minusSeconds(5));
    commit();

    halt = new Halt(Scope.WRITES, "frozen", NOON.plusSeconds(60));

    assertThat(backlog().nextDue(CMS)).contains(NOON.minusSeconds(8));
    assertThat(IntStream.range(0, 5).mapToObj(i -> take("lane-" + i).map(Taken::workId)).toList())
        .containsExactly(
            Optional.of(pull.value()),
            Optional.of(dryRunPush.value()),
            Optional.of(settling.value()),
            Optional.of(check),
            Optional.empty());
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(60));
    halt = Halt.NONE;
    assertThat(take("lane-9").map(Taken::workId)).contains(push.value());
  }

  @Test
  void reads_do_not_wait_for_frozen_writes() {
    SyncId push = added(ARTICLE, NOON.minusSeconds(9));
    insertSync(push, "PUSH", false, "IN_PROGRESS");
    SyncId pull = added(ARTICLE, NOON.minusSeconds(8));
    insertSync(pull, "PULL", false, "IN_PROGRESS");
    UUID check = SyncId.at(NOON).value();
    backlog().addCheck(check, CMS, ARTICLE, NOON.minusSeconds(7));
    commit();

    halt = new Halt(Scope.WRITES, "frozen", NOON.plusSeconds(60));

    assertThat(backlog().nextDue(CMS)).contains(NOON.minusSeconds(8));
    assertThat(take("lane-1").map(Taken::workId)).contains(pull.value());
    assertThat(take("lane-2")).isEmpty();
    backlog().remove(pull.value());
    commit();
    assertThat(take("lane-2").map(Taken::workId)).contains(check);
    halt = Halt.NONE;
    assertThat(take("lane-3")).isEmpty();
    backlog().remove(check);
    commit();
    assertThat(take("lane-3").map(Taken::workId)).contains(push.value());
  }
}
