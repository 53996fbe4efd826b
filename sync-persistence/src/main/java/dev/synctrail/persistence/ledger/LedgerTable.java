package dev.synctrail.persistence.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table whose rows are facts, and what the ledger contains of each column.
 *
 * @param name the table
 * @param key the columns of its primary key
 * @param subjects the columns that name syncs and runs, by which entries are found
 * @param payloads the columns that contain the checksums of payloads
 * @param columns all columns
 */
record LedgerTable(
    String name,
    List<String> key,
    List<String> subjects,
    List<String> payloads,
    Map<String, ColumnKind> columns) {

  /** Returns a column's kind; one that this release does not know may be personal. */
  ColumnKind kind(String column) {
    return columns.getOrDefault(column, ColumnKind.COMMITMENT);
  }

  /** Returns the columns of one kind. */
  List<String> all(ColumnKind kind) {
    return columns.keySet().stream().filter(column -> columns.get(column) == kind).toList();
  }

  static Definition named(String name) {
    return new Definition(name);
  }

  /** Collects the columns of a table; names are separated by spaces. */
  static final class Definition {
    private final String name;
    private final Map<String, ColumnKind> columns = new LinkedHashMap<>();
    private List<String> key = List.of();
    private List<String> subjects = List.of();

    private Definition(String name) {
      this.name = name;
    }

    Definition key(String names) {
      key = List.of(names.split(" ", -1));
      return open(names);
    }

    Definition subjects(String names) {
      subjects = List.of(names.split(" ", -1));
      return this;
    }

    Definition open(String names) {
      return add(ColumnKind.OPEN, names);
    }

    Definition time(String names) {
      return add(ColumnKind.TIME, names);
    }

    Definition hex(String names) {
      return add(ColumnKind.HEX, names);
    }

    Definition commitment(String names) {
      return add(ColumnKind.COMMITMENT, names);
    }

    Definition payload(String names) {
      return add(ColumnKind.PAYLOAD, names);
    }

    Definition leftOut(String names) {
      return add(ColumnKind.LEFT_OUT, names);
    }

    private Definition add(ColumnKind kind, String names) {
      for (String column : names.split(" ", -1)) {
        columns.put(column, kind);
      }
      return this;
    }

    LedgerTable define() {
      List<String> payloads =
          columns.keySet().stream()
              .filter(column -> columns.get(column) == ColumnKind.PAYLOAD)
              .toList();
      return new LedgerTable(name, key, subjects, payloads, columns);
    }
  }
}
