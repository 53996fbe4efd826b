package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.DriftVerdict.Word;
import dev.synctrail.drift.DriftVerdicts;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Stores drift verdicts in the table {@code verdict}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcDriftVerdicts implements DriftVerdicts {
  private static final String SAVE =
      """
      insert into verdict (sync_id, word, fields, reason, live_checksum, live_size, live_etag,
        live_at, given_at, checked_at, superseded_by, check_id, base)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (sync_id) do update set word = excluded.word, fields = excluded.fields,
        reason = excluded.reason, live_checksum = excluded.live_checksum,
        live_size = excluded.live_size, live_etag = excluded.live_etag,
        live_at = excluded.live_at, given_at = excluded.given_at,
        checked_at = excluded.checked_at, superseded_by = excluded.superseded_by,
        check_id = excluded.check_id, base = excluded.base""";

  private final Table table;

  @Inject
  public JdbcDriftVerdicts(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void save(DriftVerdict driftVerdict) {
    table.update(
        SAVE,
        driftVerdict.sync().value(),
        driftVerdict.word().name(),
        driftVerdict.fields(),
        driftVerdict.reason(),
        Columns.checksum(DriftColumns.content(driftVerdict.live())),
        Columns.size(DriftColumns.content(driftVerdict.live())),
        DriftColumns.etag(driftVerdict.live()),
        DriftColumns.at(driftVerdict.live()),
        driftVerdict.givenAt(),
        driftVerdict.checkedAt(),
        driftVerdict.supersededBy(),
        driftVerdict.check(),
        driftVerdict.base());
  }

  @Override
  public Optional<DriftVerdict> on(SyncId sync) {
    return table.first(
        "select * from verdict where sync_id = ?", JdbcDriftVerdicts::verdict, sync.value());
  }

  @Override
  public Map<SyncId, Word> words(Collection<SyncId> syncs) {
    return table
        .select(
            "select sync_id, word from verdict where sync_id = any (?)",
            row ->
                Map.entry(Columns.sync(row, "sync_id"), Columns.constant(row, "word", Word.class)),
            (Object) syncs.stream().map(SyncId::value).toArray(UUID[]::new))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static DriftVerdict verdict(ResultSet row) throws SQLException {
    return new DriftVerdict(
        Columns.sync(row, "sync_id"),
        Word.valueOf(row.getString("word")),
        Columns.texts(row, "fields"),
        row.getString("reason"),
        DriftColumns.observation(row, "live"),
        Columns.instant(row, "given_at"),
        Columns.instant(row, "checked_at"),
        Columns.maybeSync(row, "superseded_by"),
        Columns.maybeId(row, "check_id"),
        Columns.maybeConstant(row, "base", LeftBy.class));
  }
}
