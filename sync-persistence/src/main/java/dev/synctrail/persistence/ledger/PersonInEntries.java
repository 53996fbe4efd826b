package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Fact;
import dev.synctrail.persistence.ledger.LedgerSalts.SaltedEntry;
import dev.synctrail.persistence.ledger.PersonalColumn.Form;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds a person in entries. A name is found by its commitment. A text that contains the name is
 * found by the row, in which the pseudonym has taken its place.
 */
final class PersonInEntries {
  private static final Map<String, List<PersonalColumn>> COLUMNS =
      PersonalColumn.ALL.stream().collect(Collectors.groupingBy(PersonalColumn::table));

  private final String name;
  private final String pseudonym;
  private final Map<String, JsonObject> rows = new HashMap<>();

  PersonInEntries(Connection connection, String name, String pseudonym, List<SaltedEntry> entries)
      throws SQLException {
    this.name = name;
    this.pseudonym = pseudonym;
    Map<String, Set<String>> keys = new TreeMap<>();
    for (SaltedEntry stored : entries) {
      for (Fact fact : stored.entry().facts()) {
        if (columns(fact).stream().anyMatch(column -> column.form() != Form.NAME)) {
          keys.computeIfAbsent(fact.table(), table -> new TreeSet<>())
              .add(LedgerSalts.key(fact.key()));
        }
      }
    }
    for (Map.Entry<String, Set<String>> wanted : keys.entrySet()) {
      LedgerTable table = LedgerTables.ALL.get(wanted.getKey());
      if (table != null) {
        for (JsonObject row : LedgerSalts.images(connection, table, wanted.getValue())) {
          rows.put(place(RowFacts.deletion(table, row)), row);
        }
      }
    }
  }

  private static List<PersonalColumn> columns(Fact fact) {
    return COLUMNS.getOrDefault(fact.table(), List.of());
  }

  private static String place(Fact fact) {
    return fact.table() + " " + LedgerSalts.key(fact.key());
  }

  /** Returns whether a column names the person, or has a text of that person. */
  boolean isNamed(SaltedEntry stored, Fact fact, String column) {
    return columns(fact).stream().anyMatch(personal -> isNamed(stored, fact, column, personal));
  }

  private boolean isNamed(SaltedEntry stored, Fact fact, String column, PersonalColumn personal) {
    if (personal.form() == Form.NAME) {
      return (column.equals(personal.column()) || personal.texts().contains(column))
          && stored.says(fact, personal.column(), name);
    }
    JsonObject row = rows.get(place(fact));
    return column.equals(personal.column())
        && row != null
        && row.get(column) instanceof JsonString text
        && text.getString().contains(pseudonym)
        && personal.before(text.getString(), name, pseudonym).stream()
            .anyMatch(before -> stored.says(fact, column, before));
  }
}
