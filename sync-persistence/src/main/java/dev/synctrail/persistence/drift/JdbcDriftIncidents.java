package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftIncident.End;
import dev.synctrail.drift.DriftIncidents;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores drift incidents in the table {@code drift_incident}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcDriftIncidents implements DriftIncidents {
  private static final String SAVE =
      """
      insert into drift_incident (id, platform, type_key, pushed, state, fields, last_known_good,
        first_seen, last_seen, live_checksum, live_size, live_etag, live_at, ended_at, ended,
        ended_by, actor, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set state = excluded.state, fields = excluded.fields,
        last_seen = excluded.last_seen, live_checksum = excluded.live_checksum,
        live_size = excluded.live_size, live_etag = excluded.live_etag,
        live_at = excluded.live_at, ended_at = excluded.ended_at, ended = excluded.ended,
        ended_by = excluded.ended_by, actor = excluded.actor, reason = excluded.reason""";

  private final Table table;

  @Inject
  public JdbcDriftIncidents(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public Optional<DriftIncident> ongoing(PlatformId platform, TypeKey typeKey) {
    return table.first(
        "select * from drift_incident where platform = ? and type_key = ? and ended_at is null",
        JdbcDriftIncidents::driftIncident,
        platform.value(),
        typeKey.value());
  }

  @Override
  @Transactional(MANDATORY)
  public void save(DriftIncident driftIncident) {
    End end = driftIncident.end();
    table.update(
        SAVE,
        driftIncident.id(),
        driftIncident.platform().value(),
        driftIncident.typeKey().value(),
        driftIncident.pushed().value(),
        driftIncident.state().name(),
        driftIncident.fields(),
        driftIncident.lastKnownGood(),
        driftIncident.firstSeen(),
        driftIncident.lastSeen(),
        Columns.checksum(DriftColumns.content(driftIncident.live())),
        Columns.size(DriftColumns.content(driftIncident.live())),
        DriftColumns.etag(driftIncident.live()),
        DriftColumns.at(driftIncident.live()),
        driftIncident.endedAt(),
        end,
        driftIncident.endedBy(),
        driftIncident.actor(),
        driftIncident.reason());
  }

  @Override
  public List<DriftIncident> list(
      Filter filter, @Nullable UUID cursor, boolean backwards, int limit) {
    String typePart = filter.typePart();
    String pattern = typePart == null ? null : Sql.containing(typePart);
    Instant from = filter.period().from();
    Instant until = filter.period().until();
    return table.select(
        "select * from drift_incident where (cast(? as text) is null or platform = ?)"
            + " and (cast(? as text) is null or type_key = ?)"
            + " and (cast(? as text) is null or type_key ilike ?)"
            + " and (cast(? as boolean) is null or (ended_at is null) = ?)"
            + " and (cast(? as timestamptz) is null or coalesce(ended_at, 'infinity') >= ?)"
            + " and (cast(? as timestamptz) is null or first_seen < ?)"
            + " and (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcDriftIncidents::driftIncident,
        filter.platform(),
        filter.platform(),
        filter.typeKey(),
        filter.typeKey(),
        pattern,
        pattern,
        filter.ongoing(),
        filter.ongoing(),
        from,
        from,
        until,
        until,
        cursor,
        cursor,
        limit);
  }

  private static DriftIncident driftIncident(ResultSet row) throws SQLException {
    String ended = row.getString("ended");
    return new DriftIncident(
        Columns.id(row, "id"),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        Columns.sync(row, "pushed"),
        State.valueOf(row.getString("state")),
        Columns.texts(row, "fields"),
        Columns.maybeInstant(row, "last_known_good"),
        Columns.instant(row, "first_seen"),
        Columns.instant(row, "last_seen"),
        DriftColumns.observation(row, "live"),
        Columns.maybeInstant(row, "ended_at"),
        ended == null ? null : End.valueOf(ended),
        Columns.maybeSync(row, "ended_by"),
        row.getString("actor"),
        row.getString("reason"));
  }
}
