package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.ledger.PersonalColumn.Form;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PersonalColumnTest {
  private static final String OF_PEOPLE = "actor|author|on_behalf_of|\\w+_by";

  @Test
  void every_covered_column_of_people_is_named() {
    Set<String> covered = new TreeSet<>();
    LedgerTables.ALL
        .values()
        .forEach(
            table ->
                table.all(ColumnKind.COMMITMENT).stream()
                    .filter(column -> column.matches(OF_PEOPLE))
                    .forEach(column -> covered.add(table.name() + "." + column)));
    Set<String> named = new TreeSet<>();
    PersonalColumn.ALL.stream()
        .filter(column -> column.form() == Form.NAME)
        .forEach(column -> named.add(column.table() + "." + column.column()));

    assertThat(named).isEqualTo(covered);
  }

  @Test
  void the_names_of_others_stay_in_an_address() {
    PersonalColumn target =
        PersonalColumn.ALL.stream()
            .filter(column -> column.form() == Form.URL)
            .findFirst()
            .orElseThrow();
    String before = "/api/v1/users/a.b?actor=a.b&x=a.b2&y=axb&z=a.b/c";

    String after = before.replaceAll(target.pattern("a.b"), "$1erased-1");

    assertThat(after).isEqualTo("/api/v1/users/erased-1?actor=erased-1&x=a.b2&y=axb&z=erased-1/c");
    assertThat(target.before(after, "a.b", "erased-1")).contains(before);
  }
}
