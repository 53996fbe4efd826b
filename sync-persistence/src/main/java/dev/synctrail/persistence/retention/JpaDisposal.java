package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.analytics.RollUps;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.history.HistorySelect;
import dev.synctrail.persistence.ledger.LedgerSalts;
import dev.synctrail.retention.Disposal;
import dev.synctrail.retention.Erasure;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.LegalHolds;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.Purge.Counts;
import dev.synctrail.retention.RetentionTarget;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Deletes rows of the audit trail and of {@code snapshot}. */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaDisposal implements Disposal {
  /** All payloads that syncs refer to while their payloads exist. */
  private static final String OF_SYNCS =
      """
      select s.id as owner, r.checksum,
             coalesce(r.role = any (string_to_array(s.truncated_roles, ',')), false) as truncated
      from sync s cross join lateral (values
        ('INTENDED', s.intended_checksum), ('BEFORE', s.before_checksum),
        ('SENT', s.sent_checksum), ('ANSWERED', s.answered_checksum)) as r(role, checksum)
      where s.purge_id is null and r.checksum is not null
      """;

  /** All payloads of attempts and exchanges; an exchange may belong to a run. */
  private static final String OF_ATTEMPTS =
      """
      select t.owner, t.checksum, t.truncated from (
        select sync_id as owner, response_checksum as checksum, response_truncated as truncated
        from attempt
        union all select trail_id, request_checksum, request_truncated from exchange
        union all select trail_id, response_checksum, response_truncated from exchange) as t
      where t.checksum is not null
        and not exists (select from sync p where p.id = t.owner and p.purge_id is not null)
      """;

  private static final String OF_VERSIONS = "select decode(content, 'hex'), false from version";

  /**
   * The payloads of deployed states, drift incidents, verdicts and conflicts, and those on which
   * open pushes are based. Verdicts are deleted with their syncs. A truncated payload is of no use
   * to an open push.
   */
  private static final String OF_DRIFT =
      """
      select c.checksum, false from (
        select p.wanted_checksum as checksum from deployed_state p
        union all select p.left_checksum from deployed_state p
        union all select p.live_checksum from deployed_state p
        union all select e.live_checksum from drift_incident e
        union all select v.live_checksum from verdict v
        union all select f.base_checksum from conflict f
        union all select f.theirs_checksum from conflict f
        union all select f.wanted_checksum from conflict f
        union all select f.wanted_then_checksum from conflict f
        union all select b.found_checksum from push_basis b where not b.found_truncated
        union all select b.merged_checksum from push_basis b) as c
      where c.checksum is not null
      """;

  private static final String OF_OTHERS = OF_VERSIONS + " union all " + OF_DRIFT;

  private static final String HAS_PAYLOADS =
      "coalesce(intended_checksum, before_checksum, sent_checksum, answered_checksum) is not null";

  private static final String ATTEMPTS_HAVE_PAYLOADS =
      """
      (exists (select from attempt a where a.sync_id = sync.id and a.response_checksum is not null)
       or exists (select from exchange e where e.trail_id = sync.id
         and coalesce(e.request_checksum, e.response_checksum) is not null))
      """;

  /** Each value is looked up in the index of its column; the order prevents a scan of the table. */
  private static final String UNUSED_VALUES =
      """
      delete from sync_value v where case v.kind
        when 'TYPE_KEY' then (select s.id from sync s where s.type_key = v.value order by s.id limit 1)
        when 'PLATFORM' then (select s.id from sync s where s.platform = v.value order by s.id limit 1)
        else (select s.id from sync s where s.actor = v.value order by s.id limit 1)
      end is null
      """;

  /** A hash of content is kept with its version only. */
  private static final String ERASE_OF_SYNCS =
      """
      update sync s set purge_id = ?, purged_at = now(),
        version_hash = case when s.version_id is not null then s.version_hash end,
        intended_checksum = e.intended, before_checksum = e.before, sent_checksum = e.sent,
        answered_checksum = e.answered,
        pulled_checksum = case when s.pulled_checksum is not null then e.answered end
      from (
        select id,
          erased_reference(?, intended_checksum, position('INTENDED' in truncated_roles) > 0)
            as intended,
          erased_reference(?, before_checksum, position('BEFORE' in truncated_roles) > 0) as before,
          erased_reference(?, sent_checksum, position('SENT' in truncated_roles) > 0) as sent,
          erased_reference(?, answered_checksum, position('ANSWERED' in truncated_roles) > 0)
            as answered
        from sync where #) e
      where e.id = s.id and
      """;

  private static final Set<String> ROWS_OF_ATTEMPTS = Set.of("attempt", "exchange");
  private static final Set<String> ROWS_OF_SYNCS =
      Set.of("sync", "attempt", "exchange", "sync_event", "verdict");

  /** Before those of the holds. */
  private static final int SYNC_COLUMNS = 3;

  private static final UUID ZERO_ID = new UUID(0, 0);

  private final EntityManager entityManager;
  private final LegalHolds holds;
  private final RollUps rollUps;

  @Inject
  public JpaDisposal(EntityManager entityManager, LegalHolds holds, RollUps rollUps) {
    this.entityManager = entityManager;
    this.holds = holds;
    this.rollUps = rollUps;
  }

  /**
   * Returns the condition of a purge. A legal hold added from now on waits for the end of this
   * transaction.
   */
  private PurgeCondition conditionOf(Purge purge) {
    lockHolds();
    return new PurgeCondition(purge, holds.holding());
  }

  private void lockHolds() {
    new Sql("select 1 from pg_advisory_xact_lock_shared(" + JpaLegalHolds.LOCK_KEY + ")")
        .on(entityManager)
        .getSingleResult();
  }

  @Override
  public Counts count(Purge purge) {
    PurgeCondition purgeCondition = conditionOf(purge);
    Sql rows =
        new Sql("select count(*) from sync where ")
            .add(purgeCondition.condition(RetentionTarget.ROWS));
    Sql attempts =
        new Sql("select count(*) from attempt where sync_id in (select id from sync where ")
            .add(purgeCondition.condition(RetentionTarget.ROWS, RetentionTarget.ATTEMPTS))
            .add(")");
    Sql payloads =
        new Sql("select count(*) from sync where purge_id is null and ")
            .add(purgeCondition.condition(RetentionTarget.PAYLOADS))
            .add(" and (")
            .add(purgeCondition.condition(RetentionTarget.ROWS))
            .add(") is not true and (" + HAS_PAYLOADS + " or " + ATTEMPTS_HAVE_PAYLOADS + " and (")
            .add(purgeCondition.condition(RetentionTarget.ATTEMPTS))
            .add(") is not true)");
    // a payload is deleted if all its references are, and there is at least one
    Sql snapshots =
        new Sql("with gone as (select id from sync where ")
            .add(purgeCondition.condition(RetentionTarget.ROWS, RetentionTarget.PAYLOADS))
            .add("), without_tries as (select id from sync where ")
            .add(purgeCondition.condition(RetentionTarget.values()))
            .add(
                "), reference as ("
                    + "select checksum, truncated, owner in (select id from gone) as goes from ("
                    + OF_SYNCS
                    + ") as of_syncs union all"
                    + " select checksum, truncated, owner in (select id from without_tries) from ("
                    + OF_ATTEMPTS
                    + ") as of_tries union all select v.*, false from ("
                    + OF_OTHERS
                    + ") as v) select count(*), coalesce(sum(stored_size), 0) from snapshot"
                    + " where (checksum, truncated) in (select checksum, truncated from reference"
                    + " group by checksum, truncated having bool_and(goes))");
    Object[] bytes = (Object[]) snapshots.on(entityManager).getSingleResult();
    return new Counts(
        number(rows), number(attempts), number(payloads), number(bytes[0]), number(bytes[1]));
  }

  private long number(Sql sql) {
    return number(sql.on(entityManager).getSingleResult());
  }

  private static long number(Object column) {
    return ((Number) column).longValue();
  }

  @Override
  public Batch rows(Purge purge, int atMost) {
    List<UUID> ids = next(purge, RetentionTarget.ROWS, "true", atMost);
    if (ids.isEmpty()) {
      if (purge.counts().rows() > 0) {
        deleteUnusedValues();
      }
      return emptyBatch();
    }
    saveCandidates(purge.id(), ids);
    moveRollUpHorizon(ids);
    delete("exchange", "trail_id", ids);
    long attempts = delete("attempt", "sync_id", ids);
    delete("sync_event", "sync_id", ids);
    delete("verdict", "sync_id", ids);
    deleteConflicts(ids);
    long rows = delete("sync", "id", ids);
    salts(purge.id()).eraseRows(ROWS_OF_SYNCS, ids);
    return new Batch(last(ids), new Counts(rows, attempts, 0, 0, 0));
  }

  @Override
  public Batch attempts(Purge purge, int atMost) {
    List<UUID> ids =
        next(
            purge,
            RetentionTarget.ATTEMPTS,
            "exists (select from attempt a where a.sync_id = sync.id)",
            atMost);
    if (ids.isEmpty()) {
      return emptyBatch();
    }
    saveCandidates(purge.id(), ids);
    delete("exchange", "trail_id", ids);
    long attempts = delete("attempt", "sync_id", ids);
    salts(purge.id()).eraseRows(ROWS_OF_ATTEMPTS, ids);
    return new Batch(last(ids), new Counts(0, attempts, 0, 0, 0));
  }

  @Override
  public Batch payloads(Purge purge, int atMost) {
    List<UUID> ids =
        next(
            purge,
            RetentionTarget.PAYLOADS,
            "purge_id is null and (" + HAS_PAYLOADS + " or " + ATTEMPTS_HAVE_PAYLOADS + ")",
            atMost);
    if (ids.isEmpty()) {
      return emptyBatch();
    }
    saveCandidates(purge.id(), ids);
    moveRollUpHorizon(ids);
    erasePayloads(purge.id(), ids);
    return new Batch(last(ids), new Counts(0, 0, ids.size(), 0, 0));
  }

  private LedgerSalts salts(UUID by) {
    return new LedgerSalts(entityManager.unwrap(Connection.class), by);
  }

  /** Removes everything from rows by which their payloads could be found or guessed. */
  private Map<String, Long> erasePayloads(UUID by, List<UUID> ids) {
    Set<UUID> guessable = guessable(ids);
    String[] parts = ERASE_OF_SYNCS.split("#", -1);
    int syncs =
        new Sql(parts[0], by, by, by, by, by)
            .add(inBatch("id", ids))
            .add(parts[1])
            .add(inBatch("s.id", ids))
            .on(entityManager)
            .executeUpdate();
    int attempts =
        new Sql(
                "update attempt set response_checksum ="
                    + " erased_reference(?, response_checksum, response_truncated)"
                    + " where response_checksum is not null and ",
                by)
            .add(inBatch("sync_id", ids))
            .on(entityManager)
            .executeUpdate();
    int exchanges =
        new Sql(
                "update exchange set request_checksum ="
                    + " erased_reference(?, request_checksum, request_truncated), response_checksum ="
                    + " erased_reference(?, response_checksum, response_truncated)"
                    + " where coalesce(request_checksum, response_checksum) is not null and ",
                by,
                by)
            .add(inBatch("trail_id", ids))
            .on(entityManager)
            .executeUpdate();
    if (!guessable.isEmpty()) {
      salts(by).eraseContent(guessable);
    }
    return Map.of("sync", (long) syncs, "attempt", (long) attempts, "exchange", (long) exchanges);
  }

  @Override
  public Optional<Erasure.Refusal> refusal(SyncId sync) {
    lockHolds();
    Sql query =
        new Sql(
            "select status in ('SUCCESS', 'PARTIAL', 'FAILED'), purge_id is not null, "
                + PurgeCondition.MEETS_A_CONFLICT_IN_FORCE);
    for (LegalHold hold : holds.holding()) {
      query.add(", (").add(HistorySelect.criteria(hold.filter())).add(") is true");
    }
    List<?> found =
        query.add(" from sync where id = ? for update", sync).on(entityManager).getResultList();
    if (found.isEmpty()) {
      return Optional.of(Erasure.Refusal.SYNC_NOT_FOUND);
    }
    List<Object> row = Arrays.asList((Object[]) found.get(0));
    if (!(boolean) row.get(0)) {
      return Optional.of(Erasure.Refusal.SYNC_OPEN);
    }
    if ((boolean) row.get(1)) {
      return Optional.of(Erasure.Refusal.ALREADY_ERASED);
    }
    if ((boolean) row.get(2)) {
      return Optional.of(Erasure.Refusal.OPEN_CONFLICT);
    }
    return row.subList(SYNC_COLUMNS, row.size()).contains(true)
        ? Optional.of(Erasure.Refusal.ON_LEGAL_HOLD)
        : Optional.empty();
  }

  @Override
  public Map<String, Long> payloadsOf(SyncId sync, UUID by) {
    List<UUID> ids = List.of(sync.value());
    saveCandidates(by, ids);
    moveRollUpHorizon(ids);
    return erasePayloads(by, ids);
  }

  /**
   * Returns the syncs whose entries contain hashes of content that is committed to with the salt of
   * the entry: of a version that is not kept, and of payloads that are not stored.
   */
  private Set<UUID> guessable(List<UUID> ids) {
    List<?> found =
        new Sql("select id from sync where version_id is null and version_hash is not null and ")
            .add(inBatch("id", ids))
            .add(" union select owner from (" + OF_SYNCS + " union all " + OF_ATTEMPTS)
            .add(") as r where not exists (select from snapshot k")
            .add(" where k.checksum = r.checksum and k.truncated = r.truncated) and ")
            .add(inBatch("owner", ids))
            .on(entityManager)
            .getResultList();
    return found.stream().map(UUID.class::cast).collect(Collectors.toSet());
  }

  private List<UUID> next(
      Purge purge, RetentionTarget retentionTarget, String condition, int atMost) {
    PurgeCondition purgeCondition = conditionOf(purge);
    if (purgeCondition.below(retentionTarget).isEmpty()) {
      return List.of();
    }
    UUID after = purge.after();
    List<?> ids =
        new Sql("select id from sync where id > ? and ", after == null ? ZERO_ID : after)
            .add(purgeCondition.condition(retentionTarget))
            .add(" and " + condition + " order by id limit " + atMost + " for update")
            .on(entityManager)
            .getResultList();
    return ids.stream().map(UUID.class::cast).toList();
  }

  /** The bounds restrict each statement to the partitions of its batch. */
  private static Sql inBatch(String key, List<UUID> ids) {
    String all = ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    return new Sql(
        key + " between ? and ? and " + key + " = any (cast(string_to_array(?, ',') as uuid[]))",
        ids.get(0),
        last(ids),
        all);
  }

  private static UUID last(List<UUID> ids) {
    return ids.get(ids.size() - 1);
  }

  private static Batch emptyBatch() {
    return new Batch(null, Counts.NONE);
  }

  private long delete(String table, String key, List<UUID> ids) {
    return new Sql("delete from " + table + " where ")
        .add(inBatch(key, ids))
        .on(entityManager)
        .executeUpdate();
  }

  /** A conflict is kept as long as one of the syncs that found it. */
  private void deleteConflicts(List<UUID> ids) {
    List<?> conflicts =
        new Sql("select distinct conflict_id from conflict_sync where ")
            .add(inBatch("sync_id", ids))
            .on(entityManager)
            .getResultList();
    if (conflicts.isEmpty()) {
      return;
    }
    delete("conflict_sync", "sync_id", ids);
    new Sql("delete from conflict where ")
        .add(inBatch("sync_id", conflicts.stream().map(UUID.class::cast).toList()))
        .add(" and not exists (select from conflict_sync m where m.conflict_id = conflict.sync_id)")
        .on(entityManager)
        .executeUpdate();
  }

  /**
   * Deletes the values that no sync has any more. While another transaction is recording syncs they
   * stay until the next purge: they match nothing.
   */
  private void deleteUnusedValues() {
    boolean alone =
        (boolean)
            new Sql("select pg_try_advisory_xact_lock(hashtext('synctrail.values'))")
                .on(entityManager)
                .getSingleResult();
    if (alone) {
      new Sql(UNUSED_VALUES).on(entityManager).executeUpdate();
    }
  }

  /** Roll-ups of these syncs and their payloads cannot be recomputed from now on. */
  private void moveRollUpHorizon(List<UUID> ids) {
    rollUps.rowsPurgedBefore(new SyncId(last(ids)).startedAt().plusMillis(1));
  }

  private void saveCandidates(UUID by, List<UUID> ids) {
    new Sql(
            "insert into purge_candidate (purge_id, checksum, truncated)"
                + " select distinct cast(? as uuid), checksum, truncated from (",
            by)
        .add(ofOwners(OF_SYNCS, ids))
        .add(" union all ")
        .add(ofOwners(OF_ATTEMPTS, ids))
        .add(") as reference on conflict do nothing")
        .on(entityManager)
        .executeUpdate();
  }

  private static Sql ofOwners(String references, List<UUID> ids) {
    return new Sql("select checksum, truncated from (" + references + ") as of_owners where ")
        .add(inBatch("owner", ids));
  }

  @Override
  public void mark(UUID by) {
    try {
      new Sql("select set_config('lock_timeout', '2s', true)").on(entityManager).getSingleResult();
      // a transaction that has checked that a payload exists holds this lock until it refers to it
      new Sql("lock table doomed_snapshot in exclusive mode").on(entityManager).executeUpdate();
    } catch (PersistenceException e) {
      throw isTimeout(e) ? new Busy("Payloads are being stored", e) : e;
    }
    new Sql(
            "insert into doomed_snapshot (checksum, truncated, purge_id)"
                + " select checksum, truncated, purge_id from purge_candidate"
                + " where purge_id = ? on conflict do nothing",
            by)
        .on(entityManager)
        .executeUpdate();
    new Sql("delete from purge_candidate where purge_id = ?", by).on(entityManager).executeUpdate();
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void spare() {
    new Sql(
            "delete from doomed_snapshot d using (select checksum, truncated from ("
                + OF_SYNCS
                + ") as of_syncs union select checksum, truncated from ("
                + OF_ATTEMPTS
                + ") as of_tries union "
                + OF_OTHERS
                + ") as kept where d.checksum = kept.checksum and d.truncated = kept.truncated")
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public Batch bytes(int atMost) {
    Object[] deleted =
        (Object[])
            new Sql(
                    """
                    with going as (
                      delete from doomed_snapshot where (checksum, truncated) in (
                        select checksum, truncated from doomed_snapshot
                        limit %d for update skip locked)
                      returning checksum, truncated),
                    gone as (
                      delete from snapshot s using going g
                      where s.checksum = g.checksum and s.truncated = g.truncated
                      returning s.stored_size)
                    select (select count(*) from going), count(*), coalesce(sum(stored_size), 0)
                    from gone
                    """
                        .formatted(atMost))
                .on(entityManager)
                .getSingleResult();
    return number(deleted[0]) == 0
        ? emptyBatch()
        : new Batch(ZERO_ID, new Counts(0, 0, 0, number(deleted[1]), number(deleted[2])));
  }
}
