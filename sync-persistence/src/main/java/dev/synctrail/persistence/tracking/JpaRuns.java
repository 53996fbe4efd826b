package dev.synctrail.persistence.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores runs in the table {@code run}. Counters are incremented by SQL, so that concurrent lanes
 * lose no update.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaRuns implements Runs {
  private final EntityManager entityManager;

  @Inject
  public JpaRuns(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public void add(Run run) {
    entityManager.persist(RunRow.of(run));
    entityManager.flush();
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Run> find(RunId id) {
    return Optional.ofNullable(entityManager.find(RunRow.class, id.value())).map(RunRow::toRun);
  }

  @Override
  public void started(RunId id, Instant at) {
    sql("update run set started_at = ?1 where id = ?2 and started_at is null", at, id)
        .executeUpdate();
  }

  @Override
  public boolean settled(RunId id, SyncStatus outcome, Instant at) {
    String counter =
        switch (outcome) {
          case SUCCESS -> "success";
          case PARTIAL -> "partial";
          case FAILED -> "failed";
          case IN_PROGRESS, UNKNOWN ->
              throw new IllegalArgumentException("A sync that is " + outcome + " is not settled");
        };
    List<?> done =
        sql(
                "update run set "
                    + counter
                    + " = "
                    + counter
                    + " + 1, completed_at = case when success + failed + partial + 1 = total and"
                    + " not listing then cast(?1 as timestamptz) end where id = ?2 returning"
                    + " completed_at is not null",
                at,
                id)
            .getResultList();
    return !done.isEmpty() && Boolean.TRUE.equals(done.get(0));
  }

  @Override
  public void listed(RunId id, int total, List<TypeListing.Skipped> skipped, Instant at) {
    sql(
            "update run set listing = false, total = ?3 + ?4, failed = ?4,"
                + " started_at = coalesce(started_at, ?1),"
                + " completed_at = case when ?3 = 0 then cast(?1 as timestamptz) end where id = ?2",
            at,
            id)
        .setParameter(3, total)
        .setParameter(4, skipped.size())
        .executeUpdate();
    for (int i = 0; i < skipped.size(); i++) {
      sql(
              "insert into run_skip (run_id, number, name, reason, at)"
                  + " values (?2, ?3, ?4, ?5, ?1)",
              at,
              id)
          .setParameter(3, i + 1)
          .setParameter(4, skipped.get(i).name())
          .setParameter(5, skipped.get(i).reason())
          .executeUpdate();
    }
  }

  @Override
  public void listingFailed(RunId id, String errorMessage, Instant at) {
    sql(
            "update run set listing = false, error_message = ?3,"
                + " started_at = coalesce(started_at, ?1), completed_at = ?1 where id = ?2",
            at,
            id)
        .setParameter(3, errorMessage)
        .executeUpdate();
  }

  @Override
  @Transactional(SUPPORTS)
  public boolean isCancelled(RunId id) {
    return !new Sql("select 1 from run where id = ? and cancelled_at is not null", id.value())
        .onUnflushed(entityManager)
        .getResultList()
        .isEmpty();
  }

  @Override
  @Transactional(SUPPORTS)
  public boolean removes(RunId id, TypeKey typeKey) {
    return entityManager
        .createQuery(
            "select s.manners from Sync s where s.runId = :run and s.typeKey = :type", String.class)
        .setParameter("run", id.value())
        .setParameter("type", typeKey.value())
        .getResultStream()
        .anyMatch(flags -> PushFlagColumn.of(flags).contains(PushFlag.REMOVAL));
  }

  @Override
  public boolean cancel(RunId id, Run.Cancellation cancellation) {
    return sql(
                "update run set cancelled_at = ?1, cancelled_by = ?3, cancel_reason = ?4"
                    + " where id = ?2 and cancelled_at is null and completed_at is null",
                cancellation.at(),
                id)
            .setParameter(3, cancellation.actor())
            .setParameter(4, cancellation.reason())
            .executeUpdate()
        == 1;
  }

  @Override
  @Transactional(SUPPORTS)
  public List<SyncId> ofType(RunId id, TypeKey typeKey) {
    return entityManager
        .createQuery(
            "select s.id from Sync s where s.runId = :run" + " and s.typeKey = :type order by s.id",
            UUID.class)
        .setParameter("run", id.value())
        .setParameter("type", typeKey.value())
        .getResultStream()
        .map(SyncId::new)
        .toList();
  }

  @Override
  @Transactional(SUPPORTS)
  public List<SyncId> inStatus(RunId id, SyncStatus status) {
    return entityManager
        .createQuery(
            "select s.id from Sync s where s.runId = :run"
                + " and s.status = :status order by s.id",
            UUID.class)
        .setParameter("run", id.value())
        .setParameter("status", status)
        .getResultStream()
        .map(SyncId::new)
        .toList();
  }

  private Query sql(String statement, Instant at, RunId id) {
    return new Sql(statement, at, id.value()).on(entityManager);
  }
}
