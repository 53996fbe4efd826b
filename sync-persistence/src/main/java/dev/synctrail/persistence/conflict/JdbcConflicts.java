package dev.synctrail.persistence.conflict;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores conflicts in the tables {@code conflict} and {@code conflict_sync}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcConflicts implements Conflicts {
  private static final String SAVE =
      """
      insert into conflict (sync_id, platform, type_key, base_checksum, base_size, theirs_checksum,
        theirs_size, wanted_checksum, wanted_size, wanted_then_checksum, wanted_then_size, fields,
        etag, found_at, resolution, resolved_at, actor, reason, resolved_by, superseded_by, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (sync_id) do update set base_checksum = excluded.base_checksum,
        base_size = excluded.base_size, theirs_checksum = excluded.theirs_checksum,
        theirs_size = excluded.theirs_size, wanted_checksum = excluded.wanted_checksum,
        wanted_size = excluded.wanted_size,
        wanted_then_checksum = excluded.wanted_then_checksum,
        wanted_then_size = excluded.wanted_then_size, fields = excluded.fields, etag = excluded.etag,
        updated_at = excluded.updated_at, resolution = excluded.resolution,
        resolved_at = excluded.resolved_at, actor = excluded.actor, reason = excluded.reason,
        resolved_by = excluded.resolved_by, superseded_by = excluded.superseded_by""";

  private static final String SAVE_SYNCS =
      """
      insert into conflict_sync (sync_id, conflict_id) select cast(unnest(?) as uuid), ?
      on conflict (sync_id) do update set conflict_id = excluded.conflict_id""";

  private static final String SELECT =
      """
      select c.*, array(select m.sync_id from conflict_sync m where m.conflict_id = c.sync_id
        order by m.sync_id) as met_by
      from conflict c where\s""";

  private static final String FOUND_BY =
      "(sync_id = ? or sync_id = (select m.conflict_id from conflict_sync m where m.sync_id = ?))";

  private static final String OPEN = "(resolution is null and superseded_by is null)";

  private static final String LISTED =
      "(cast(? as text) is null or platform = ?) and (cast(? as boolean) is null or "
          + OPEN
          + " = ?)";

  private final Table table;

  @Inject
  public JdbcConflicts(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void save(Conflict conflict) {
    OnConflict resolution = conflict.resolution();
    RunId by = conflict.resolvedBy();
    table.update(
        SAVE,
        conflict.sync().value(),
        conflict.platform().value(),
        conflict.typeKey().value(),
        Columns.checksum(conflict.base()),
        Columns.size(conflict.base()),
        Columns.checksum(conflict.theirs()),
        Columns.size(conflict.theirs()),
        Columns.checksum(conflict.wanted()),
        Columns.size(conflict.wanted()),
        Columns.checksum(conflict.wantedThen()),
        Columns.size(conflict.wantedThen()),
        conflict.fields(),
        conflict.etag(),
        conflict.foundAt(),
        resolution,
        conflict.resolvedAt(),
        conflict.actor(),
        conflict.reason(),
        by,
        conflict.supersededBy(),
        conflict.updatedAt());
    table.update(
        SAVE_SYNCS,
        conflict.metBy().stream().map(SyncId::toString).toList(),
        conflict.sync().value());
  }

  @Override
  @Transactional(MANDATORY)
  public void supersede(PlatformId platform, TypeKey typeKey, SyncId by) {
    table.update(
        "update conflict set superseded_by = ? where platform = ? and type_key = ? and sync_id < ?"
            + " and "
            + OPEN,
        by.value(),
        platform.value(),
        typeKey.value(),
        by.value());
  }

  @Override
  public Optional<Conflict> of(SyncId sync) {
    return first(FOUND_BY, sync.value(), sync.value());
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Conflict> lock(SyncId sync) {
    return first(FOUND_BY + " for update", sync.value(), sync.value());
  }

  @Override
  public Optional<Conflict> open(PlatformId platform, TypeKey typeKey) {
    return first("platform = ? and type_key = ? and " + OPEN, platform.value(), typeKey.value());
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Conflict> lockOpen(PlatformId platform, TypeKey typeKey) {
    return first(
        "platform = ? and type_key = ? and " + OPEN + " for update",
        platform.value(),
        typeKey.value());
  }

  @Override
  public Optional<Conflict> decidedIn(RunId run, TypeKey typeKey) {
    return first("resolved_by = ? and type_key = ?", run.value(), typeKey.value());
  }

  @Override
  public Optional<Conflict> keptTheirs(PlatformId platform, TypeKey typeKey) {
    return first(
        "platform = ? and type_key = ? and resolution = 'KEEP_THEIRS'"
            + " order by resolved_at desc limit 1",
        platform.value(),
        typeKey.value());
  }

  private Optional<Conflict> first(String condition, Object... parameters) {
    return table.first(SELECT + condition, JdbcConflicts::conflict, parameters);
  }

  @Override
  public long countOpen() {
    return table
        .select("select count(*) from conflict where " + OPEN, row -> row.getLong(1))
        .get(0);
  }

  @Override
  public long count(@Nullable PlatformId platform, @Nullable Boolean open) {
    return table
        .select(
            "select count(*) from conflict where " + LISTED,
            row -> row.getLong(1),
            platform,
            platform,
            open,
            open)
        .get(0);
  }

  @Override
  public List<Conflict> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      Order order,
      @Nullable SyncId cursor,
      boolean backwards,
      int limit) {
    boolean descending = order.descending() != backwards;
    String comparison = descending ? " < " : " > ";
    String direction = descending ? " desc" : " asc";
    String after =
        switch (order.by()) {
          case FOUND_AT -> "sync_id" + comparison + "?)";
          case TYPE_KEY ->
              "(type_key, sync_id)"
                  + comparison
                  + "(select k.type_key, k.sync_id from conflict k where k.sync_id = ?))";
        };
    return table.select(
        SELECT
            + LISTED
            + " and (cast(? as uuid) is null or "
            + after
            + " order by "
            + (order.by() == Order.By.TYPE_KEY ? "type_key" + direction + ", " : "")
            + "sync_id"
            + direction
            + " limit ?",
        JdbcConflicts::conflict,
        platform,
        platform,
        open,
        open,
        cursor,
        cursor,
        limit);
  }

  private static Conflict conflict(ResultSet row) throws SQLException {
    String resolution = row.getString("resolution");
    UUID by = Columns.maybeId(row, "resolved_by");
    return new Conflict(
        Columns.sync(row, "sync_id"),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        Columns.maybePayload(row, "base"),
        Columns.maybePayload(row, "theirs"),
        Columns.maybePayload(row, "wanted"),
        Columns.maybePayload(row, "wanted_then"),
        Columns.texts(row, "fields"),
        row.getString("etag"),
        Columns.instant(row, "found_at"),
        resolution == null ? null : OnConflict.valueOf(resolution),
        Columns.maybeInstant(row, "resolved_at"),
        row.getString("actor"),
        row.getString("reason"),
        by == null ? null : new RunId(by),
        Columns.maybeSync(row, "superseded_by"),
        Columns.instant(row, "updated_at"),
        Arrays.stream((UUID[]) row.getArray("met_by").getArray()).map(SyncId::new).toList());
  }
}
