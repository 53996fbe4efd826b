package dev.synctrail.persistence.ledger;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.ledger.Rollback;
import dev.synctrail.ledger.Rollbacks;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Stores rollbacks of the ledger in the table {@code ledger_rollback}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcRollbacks implements Rollbacks {
  private final Table table;

  @Inject
  public JdbcRollbacks(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public List<Rollback> all() {
    return table.select(
        "select * from ledger_rollback order by id desc",
        row ->
            new Rollback(
                Columns.id(row, "id"),
                Columns.instant(row, "found_at"),
                row.getString("place"),
                row.getLong("outside_size"),
                row.getString("outside_root"),
                row.getLong("size"),
                Columns.maybeInstant(row, "acknowledged_at"),
                row.getString("actor"),
                row.getString("reason")));
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Rollback found) {
    table.update(
        "insert into ledger_rollback (id, found_at, place, outside_size, outside_root, size)"
            + " values (?, ?, ?, ?, ?, ?)",
        found.id(),
        found.foundAt(),
        found.place(),
        found.outsideSize(),
        found.outsideRoot(),
        found.size());
  }

  @Override
  @Transactional(MANDATORY)
  public int acknowledge(String actor, String reason, Instant at) {
    return table.update(
        "update ledger_rollback set acknowledged_at = ?, actor = ?, reason = ?"
            + " where acknowledged_at is null",
        at,
        actor,
        reason);
  }
}
