package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The salts that were erased, until a later entry says so: that the row was deleted, or that the
 * earlier values of the column were erased. They wait in a temporary table, because years may lie
 * between a row and its purge.
 */
final class ErasedSalts {
  private static final int MAX_FINDINGS = 1_000;
  private static final String ALL = "*";

  private final Connection connection;
  private final Map<String, Map<String, Long>> missing = new LinkedHashMap<>();
  private final Map<String, Set<String>> explained = new LinkedHashMap<>();
  private int waiting;

  ErasedSalts(Connection connection) throws SQLException {
    this.connection = connection;
    new Sql(
            "create temporary table ledger_erased (place text not null, name text not null, leaf"
                + " bigint not null) on commit drop")
        .execute(connection);
    new Sql("create index on ledger_erased (place)").execute(connection);
  }

  /** Notes that the salt of a column is missing, as if it was erased. */
  void missing(String place, String column, @Nullable Long leaf) {
    missing
        .computeIfAbsent(place, row -> new LinkedHashMap<>())
        .putIfAbsent(column, Objects.requireNonNullElse(leaf, -1L));
  }

  /** Takes a later fact about the row. */
  void explain(String place, Fact fact) {
    Set<String> columns = fact.row() == null ? Set.of(ALL) : fact.erased().keySet();
    if (columns.isEmpty()) {
      return;
    }
    Map<String, Long> here = missing.get(place);
    if (here != null) {
      here.keySet().removeIf(column -> columns.contains(ALL) || columns.contains(column));
    }
    if (waiting > 0) {
      explained.computeIfAbsent(place, row -> new LinkedHashSet<>()).addAll(columns);
    }
  }

  /** Returns how many wait for an explanation. */
  int waiting() {
    return waiting;
  }

  /** Stores what the facts so far have not explained. */
  void flush() throws SQLException {
    if (!explained.isEmpty()) {
      List<String> places = new ArrayList<>();
      List<String> columns = new ArrayList<>();
      explained.forEach(
          (place, names) ->
              names.forEach(
                  name -> {
                    places.add(place);
                    columns.add(name);
                  }));
      waiting -=
          new Sql(
                  "delete from ledger_erased e using unnest(cast(? as text[]), cast(? as text[]))"
                      + " as x (place, name) where e.place = x.place and x.name in (e.name, '*')",
                  places,
                  columns)
              .execute(connection);
      explained.clear();
    }
    List<String> places = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<Long> leaves = new ArrayList<>();
    missing.forEach(
        (place, found) ->
            found.forEach(
                (column, leaf) -> {
                  places.add(place);
                  columns.add(column);
                  leaves.add(leaf);
                }));
    missing.clear();
    if (!places.isEmpty()) {
      waiting +=
          new Sql(
                  "insert into ledger_erased select place, name, cast(leaf as bigint) from"
                      + " unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]))"
                      + " as missing (place, name, leaf)",
                  places,
                  columns,
                  leaves)
              .execute(connection);
    }
  }

  /** Adds what nothing explains to the findings. */
  void unexplained(List<LedgerFinding> findings) throws SQLException {
    if (waiting > 0) {
      new Sql(
              "select place, string_agg(distinct name, ', ' order by name), min(leaf) from"
                  + " ledger_erased group by place order by min(leaf) limit ?",
              MAX_FINDINGS)
          .each(
              connection,
              row ->
                  findings.add(
                      new LedgerFinding(
                          Kind.MISSING_SALT,
                          row.getLong(3),
                          row.getString(1),
                          "nothing says that " + row.getString(2) + " was erased")));
    }
  }
}
