package dev.synctrail.persistence.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.stream.Collectors.joining;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.EntityWriter;
import dev.synctrail.persistence.Sql;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.PushBasis;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Stores syncs in the tables {@code sync}, {@code attempt}, {@code exchange} and {@code
 * sync_event}.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaSyncs implements Syncs {
  private static final String CHANGED =
      "(operation is distinct from 'NONE' or status <> 'SUCCESS')";

  private static final EntityWriter<AttemptRow> ATTEMPTS = new EntityWriter<>(AttemptRow.class);
  private static final EntityWriter<ExchangeRow> EXCHANGES = new EntityWriter<>(ExchangeRow.class);

  private final EntityManager entityManager;

  @Inject
  public JpaSyncs(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public void add(Sync sync) {
    entityManager.persist(SyncRow.of(sync));
  }

  @Override
  public Optional<Sync> lock(SyncId id) {
    SyncRow locked = locked(id);
    if (locked != null) {
      return Optional.of(locked.toSync());
    }
    entityManager.flush(); // locking refreshes the row and would discard unflushed changes
    return Optional.ofNullable(
            entityManager.find(SyncRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE))
        .map(SyncRow::toSync);
  }

  /** Returns the row if this transaction has locked it already. */
  private @Nullable SyncRow locked(SyncId id) {
    Object row =
        entityManager
            .unwrap(UnitOfWork.class)
            .getIdentityMapAccessor()
            .getFromIdentityMap(id.value(), SyncRow.class);
    return row != null && entityManager.getLockMode(row) == LockModeType.PESSIMISTIC_WRITE
        ? (SyncRow) row
        : null;
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Sync> find(SyncId id) {
    return Optional.ofNullable(entityManager.find(SyncRow.class, id.value())).map(SyncRow::toSync);
  }

  @Override
  public Optional<VersionLink> lastPushed(TypeKey typeKey, PlatformId platform) {
    List<?> rows =
        new Sql(
                "select version_id, version_hash from sync where type_key = ? and platform = ?"
                    + " and direction = 'PUSH' and status = 'SUCCESS' and not dry_run"
                    + " order by id desc limit 1",
                typeKey.value(),
                platform.value())
            .on(entityManager)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new VersionLink(Columns.hex((byte[]) row[0]), Columns.hex((byte[]) row[1])))
        .findFirst();
  }

  @Override
  public Optional<SyncId> supersededBy(Sync sync, Set<SyncStatus> statuses) {
    String hash = sync.version().versionHash();
    return later(
        sync,
        statuses,
        "("
            + CHANGED
            + " or coalesce(encode(version_hash, 'hex'), '') <> ?"
            + " or coalesce(encode(intended_checksum, 'hex'), '') <> ?)",
        hash == null ? "" : hash,
        intended(sync));
  }

  private static String intended(Sync sync) {
    return sync.payload(PayloadRole.INTENDED).map(intended -> intended.checksum().hex()).orElse("");
  }

  @Override
  public Optional<SyncId> changedSince(Sync sync) {
    return later(sync, EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)), CHANGED);
  }

  @Override
  public Optional<Sync> landedBefore(Sync sync) {
    return first(
            new Sql(
                    "select id from sync where type_key = ? and platform = ? and direction = 'PUSH'"
                        + " and id < ? and status in ('SUCCESS', 'PARTIAL') and not dry_run"
                        + " order by id desc limit 1",
                    sync.intent().typeKey().value(),
                    sync.intent().platform().value(),
                    sync.id().value())
                .on(entityManager))
        .flatMap(this::find);
  }

  private Optional<SyncId> later(
      Sync sync, Set<SyncStatus> statuses, String condition, Object... parameters) {
    Query query =
        new Sql(
                "select id from sync where type_key = ? and platform = ? and direction = 'PUSH'"
                    + " and id > ? and status = any (string_to_array(?, ',')) and not dry_run"
                    + " and "
                    + condition
                    + " order by id desc limit 1",
                sync.intent().typeKey().value(),
                sync.intent().platform().value(),
                sync.id().value(),
                statuses.stream().map(SyncStatus::name).collect(joining(",")))
            .on(entityManager);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(5 + i, parameters[i]);
    }
    return first(query).or(() -> laterPurged(sync, statuses));
  }

  /**
   * Returns the later push that landed last if it was purged, unless it pushed the same content.
   */
  private Optional<SyncId> laterPurged(Sync sync, Set<SyncStatus> statuses) {
    return statuses.contains(SyncStatus.SUCCESS)
        ? first(
            new Sql(
                    "select d.pushed from deployed_state d where d.type_key = ? and d.platform = ?"
                        + " and d.pushed > ? and coalesce(encode(d.wanted_checksum, 'hex'), '') <> ?"
                        + " and not exists (select from sync s where s.id = d.pushed)",
                    sync.intent().typeKey().value(),
                    sync.intent().platform().value(),
                    sync.id().value(),
                    intended(sync))
                .on(entityManager))
        : Optional.empty();
  }

  private static Optional<SyncId> first(Query query) {
    List<?> ids = query.getResultList();
    return ids.stream().map(UUID.class::cast).map(SyncId::new).findFirst();
  }

  @Override
  public void update(Sync sync) {
    row(SyncRow.class, sync.id().value()).update(sync);
    if (sync.status().isTerminal() && sync.intent().direction() == Direction.PUSH) {
      new Sql("delete from push_basis where sync_id = ?", sync.id().value())
          .on(entityManager)
          .executeUpdate();
    }
  }

  @Override
  public void decided(SyncId id, PushBasis basis) {
    PayloadReference found = basis.found();
    new Sql(
            "insert into push_basis (sync_id, found_checksum, found_size, found_truncated,"
                + " merged_checksum, merged_size) values (?, ?, ?, ?, ?, ?)"
                + " on conflict (sync_id) do update set"
                + " merged_checksum = excluded.merged_checksum, merged_size = excluded.merged_size",
            id.value(),
            Columns.checksum(found),
            Columns.size(found),
            found != null && found.truncated(),
            Columns.checksum(basis.merged()),
            Columns.size(basis.merged()))
        .onUnflushed(entityManager)
        .executeUpdate();
  }

  @Override
  public Optional<PushBasis> basis(SyncId id) {
    List<?> rows =
        new Sql(
                "select found_checksum, found_size, found_truncated, merged_checksum, merged_size"
                    + " from push_basis where sync_id = ?",
                id.value())
            .on(entityManager)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new PushBasis(
                    Columns.payload((byte[]) row[0], (Integer) row[1], Boolean.TRUE.equals(row[2])),
                    Columns.payload((byte[]) row[3], (Integer) row[4], false)))
        .findFirst();
  }

  @Override
  public void confirm() {
    entityManager.flush();
  }

  @Override
  public void append(SyncEvent event) {
    if (event.kind() == SyncEvent.Kind.BEGUN
        && row(SyncRow.class, event.syncId().value()).impliesEvent(event)) {
      return; // the view sync_story derives this event from the row of the sync
    }
    insert(event).on(entityManager).executeUpdate();
  }

  /** Returns the statement that appends an event. */
  static Sql insert(SyncEvent event) {
    return new Sql(
        "insert into sync_event (sync_id, number, kind, at, actor, cause)"
            + " select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?"
            + " from sync_event where sync_id = ?",
        event.syncId(),
        event.kind(),
        event.at(),
        event.actor(),
        event.cause(),
        event.syncId());
  }

  @Override
  public void open(Attempt attempt) {
    int opened =
        ATTEMPTS
            .insert(AttemptRow.of(attempt), Map.of())
            .add(" on conflict do nothing")
            .onUnflushed(entityManager)
            .executeUpdate();
    if (opened == 0) {
      throw new IllegalTransition(
          "Attempt " + attempt.number() + " of " + attempt.syncId() + " is already recorded");
    }
  }

  @Override
  public void close(
      AttemptKey key, Attempt.Outcome outcome, @Nullable Failure failure, Instant at) {
    int closed =
        new Sql(
                "update attempt set ended_at = ?, outcome = ?, failure_class = ?, platform_code = ?,"
                    + " http_status = ?, error_message = ?"
                    + " where sync_id = ? and number = ? and outcome is null",
                at,
                outcome,
                failure == null ? null : failure.failureClass(),
                failure == null ? null : failure.platformCode(),
                failure == null ? null : failure.httpStatus(),
                failure == null ? null : failure.message(),
                key.workId(),
                key.number())
            .onUnflushed(entityManager)
            .executeUpdate();
    if (closed == 0) {
      throw new IllegalTransition("Attempt " + key + " is not open");
    }
  }

  @Override
  public List<Attempt> attempts(SyncId id) {
    return entityManager
        .createQuery(
            "select a from Attempt a where a.syncId = :id order by a.number", AttemptRow.class)
        .setParameter("id", id.value())
        .setHint(QueryHints.REFRESH, HintValues.TRUE) // rows are written by other statements
        .getResultStream()
        .map(AttemptRow::toAttempt)
        .toList();
  }

  @Override
  public void started(Exchange exchange) {
    // after a commit whose confirmation was lost, a read is recorded once more
    String known = exchange.purpose() == RequestPurpose.WRITE ? "" : " on conflict do nothing";
    if (insert(exchange, known).executeUpdate() == 1) {
      recordPayloadTimes(exchange);
    }
  }

  @Override
  public boolean ended(Exchange exchange) {
    int ended =
        insert(
                exchange,
                " on conflict (trail_id, attempt, number) do update set status = excluded.status,"
                    + " response_headers = excluded.response_headers,"
                    + " response_checksum = excluded.response_checksum,"
                    + " response_size = excluded.response_size,"
                    + " response_truncated = excluded.response_truncated,"
                    + " ended_at = excluded.ended_at, failure_class = excluded.failure_class,"
                    + " error_message = excluded.error_message where exchange.ended_at is null")
            .executeUpdate();
    if (ended == 1) {
      recordPayloadTimes(exchange);
    }
    return ended == 1;
  }

  private Query insert(Exchange exchange, String onConflict) {
    return EXCHANGES
        .insert(ExchangeRow.of(exchange), Map.of())
        .add(onConflict)
        .onUnflushed(entityManager);
  }

  /** Updates the sync, unless the exchange belongs to a listing or a check, or came too late. */
  private void recordPayloadTimes(Exchange exchange) {
    SyncRow sync = locked(new SyncId(exchange.workId()));
    if (sync != null) {
      sync.recordPayloadTimes(exchange);
    }
  }

  @Override
  public List<Exchange> exchanges(UUID workId, int attempt) {
    return entityManager
        .createQuery(
            "select e from Exchange e where e.trailId = :trail and e.attempt = :attempt"
                + " order by e.number",
            ExchangeRow.class)
        .setParameter("trail", workId)
        .setParameter("attempt", attempt)
        .setHint(QueryHints.REFRESH, HintValues.TRUE)
        .getResultStream()
        .map(ExchangeRow::toExchange)
        .toList();
  }

  @Override
  public boolean wrote(SyncId id) {
    return !new Sql(
            "select 1 from exchange where trail_id = ? and purpose = 'WRITE' limit 1", id.value())
        .on(entityManager)
        .getResultList()
        .isEmpty();
  }

  @Override
  public List<SyncId> leftOpenOutside(Instant limit, int atMost) {
    List<?> ids =
        new Sql(
                "select s.id from sync s where s.status = 'IN_PROGRESS'"
                    + " and s.recorder = 'OUTSIDE' and s.created_at < ?1 and not exists (select 1 from sync_event e"
                    + " where e.sync_id = s.id and e.at >= ?1) order by s.id",
                limit)
            .on(entityManager)
            .setMaxResults(atMost)
            .getResultList();
    return ids.stream().map(UUID.class::cast).map(SyncId::new).toList();
  }

  private <T> T row(Class<T> type, Object key) {
    T row = entityManager.find(type, key);
    if (row == null) {
      throw new IllegalStateException("No " + type.getSimpleName() + " with this key is recorded");
    }
    return row;
  }
}
