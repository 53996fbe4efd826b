package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.persistence.Sql;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether rows from before the ledger were still given entries when an entry was written. It
 * follows from the entries alone, so that rows that are inserted later cannot pass for earlier
 * ones.
 */
final class BackfillState {
  private static final String TABLE = "ledger_backfill";

  private final Set<String> open = new HashSet<>();
  private boolean over;

  /** Takes the next entry of the ledger, whose own facts were still written before its end. */
  void take(LedgerEntry entry) {
    boolean changed = false;
    for (Fact fact : entry.facts()) {
      JsonObject row = fact.row();
      if (row != null && fact.table().equals(TABLE)) {
        changed = true;
        String covered = fact.key().toString();
        if (row.containsKey("ended_at")) {
          open.remove(covered);
        } else {
          open.add(covered);
        }
      }
    }
    over |= changed && open.isEmpty();
  }

  /** Returns whether a fact is what it claims to be. */
  boolean counts(Fact fact) {
    return !(fact.isFromBefore() && over);
  }

  /** Returns the tables of which rows may still be without entries. */
  static Set<String> openTables(Connection connection) throws SQLException {
    Set<String> open = new HashSet<>();
    new Sql("select covered from ledger_backfill where ended_at is null")
        .each(connection, row -> open.add(row.getString(1)));
    if (!open.isEmpty()) {
      open.add(TABLE);
    }
    return open;
  }
}
