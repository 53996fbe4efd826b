package dev.synctrail.persistence.bulkretry;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.bulkretry.SkipReason;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.history.HistorySelect;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores bulk retries in the table {@code bulk_retry} and their frozen sets in {@code
 * bulk_retry_entry}.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaBulkRetries implements BulkRetries {
  /** Syncs that may be retried or settled, judged by the row alone. Dry runs are excluded. */
  private static final String CANDIDATE =
      "recorder = 'ENGINE' and status in ('FAILED', 'PARTIAL', 'UNKNOWN') and not dry_run";

  /**
   * A failed sync is superseded by a later one of the same type, platform and direction. A sync
   * with an unknown outcome is settled even if a later one is retried.
   */
  private static final String FROZEN_SET =
      """
      select s.*, case when %1$s and status <> 'UNKNOWN' then nullif(first_value(id) over (
          partition by type_key, platform, direction, %1$s order by id desc), id) end superseded_by
      from (select id, type_key, platform, direction, status, recorder, dry_run, manners, version_id, version_hash,
        intended_checksum, truncated_roles from sync where %2$s
      """;

  /**
   * The {@link SkipReason} of a sync, null if it can be retried or settled: the rules of {@code
   * DetermineActions} in SQL. Each branch matches an index.
   */
  private static final String REASON =
      """
      case
        when recorder <> 'ENGINE' then 'RECORDED_OUTSIDE'
        when status = 'UNKNOWN' then null
        when dry_run then 'DRY_RUN'
        when status = 'SUCCESS' then 'SUCCEEDED'
        when status = 'IN_PROGRESS' then 'PENDING'
        when superseded_by is not null then 'LATER_IN_SET'
        when manners like '%_PHASE%' then 'CYCLE'
        when not exists (select 1 from platform p where p.id = s.platform and not p.removed)
          then 'UNKNOWN_PLATFORM'
        when direction = 'PULL' then null
        when exists (select 1 from sync l where l.type_key = s.type_key
            and l.platform = s.platform and l.direction = 'PUSH' and l.id > s.id and not l.dry_run
            and l.status <> 'FAILED' and (l.operation is distinct from 'NONE' or l.status <> 'SUCCESS'
              or l.version_hash is distinct from s.version_hash
              or l.intended_checksum is distinct from s.intended_checksum))
          or exists (select 1 from deployed_state d where d.type_key = s.type_key
            and d.platform = s.platform and d.pushed > s.id
            and d.wanted_checksum is distinct from s.intended_checksum
            and not exists (select 1 from sync l where l.id = d.pushed)) then 'LATER_PUSH'
        when exists (select 1 from conflict c where c.platform = s.platform
            and c.type_key = s.type_key and c.resolution = 'KEEP_THEIRS'
            and s.id < uuid_floor(c.resolved_at + interval '1 ms')) then 'KEPT_THEIRS'
        when exists (select 1 from holding_pin h where h.platform = s.platform
            and h.type_key = s.type_key and h.sync_id <> s.id) then 'PINNED'
        when manners like '%RESTORE%' and not exists (
            select 1 from version v where v.id = encode(s.version_id, 'hex')) then 'UNKNOWN_VERSION'
        when intended_checksum is not null and not exists (select 1 from snapshot k
            where k.checksum = s.intended_checksum and k.truncated
              = coalesce('INTENDED' = any (string_to_array(s.truncated_roles, ',')), false)) then 'PURGED'
      end
      """;

  private static final String ROLLBACK =
      " and status <> 'UNKNOWN' and manners like '%EXACTLY%' and manners not like '%RESTORE%'";

  private static final String NOT_FULL =
      " e.state = 'PENDING' and e.platform <> all (select b.platform from backlog b"
          + " where b.kind = 'SYNC' group by b.platform having count(*) >= ?)";

  private static final String ENTRIES =
      "select e.sync_id, e.type_key, e.platform, e.superseded_by, e.state, e.next, e.reason"
          + " from bulk_retry_entry e where e.job = ?";

  private final EntityManager entityManager;

  @Inject
  public JpaBulkRetries(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** Selects the syncs of a filter, one more than allowed. */
  private static Sql frozenSet(SyncFilter filter, int atMost) {
    Sql criteria = HistorySelect.criteria(filter);
    return new Sql(
        FROZEN_SET.formatted(CANDIDATE, criteria.text()) + " limit " + (atMost + 1L) + ") s) s",
        criteria.parameters().toArray());
  }

  @Override
  @Transactional(SUPPORTS)
  public Matching count(SyncFilter filter, int atMost) {
    List<?> rows =
        new Sql("select reason, count(*) from (select " + REASON + " as reason from (")
            .add(frozenSet(filter, atMost))
            .add(") r group by reason")
            .on(entityManager)
            .getResultList();
    long repeatable = 0;
    Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    for (Object row : rows) {
      Object[] counted = (Object[]) row;
      long count = ((Number) counted[1]).longValue();
      if (counted[0] == null) {
        repeatable = count;
      } else {
        skipped.put(SkipReason.valueOf((String) counted[0]), count);
      }
    }
    return new Matching(repeatable, skipped);
  }

  @Override
  @Transactional(SUPPORTS)
  public List<SyncId> rollbacks(SyncFilter filter, int atMost) {
    List<?> ids =
        new Sql("select id from (")
            .add(frozenSet(filter, atMost))
            .add(" where " + REASON + " is null" + ROLLBACK)
            .on(entityManager)
            .getResultList();
    return ids.stream().map(UUID.class::cast).map(SyncId::new).toList();
  }

  @Override
  @Transactional(SUPPORTS)
  public Map<Criterion, List<String>> resolve(SyncFilter filter) {
    return HistorySelect.resolve(
        filter,
        sql -> {
          List<?> values = sql.on(entityManager).getResultList();
          return values.stream().map(String.class::cast).toList();
        });
  }

  @Override
  public int freeze(UUID job, SyncFilter filter, int atMost) {
    return new Sql(
            "insert into bulk_retry_entry (job, sync_id, type_key, platform, superseded_by, state)"
                + " select ?, id, type_key, platform, superseded_by, 'PENDING' from (",
            job)
        .add(frozenSet(filter, atMost))
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public void add(BulkRetry job) {
    entityManager.persist(BulkRetryRow.of(job));
  }

  @Override
  public void update(BulkRetry job) {
    BulkRetryRow row = entityManager.find(BulkRetryRow.class, job.id());
    if (row == null) {
      throw new IllegalStateException("Unknown bulk retry: " + job.id());
    }
    row.update(job);
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<BulkRetry> find(UUID job) {
    return Optional.ofNullable(entityManager.find(BulkRetryRow.class, job))
        .map(BulkRetryRow::toJob);
  }

  @Override
  public Optional<BulkRetry> lock(UUID job) {
    return Optional.ofNullable(
            entityManager.find(BulkRetryRow.class, job, LockModeType.PESSIMISTIC_WRITE))
        .map(BulkRetryRow::toJob);
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<UUID> next(int backlogLimit) {
    List<?> ids =
        new Sql(
                "select j.id from bulk_retry j where j.completed_at is null"
                    + " and (j.cancelled_at is null or j.resumed_at is not null) and exists (select 1 from bulk_retry_entry e"
                    + " where e.job = j.id and"
                    + NOT_FULL
                    + ") order by j.id limit 1",
                backlogLimit)
            .on(entityManager)
            .getResultList();
    return ids.stream().map(UUID.class::cast).findFirst();
  }

  @Override
  public List<BulkRetryEntry> pending(UUID job, int backlogLimit, int limit) {
    return entries(
        new Sql(ENTRIES, job)
            .add(" and" + NOT_FULL + " order by e.sync_id limit " + limit, backlogLimit));
  }

  @Override
  public void decide(UUID job, List<BulkRetryEntry> entries) {
    for (BulkRetryEntry bulkRetryEntry : entries) {
      new Sql(
              "update bulk_retry_entry set state = ?, next = ?, reason = ?"
                  + " where job = ? and sync_id = ?",
              bulkRetryEntry.state(),
              bulkRetryEntry.next(),
              bulkRetryEntry.reason(),
              job,
              bulkRetryEntry.sync())
          .on(entityManager)
          .executeUpdate();
    }
  }

  @Override
  @Transactional(SUPPORTS)
  public List<BulkRetry> list(@Nullable UUID cursor, boolean backwards, int limit) {
    String where = cursor == null ? "" : " where id " + (backwards ? ">" : "<") + " ?";
    Query query =
        entityManager.createNativeQuery(
            "select * from bulk_retry"
                + where
                + " order by id"
                + (backwards ? "" : " desc")
                + " limit "
                + limit,
            BulkRetryRow.class);
    if (cursor != null) {
      query.setParameter(1, cursor);
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(BulkRetryRow.class::cast).map(BulkRetryRow::toJob).toList();
  }

  @Override
  @Transactional(SUPPORTS)
  public List<BulkRetryEntry> entries(
      UUID job, @Nullable State state, @Nullable SyncId cursor, boolean backwards, int limit) {
    Sql sql = new Sql(ENTRIES, job);
    if (state != null) {
      sql.add(" and e.state = ?", state);
    }
    if (cursor != null) {
      sql.add(" and e.sync_id " + (backwards ? "<" : ">") + " ?", cursor);
    }
    return entries(sql.add(" order by e.sync_id" + (backwards ? " desc" : "") + " limit " + limit));
  }

  @Override
  @Transactional(SUPPORTS)
  public List<Skips> skips(UUID job, int limit) {
    List<?> rows =
        new Sql(
                "select regexp_replace(reason, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '…', 'g'),"
                    + " count(*) from bulk_retry_entry where job = ? and state = 'SKIPPED'"
                    + " group by 1 order by 2 desc, 1 limit "
                    + limit,
                job)
            .on(entityManager)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Skips((String) row[0], ((Number) row[1]).longValue()))
        .toList();
  }

  private List<BulkRetryEntry> entries(Sql sql) {
    List<?> rows = sql.on(entityManager).getResultList();
    return rows.stream().map(Object[].class::cast).map(JpaBulkRetries::entry).toList();
  }

  private static BulkRetryEntry entry(Object[] row) {
    return new BulkRetryEntry(
        new SyncId((UUID) row[0]),
        new TypeKey((String) row[1]),
        new PlatformId((String) row[2]),
        sync(row[3]),
        State.valueOf((String) row[4]),
        sync(row[5]),
        (String) row[6]);
  }

  private static @Nullable SyncId sync(@Nullable Object column) {
    return column == null ? null : new SyncId((UUID) column);
  }
}
