package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.drift.Verdict;
import dev.synctrail.drift.Verdict.Word;
import dev.synctrail.drift.Verdicts;
import dev.synctrail.persistence.Table;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Verdicts in the table {@code verdict}. */
@Dependent
@Transactional(SUPPORTS)
public class JdbcVerdicts implements Verdicts {
  private static final String GIVE =
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
  public JdbcVerdicts(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void give(Verdict verdict) {
    table.update(
        GIVE,
        verdict.sync().value(),
        verdict.word().name(),
        verdict.fields(),
        verdict.reason(),
        Columns.checksum(Columns.content(verdict.live())),
        Columns.size(Columns.content(verdict.live())),
        Columns.etag(verdict.live()),
        Columns.at(verdict.live()),
        verdict.givenAt(),
        verdict.checkedAt(),
        Columns.uuid(verdict.supersededBy()),
        verdict.check(),
        Columns.name(verdict.base()));
  }

  @Override
  public Optional<Verdict> on(SyncId sync) {
    return table
        .select("select * from verdict where sync_id = ?", JdbcVerdicts::verdict, sync.value())
        .stream()
        .findFirst();
  }

  private static Verdict verdict(ResultSet row) throws SQLException {
    return new Verdict(
        new SyncId(row.getObject("sync_id", UUID.class)),
        Word.valueOf(row.getString("word")),
        Columns.texts(row, "fields"),
        row.getString("reason"),
        Columns.seen(row, "live"),
        Columns.known(row, "given_at"),
        Columns.known(row, "checked_at"),
        Columns.sync(row, "superseded_by"),
        Columns.uuid(row, "check_id"),
        Columns.leftBy(row, "base"));
  }
}
