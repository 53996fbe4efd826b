package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.conflict.Dispute;
import dev.synctrail.conflict.Disputes;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Conflicts in the table {@code conflict}. */
@Dependent
@Transactional(SUPPORTS)
public class JdbcDisputes implements Disputes {
  private static final String SAVE =
      """
      insert into conflict (sync_id, platform, type_key, base_checksum, base_size, theirs_checksum,
        theirs_size, wanted_checksum, wanted_size, fields, etag, found_at, resolution, resolved_at,
        actor, reason, resolved_by, overtaken_by)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (sync_id) do update set base_checksum = excluded.base_checksum,
        base_size = excluded.base_size, theirs_checksum = excluded.theirs_checksum,
        theirs_size = excluded.theirs_size, fields = excluded.fields, etag = excluded.etag,
        found_at = excluded.found_at, resolution = excluded.resolution,
        resolved_at = excluded.resolved_at, actor = excluded.actor, reason = excluded.reason,
        resolved_by = excluded.resolved_by, overtaken_by = excluded.overtaken_by""";

  private static final String OPEN = "(resolution is null and overtaken_by is null)";

  private final Table table;

  @Inject
  public JdbcDisputes(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void save(Dispute dispute) {
    OnConflict resolution = dispute.resolution();
    RunId by = dispute.resolvedBy();
    table.update(
        SAVE,
        dispute.sync().value(),
        dispute.platform().value(),
        dispute.typeKey().value(),
        Columns.checksum(dispute.base()),
        Columns.size(dispute.base()),
        Columns.checksum(dispute.theirs()),
        Columns.size(dispute.theirs()),
        Columns.checksum(dispute.wanted()),
        Columns.size(dispute.wanted()),
        dispute.fields(),
        dispute.etag(),
        dispute.foundAt(),
        resolution == null ? null : resolution.name(),
        dispute.resolvedAt(),
        dispute.actor(),
        dispute.reason(),
        by == null ? null : by.value(),
        Columns.uuid(dispute.overtakenBy()));
  }

  @Override
  @Transactional(MANDATORY)
  public void overtake(PlatformId platform, TypeKey typeKey, SyncId by) {
    table.update(
        "update conflict set overtaken_by = ? where platform = ? and type_key = ? and sync_id < ?"
            + " and "
            + OPEN,
        by.value(),
        platform.value(),
        typeKey.value(),
        by.value());
  }

  @Override
  public Optional<Dispute> of(SyncId sync) {
    return first("select * from conflict where sync_id = ?", sync);
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Dispute> lock(SyncId sync) {
    return first("select * from conflict where sync_id = ? for update", sync);
  }

  private Optional<Dispute> first(String sql, SyncId sync) {
    return table.select(sql, JdbcDisputes::dispute, sync.value()).stream().findFirst();
  }

  @Override
  public long countOpen() {
    return table
        .select("select count(*) from conflict where " + OPEN, row -> row.getLong(1))
        .get(0);
  }

  @Override
  public List<Dispute> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      @Nullable SyncId beside,
      boolean backwards,
      int limit) {
    return table.select(
        "select * from conflict where (cast(? as text) is null or platform = ?)"
            + " and (cast(? as boolean) is null or "
            + OPEN
            + " = ?) and (cast(? as uuid) is null or sync_id "
            + (backwards ? ">" : "<")
            + " ?) order by sync_id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcDisputes::dispute,
        platform == null ? null : platform.value(),
        platform == null ? null : platform.value(),
        open,
        open,
        Columns.uuid(beside),
        Columns.uuid(beside),
        limit);
  }

  private static Dispute dispute(ResultSet row) throws SQLException {
    String resolution = row.getString("resolution");
    UUID by = Columns.uuid(row, "resolved_by");
    return new Dispute(
        new SyncId(row.getObject("sync_id", UUID.class)),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        Columns.evidence(row, "base"),
        Columns.evidence(row, "theirs"),
        Columns.evidence(row, "wanted"),
        Columns.texts(row, "fields"),
        row.getString("etag"),
        Columns.known(row, "found_at"),
        resolution == null ? null : OnConflict.valueOf(resolution),
        Columns.instant(row, "resolved_at"),
        row.getString("actor"),
        row.getString("reason"),
        by == null ? null : new RunId(by),
        Columns.sync(row, "overtaken_by"));
  }
}
