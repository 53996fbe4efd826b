package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Findings about rows that a later fact may explain, in a temporary table: a purge changes a row
 * years after its first entry, and there may be more of them than fit into memory.
 */
final class WaitingDoubts {
  private static final int MAX_FINDINGS = 10_000;

  private final Connection connection;
  private final List<LedgerFinding> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private int size;

  WaitingDoubts(Connection connection) throws SQLException {
    this.connection = connection;
    new Sql(
            "create temporary table ledger_doubt (place text primary key, kind text not null, leaf"
                + " bigint not null, detail text not null) on commit drop")
        .execute(connection);
  }

  int size() {
    return size;
  }

  /** Returns which of these rows wait. */
  Set<String> among(List<String> places) throws SQLException {
    Set<String> known = new HashSet<>();
    if (size > 0) {
      new Sql("select place from ledger_doubt where place = any (cast(? as text[]))", places)
          .each(connection, row -> known.add(row.getString(1)));
    }
    return known;
  }

  void remove(String place) {
    removed.add(place);
  }

  void add(LedgerFinding finding) {
    added.add(finding);
  }

  /** Stores what was removed, and then what was added. */
  void flush() throws SQLException {
    if (!removed.isEmpty()) {
      size -=
          new Sql("delete from ledger_doubt where place = any (cast(? as text[]))", removed)
              .execute(connection);
      removed.clear();
    }
    if (!added.isEmpty()) {
      size +=
          new Sql(
                  "insert into ledger_doubt select * from unnest(cast(? as text[]), cast(? as"
                      + " text[]), cast(? as bigint[]), cast(? as text[]))",
                  added.stream().map(LedgerFinding::place).toList(),
                  added.stream().map(finding -> finding.kind().name()).toList(),
                  added.stream()
                      .map(finding -> Objects.requireNonNullElse(finding.leaf(), -1L))
                      .toList(),
                  added.stream().map(LedgerFinding::detail).toList())
              .execute(connection);
      added.clear();
    }
  }

  /** Adds those that nothing has explained. */
  void addTo(List<LedgerFinding> findings) throws SQLException {
    if (size > 0) {
      new Sql(
              "select kind, leaf, place, detail from ledger_doubt order by leaf limit ?",
              MAX_FINDINGS)
          .each(
              connection,
              row ->
                  findings.add(
                      new LedgerFinding(
                          Kind.valueOf(row.getString(1)),
                          row.getLong(2) < 0 ? null : row.getLong(2),
                          row.getString(3),
                          row.getString(4))));
    }
  }
}
