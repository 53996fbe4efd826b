package dev.synctrail.persistence.ledger;

import static jakarta.transaction.Transactional.TxType.REQUIRED;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores anchors in the table {@code ledger_anchor}, of which no other row depends. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcAnchors implements Anchors {
  private final Table table;

  @Inject
  public JdbcAnchors(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(REQUIRED)
  public void save(Anchor anchor) {
    table.update(
        """
        insert into ledger_anchor (id, kind, name, size, checkpoint, attempts, attempted_at,
          anchored_at, proof, error)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do update set size = excluded.size, checkpoint = excluded.checkpoint,
          attempts = excluded.attempts, attempted_at = excluded.attempted_at,
          anchored_at = excluded.anchored_at, proof = excluded.proof, error = excluded.error
        """,
        anchor.id(),
        anchor.kind(),
        anchor.name(),
        anchor.size(),
        anchor.checkpoint().toString(),
        anchor.attempts(),
        anchor.attemptedAt(),
        anchor.anchoredAt(),
        anchor.proof(),
        anchor.error());
  }

  @Override
  public Optional<Anchor> last(AnchorKind kind, String name) {
    return table.first(
        "select * from ledger_anchor where kind = ? and name = ? order by id desc limit 1",
        JdbcAnchors::anchor,
        kind,
        name);
  }

  @Override
  public List<Anchor> newest() {
    return table.select(
        """
        select a.* from (select distinct kind, name from ledger_anchor) as place
        cross join lateral (
          select * from ledger_anchor l
          where l.kind = place.kind and l.name = place.name and l.anchored_at is not null
          order by l.id desc limit 1) as a
        order by a.anchored_at desc
        """,
        JdbcAnchors::anchor);
  }

  @Override
  public List<Anchor> of(long size) {
    return table.select(
        "select * from ledger_anchor where size = ? and anchored_at is not null order by id",
        JdbcAnchors::anchor,
        size);
  }

  @Override
  public List<Anchor> page(@Nullable UUID cursor, boolean backwards, int limit) {
    return table.select(
        "select * from ledger_anchor where (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcAnchors::anchor,
        cursor,
        cursor,
        limit);
  }

  static Anchor anchor(ResultSet row) throws SQLException {
    return new Anchor(
        Columns.id(row, "id"),
        Columns.constant(row, "kind", AnchorKind.class),
        row.getString("name"),
        row.getLong("size"),
        Note.parse(row.getString("checkpoint")),
        row.getInt("attempts"),
        Columns.instant(row, "attempted_at"),
        Columns.maybeInstant(row, "anchored_at"),
        row.getString("proof"),
        row.getString("error"));
  }
}
