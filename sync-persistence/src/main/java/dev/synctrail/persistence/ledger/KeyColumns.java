package dev.synctrail.persistence.ledger;

import dev.synctrail.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads keys of rows from JSON, as the types of their columns require. */
final class KeyColumns {
  private final Connection connection;
  private final Map<String, String> known = new HashMap<>();

  KeyColumns(Connection connection) {
    this.connection = connection;
  }

  /** Returns the columns of a key with their types, as {@code jsonb_to_record} takes them. */
  String typed(LedgerTable table) throws SQLException {
    String columns = known.get(table.name());
    if (columns == null) {
      Map<String, String> types = new HashMap<>();
      new Sql(
              "select attname, format_type(atttypid, atttypmod) from pg_attribute where"
                  + " attrelid = cast(? as regclass) and attname = any (cast(? as text[]))",
              table.name(),
              table.key())
          .each(connection, row -> types.put(row.getString(1), row.getString(2)));
      columns =
          table.key().stream()
              .map(column -> column + " " + types.get(column))
              .collect(Collectors.joining(", "));
      known.put(table.name(), columns);
    }
    return columns;
  }

  /** Returns the columns of a key of an alias, as a list. */
  static String of(LedgerTable table, String alias) {
    List<String> columns = table.key().stream().map(column -> alias + "." + column).toList();
    return String.join(", ", columns);
  }
}
