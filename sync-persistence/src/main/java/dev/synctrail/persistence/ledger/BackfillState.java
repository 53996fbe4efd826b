package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Fact;
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

  /** Takes the next fact of the ledger. */
  void take(Fact fact) {
    JsonObject row = fact.row();
    if (row != null && fact.table().equals(TABLE)) {
      String covered = fact.key().toString();
      if (!row.containsKey("ended_at")) {
        open.add(covered);
      } else if (open.remove(covered)) {
        over |= open.isEmpty();
      }
    }
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
