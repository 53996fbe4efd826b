package dev.synctrail.persistence.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halt.Scope;
import dev.synctrail.gateway.Halts;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.flowcontrol.Precedence;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores the queue of open work in the table {@code backlog}. */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaBacklog implements Backlog {
  private static final String FIRST_OF_BATCH =
      "and not exists (select 1 from backlog other where" + Precedence.SAME_BATCH + ") ";

  private final EntityManager entityManager;
  private final Halts halts;

  @Inject
  public JpaBacklog(EntityManager entityManager, Halts halts) {
    this.entityManager = entityManager;
    this.halts = halts;
  }

  @Override
  public void add(
      SyncId sync, PlatformId platform, TypeKey typeKey, Instant due, @Nullable Place place) {
    insert(sync.value(), Kind.SYNC, platform, typeKey.value(), due, place);
  }

  @Override
  public void addListing(RunId run, PlatformId platform, Instant due) {
    insert(run.value(), Kind.LISTING, platform, "", due);
  }

  @Override
  public void addCheck(UUID check, PlatformId platform, TypeKey typeKey, Instant due) {
    insert(check, Kind.CHECK, platform, typeKey.value(), due);
  }

  @Override
  public void addPlatformCheck(UUID check, PlatformId platform, Instant due) {
    insert(check, Kind.PLATFORM_CHECK, platform, "", due);
  }

  private void insert(UUID workId, Kind kind, PlatformId platform, String typeKey, Instant due) {
    insert(workId, kind, platform, typeKey, due, null);
  }

  private void insert(
      UUID workId,
      Kind kind,
      PlatformId platform,
      String typeKey,
      Instant due,
      @Nullable Place place) {
    sql(
            "insert into backlog (trail_id, kind, platform, type_key, due_at, run_id, stage, together)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?)",
            workId,
            kind.name(),
            platform.value(),
            typeKey,
            due,
            place == null ? null : place.of(),
            place == null ? 0 : place.stage(),
            place != null && place.together())
        .executeUpdate();
  }

  @Override
  public Optional<Taken> take(PlatformId platform, String lane, Instant now) {
    return first(sql("select trail_id from backlog where lane = ? for update", lane))
        .or(() -> nextAvailable(platform, now))
        .map(workId -> hold((UUID) workId, platform, lane));
  }

  /**
   * Entries that a lane left open are taken again even during a halt; only their next request
   * waits.
   */
  private Optional<Object> nextAvailable(PlatformId platform, Instant now) {
    Scope scope = halts.on(platform).scope();
    if (scope == Scope.EVERYTHING) {
      return Optional.empty();
    }
    return first(
        sql(
            "select b.trail_id from backlog b where b.platform = ? and b.due_at <= ? and"
                + available(scope == Scope.WRITES)
                + FIRST_OF_BATCH
                + "order by b.due_at, b.trail_id limit 1 for update of b skip locked",
            platform.value(),
            now));
  }

  @Override
  public List<Taken> takeAlong(
      PlatformId platform, RunId run, String lane, Instant now, int atMost) {
    if (halts.on(platform).scope() != Scope.NOTHING) {
      return List.of();
    }
    List<?> workIds =
        sql(
                "select b.trail_id from backlog b where b.platform = ? and b.run_id = ?"
                    + " and b.together and b.times = 0 and b.due_at <= ? and"
                    + available(false)
                    + "order by b.trail_id limit ? for update of b skip locked",
                platform.value(),
                run.value(),
                now,
                atMost)
            .getResultList();
    return workIds.stream().map(workId -> hold((UUID) workId, platform, lane)).toList();
  }

  private Taken hold(UUID workId, PlatformId platform, String lane) {
    Object[] row =
        (Object[])
            sql(
                    "update backlog set lane = ?, fence = nextval('fence'), times = times + 1,"
                        + " cut_offs = cut_offs + case when lane is null then 0 else 1 end"
                        + " where trail_id = ? returning kind, fence, times, failures, cut_offs,"
                        + " expected_etag, expected_absent",
                    lane,
                    workId)
                .getSingleResult();
    return new Taken(
        Kind.valueOf((String) row[0]),
        workId,
        platform,
        lane,
        ((Number) row[1]).longValue(),
        ((Number) row[2]).intValue(),
        ((Number) row[3]).intValue(),
        ((Number) row[4]).intValue(),
        expected((String) row[5], (Boolean) row[6]));
  }

  private static @Nullable ExpectedState expected(@Nullable String etag, boolean absent) {
    if (absent) {
      return ExpectedState.ABSENT;
    }
    return etag == null ? null : new ExpectedState(etag);
  }

  @Override
  public void requireHeld(AttemptKey key) {
    if (!isHeld(key, " for update")) {
      throw new StaleLane(key);
    }
  }

  @Override
  public boolean isHeld(AttemptKey key) {
    return isHeld(key, "");
  }

  private boolean isHeld(AttemptKey key, String lock) {
    return !new Sql(
            "select 1 from backlog where trail_id = ? and fence = ?" + lock,
            key.workId(),
            key.fence())
        .onUnflushed(entityManager)
        .getResultList()
        .isEmpty();
  }

  @Override
  public void release(AttemptKey key, Instant due, @Nullable ExpectedState expectedState) {
    String etag = expectedState == null ? null : expectedState.etag();
    int released =
        sql(
                "update backlog set lane = null, fence = null, due_at = ?,"
                    + " expected_etag = coalesce(?, expected_etag),"
                    + " expected_absent = ? or (expected_absent and ?)"
                    + " where trail_id = ? and fence = ?",
                due,
                etag,
                expectedState != null && etag == null,
                expectedState == null,
                key.workId(),
                key.fence())
            .executeUpdate();
    if (released == 0) {
      throw new StaleLane(key);
    }
  }

  @Override
  public void retry(AttemptKey key, Instant due) {
    release(key, due, null);
    sql("update backlog set failures = failures + 1 where trail_id = ?", key.workId())
        .executeUpdate();
  }

  @Override
  public void abandon(AttemptKey key, Instant due) {
    release(key, due, null);
    sql("update backlog set cut_offs = cut_offs + 1 where trail_id = ?", key.workId())
        .executeUpdate();
  }

  @Override
  public void remove(UUID workId) {
    sql("delete from backlog where trail_id = ?", workId).executeUpdate();
  }

  @Override
  public boolean withdraw(UUID workId) {
    return sql("delete from backlog where trail_id = ? and lane is null", workId).executeUpdate()
        == 1;
  }

  @Override
  public boolean hasten(SyncId sync, Instant now) {
    sql(
            "update backlog set due_at = least(due_at, ?) where trail_id = ? and lane is null",
            now,
            sync.value())
        .executeUpdate();
    return first(sql("select 1 from backlog where trail_id = ?", sync.value())).isPresent();
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Instant> nextDue(PlatformId platform) {
    Halt halt = halts.on(platform);
    if (halt.scope() == Scope.NOTHING) {
      return nextDue(platform, false);
    }
    Optional<Instant> reads =
        halt.scope() == Scope.WRITES ? nextDue(platform, true) : Optional.empty();
    Instant end = halt.until();
    Optional<Instant> afterHalt =
        end == null
            ? Optional.empty()
            : nextDue(platform, false).map(due -> due.isBefore(end) ? end : due);
    return Stream.of(reads, afterHalt).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /** Returns the condition that no lane holds the entry and no other entry precedes it. */
  private static String available(boolean frozen) {
    return " b.lane is null and not exists (select 1 from backlog other where"
        + Precedence.sameType(frozen)
        + ") and (b.stage = 0 or not exists (select 1 from backlog other where"
        + Precedence.EARLIER_STAGE
        + ")) "
        + (frozen ? "and not" + Precedence.writes("b") : "");
  }

  private Optional<Instant> nextDue(PlatformId platform, boolean frozen) {
    return first(
            sql(
                "select b.due_at from backlog b where b.platform = ? and"
                    + available(frozen)
                    + FIRST_OF_BATCH
                    + "order by b.due_at limit 1",
                platform.value()))
        .map(Columns::maybeInstant);
  }

  @Override
  @Transactional(SUPPORTS)
  public List<PlatformId> platforms() {
    List<?> ids = sql("select distinct platform from backlog order by platform").getResultList();
    return ids.stream().map(id -> new PlatformId((String) id)).toList();
  }

  private Query sql(String statement, @Nullable Object... parameters) {
    return new Sql(statement, parameters).on(entityManager);
  }

  @SuppressWarnings("unchecked") // a native query of one column returns the value of that column
  private static Optional<Object> first(Query query) {
    return query.getResultList().stream().findFirst();
  }
}
