package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerTablesIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String COLUMNS =
      "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
          + " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
          + " and not c.relispartition and a.attnum > 0 and not a.attisdropped"
          + " and c.relname not like 'databasechangelog%'";

  @Test
  void every_table_is_covered_or_left_out_with_a_reason() {
    Set<String> named = new TreeSet<>(LedgerTables.ALL.keySet());
    named.addAll(LedgerTables.OTHERS.keySet());

    assertThat(named).isEqualTo(new TreeSet<>(columns().keySet()));
    assertThat(LedgerTables.ALL.keySet()).doesNotContainAnyElementsOf(LedgerTables.OTHERS.keySet());
  }

  @Test
  void every_column_of_a_covered_table_is_named() {
    Map<String, Set<String>> columns = columns();

    LedgerTables.ALL.forEach(
        (name, table) ->
            assertThat(new TreeSet<>(table.columns().keySet()))
                .as(name)
                .isEqualTo(columns.get(name)));
  }

  @Test
  void the_triggers_note_the_same_tables_keys_and_columns() {
    Map<String, List<String>> triggers = new TreeMap<>();
    new Sql(
            "select tgrelid::regclass::text, encode(tgargs, 'hex') from pg_trigger"
                + " where tgname = 'ledger_note' and tgparentid = 0")
        .all(
            database.dataSource(),
            row -> triggers.put(row.getString(1), arguments(row.getString(2))));

    assertThat(triggers.keySet()).contains("snapshot");
    triggers.remove("snapshot");
    assertThat(triggers.keySet()).isEqualTo(new TreeSet<>(LedgerTables.ALL.keySet()));
    LedgerTables.ALL.forEach(
        (name, table) ->
            assertThat(triggers.get(name))
                .as(name)
                .containsExactly(
                    name,
                    String.join(",", table.key()),
                    String.join(",", table.all(ColumnKind.LEFT_OUT))));
  }

  /** Each argument ends in a zero byte. */
  private static List<String> arguments(String stored) {
    String all = new String(HexFormat.of().parseHex(stored), StandardCharsets.UTF_8);
    return List.of(all.substring(0, all.length() - 1).split("\0", -1));
  }

  private static Map<String, Set<String>> columns() {
    Map<String, Set<String>> columns = new TreeMap<>();
    new Sql(COLUMNS)
        .all(
            database.dataSource(),
            row ->
                columns
                    .computeIfAbsent(row.getString(1), t -> new TreeSet<>())
                    .add(row.getString(2)));
    return columns;
  }
}
