package dev.synctrail.persistence.history;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.stream.Collectors.groupingBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.tracking.TrackingJson;
import dev.synctrail.persistence.tracking.TrailRows;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the history of syncs. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcSyncHistory implements SyncHistory {
  private final DataSource database;
  private final DataSource replica;
  private final Snapshots snapshots;

  @Inject
  public JdbcSyncHistory(DataSource database, @Replica DataSource replica, Snapshots snapshots) {
    this.database = database;
    this.replica = replica;
    this.snapshots = snapshots;
  }

  @Override
  public Page<SyncSummary> page(SyncQuery query) {
    List<SyncSummary> rows =
        SyncColumns.summaries(HistorySelect.page(query, resolve(query.filter())), replica);
    Long total =
        query.page().count()
            ? HistorySelect.count(query.filter())
                .first(replica, row -> row.getLong(1))
                .orElseThrow()
            : null;
    return query.page().page(rows, query::key, total);
  }

  @Override
  public Map<Criterion, List<String>> resolve(SyncFilter filter) {
    return HistorySelect.resolve(filter, sql -> sql.all(replica, row -> row.getString(1)));
  }

  @Override
  public long count(SyncFilter filter, int limit) {
    return HistorySelect.count(filter, limit).first(replica, row -> row.getLong(1)).orElseThrow();
  }

  @Override
  public Optional<SyncSummary> find(SyncId id) {
    return findOne(HistorySelect.query("select * from sync where id = ?", id.value()));
  }

  /** Reads payloads one by one, so that only one is in memory at a time. */
  @Override
  public boolean isIntact(SyncId id) {
    return HistorySelect.query(
            """
            select p.checksum, p.truncated from (
              select r.checksum, r.role = any (string_to_array(coalesce(truncated_roles, ''), ','))
              from sync s cross join lateral (values
                ('INTENDED', intended_checksum), ('BEFORE', before_checksum),
                ('SENT', sent_checksum), ('ANSWERED', answered_checksum)) as r(role, checksum)
              where s.id = ?
              union select response_checksum, response_truncated from attempt where sync_id = ?
              union select request_checksum, request_truncated from exchange where trail_id = ?
              union select response_checksum, response_truncated from exchange where trail_id = ?
            ) as p(checksum, truncated) where p.checksum is not null
              and not exists (select from sync where id = ? and purge_id is not null)
            """,
            id.value(),
            id.value(),
            id.value(),
            id.value(),
            id.value())
        .all(
            database,
            row ->
                Objects.requireNonNull(
                    Columns.payload(row.getBytes("checksum"), 0, row.getBoolean("truncated"))))
        .stream()
        .allMatch(
            payloadReference ->
                isIntact(payloadReference.checksum(), payloadReference.truncated()));
  }

  private boolean isIntact(Checksum checksum, boolean truncated) {
    try {
      return snapshots.find(checksum, truncated).isPresent();
    } catch (SnapshotCorrupt e) {
      return false;
    }
  }

  @Override
  public Optional<SyncProgress> progress(SyncId id) {
    return HistorySelect.query(
            """
            select id, status, type_key, platform, first_sent_at, completed_at,
                   case when failure_class is not null then coalesce(error_message, '') end
                     as message
            from sync where id = ?
            """,
            id.value())
        .first(database, SyncColumns::progress);
  }

  @Override
  public List<AttemptDetail> attempts(SyncId id) {
    Map<Integer, List<ExchangeDetail>> exchanges =
        HistorySelect.query(
                """
                select e.*, s.purge_id, s.purged_at, q.encoding as request_encoding, q.stored_size as request_stored_size,
                       a.encoding as response_encoding, a.stored_size as response_stored_size
                from exchange e
                left join sync s on s.id = e.trail_id and s.purge_id is not null
                left join snapshot q
                  on q.checksum = e.request_checksum and q.truncated = e.request_truncated
                left join snapshot a
                  on a.checksum = e.response_checksum and a.truncated = e.response_truncated
                where e.trail_id = ? order by e.attempt, e.number
                """,
                id.value())
            .all(database, JdbcSyncHistory::exchange)
            .stream()
            .collect(groupingBy(detail -> detail.exchange().attempt()));
    return HistorySelect.query(
            """
            select t.*, s.purge_id, s.purged_at, a.encoding as response_encoding,
              a.stored_size as response_stored_size
            from attempt t
            left join sync s on s.id = t.sync_id and s.purge_id is not null
            left join snapshot a
              on a.checksum = t.response_checksum and a.truncated = t.response_truncated
            where t.sync_id = ? order by t.number
            """,
            id.value())
        .all(database, row -> attempt(row, exchanges));
  }

  private static AttemptDetail attempt(ResultSet row, Map<Integer, List<ExchangeDetail>> exchanges)
      throws SQLException {
    Attempt attempt = TrailRows.attempt(row);
    return new AttemptDetail(
        attempt,
        SyncColumns.payload(row, "response", attempt.response(), "ended_at"),
        exchanges.getOrDefault(attempt.number(), List.of()));
  }

  private static ExchangeDetail exchange(ResultSet row) throws SQLException {
    Exchange exchange = TrailRows.exchange(row);
    return new ExchangeDetail(
        exchange,
        SyncColumns.payload(row, "request", exchange.request(), "started_at"),
        SyncColumns.payload(row, "response", exchange.response(), "ended_at"));
  }

  @Override
  public List<SyncEvent> events(SyncId id) {
    return HistorySelect.query(
            "select * from sync_story where sync_id = ? order by number", id.value())
        .all(
            database,
            row ->
                new SyncEvent(
                    id,
                    Columns.constant(row, "kind", SyncEvent.Kind.class),
                    Columns.instant(row, "at"),
                    row.getString("actor"),
                    row.getString("cause")));
  }

  @Override
  public Optional<String> mediaType(SyncId id, PayloadRole payloadRole) {
    String column =
        switch (payloadRole) {
          case INTENDED -> null;
          case SENT -> "request";
          case BEFORE, ANSWERED -> "response";
        };
    if (column == null) {
      return Optional.empty();
    }
    return HistorySelect.query(
            "select e."
                + column
                + "_headers as headers from exchange e join sync s on s.id = e.trail_id"
                + " where e.trail_id = ? and s.id = ? and e.purpose <> 'TOKEN' and e."
                + column
                + "_checksum = s."
                + SyncColumns.prefix(payloadRole)
                + "_checksum order by e.attempt desc, e.number desc limit 1",
            id.value(),
            id.value())
        .all(database, row -> TrackingJson.headers(row.getString("headers")))
        .stream()
        .flatMap(List::stream)
        .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
        .map(Header::value)
        .findFirst();
  }

  @Override
  public Optional<SyncSummary> lastSuccessful(
      TypeKey typeKey, @Nullable PlatformId platform, @Nullable Direction direction) {
    Sql sql =
        HistorySelect.query(
            "select * from sync where status = 'SUCCESS' and not dry_run and type_key = ?",
            typeKey.value());
    if (platform != null) {
      sql.add(" and platform = ?", platform.value());
    }
    if (direction != null) {
      sql.add(" and direction = ?", direction.name());
    }
    return findOne(sql.add(" order by id desc limit 1"));
  }

  @Override
  public Optional<SyncSummary> previous(SyncSummary sync) {
    return findOne(HistorySelect.previous(sync));
  }

  @Override
  public Map<TypeKey, List<LastSync>> lastSyncs(Collection<TypeKey> types) {
    String[] keys = types.stream().map(TypeKey::value).distinct().toArray(String[]::new);
    return grouped(HistorySelect.lastOfTypes(keys), LastSync::typeKey);
  }

  @Override
  public Map<String, List<LastSync>> lastSyncsOfVersions(Collection<String> versionIds) {
    return grouped(
        HistorySelect.lastOfVersions(versionIds.toArray(String[]::new)),
        lastSync -> Objects.requireNonNull(lastSync.versionId()));
  }

  @Override
  public List<LastSync> openFailures(Instant since, int atMost) {
    return HistorySelect.openFailures(since, atMost).all(database, SyncColumns::lastSync);
  }

  private <K> Map<K, List<LastSync>> grouped(Sql sql, Function<LastSync, K> key) {
    return sql.all(database, SyncColumns::lastSync).stream()
        .collect(groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }

  private Optional<SyncSummary> findOne(Sql query) {
    return SyncColumns.summaries(query, database).stream().findFirst();
  }
}
