package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static java.util.Objects.requireNonNull;

import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.history.HistorySelect;
import dev.synctrail.persistence.ledger.LedgerSalts;
import dev.synctrail.persistence.ledger.PersonalColumn;
import dev.synctrail.retention.Erasure;
import dev.synctrail.retention.Erasure.Progress;
import dev.synctrail.retention.Erasure.Refusal;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.LegalHolds;
import dev.synctrail.retention.PersonalData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Replaces the names of people in the columns that {@link PersonalColumn} lists, one column after
 * the other. Rows whose name was replaced are not found again, so that only the column is kept as
 * progress.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaPersonalData implements PersonalData {
  private static final int ROWS = 1_000;
  private static final int ENTRIES = 2_000;

  private final EntityManager entityManager;
  private final LegalHolds holds;

  @Inject
  public JpaPersonalData(EntityManager entityManager, LegalHolds holds) {
    this.entityManager = entityManager;
    this.holds = holds;
  }

  @Override
  public Optional<Refusal> refusal(String person) {
    for (LegalHold hold : holds.holding()) {
      boolean held =
          (boolean)
              new Sql("select exists (select from sync where actor = ? and (", person)
                  .add(HistorySelect.criteria(hold.filter()))
                  .add("))")
                  .on(entityManager)
                  .getSingleResult();
      if (held) {
        return Optional.of(Refusal.ON_LEGAL_HOLD);
      }
    }
    return Optional.empty();
  }

  @Override
  public Progress names(Erasure erasure) {
    String person = requireNonNull(erasure.person());
    // the access log refuses other changes
    new Sql("select set_config('synctrail.erasing', 'on', true)")
        .on(entityManager)
        .getSingleResult();
    for (int i = (int) erasure.after(); i < PersonalColumn.ALL.size(); i++) {
      PersonalColumn column = PersonalColumn.ALL.get(i);
      int replaced = replace(column, person, erasure.pseudonym());
      if (replaced > 0) {
        return new Progress(false, i, Map.of(column.table(), (long) replaced));
      }
    }
    new Sql(
            "update sync_value set value = ? where kind = 'ACTOR' and value = ?",
            erasure.pseudonym(),
            person)
        .on(entityManager)
        .executeUpdate();
    return Progress.end(0);
  }

  private int replace(PersonalColumn personal, String person, String pseudonym) {
    String column = personal.column();
    boolean isName = personal.form() == PersonalColumn.Form.NAME;
    Sql update = new Sql("update " + personal.table() + " set " + column + " = ");
    if (isName) {
      update.add("?", pseudonym);
    } else {
      update.add(
          "regexp_replace(" + column + ", ?, ?, 'g')",
          personal.pattern(person),
          "\\1" + personal.inside(pseudonym));
    }
    for (String text : personal.texts()) {
      update.add(
          ", " + text + " = case when " + text + " is not null then cast(? as text) end",
          PersonalColumn.erased(text, pseudonym));
    }
    String key = PersonalColumn.keyOf(personal.table());
    return update
        .add(" where (" + key + ") in (select " + key + " from " + personal.table() + " where ")
        .add(column + (isName ? " = ?" : " ~ ?"), isName ? person : personal.pattern(person))
        .add(" limit " + ROWS + ")")
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public long queued() {
    return number("select coalesce(max(number), 0) from ledger_pending");
  }

  @Override
  public boolean isSequenced(long position) {
    return number("select count(*) from ledger_pending where number <= " + position) == 0;
  }

  private long number(String query) {
    return ((Number) new Sql(query).on(entityManager).getSingleResult()).longValue();
  }

  @Override
  public Progress salts(Erasure erasure) {
    LedgerSalts salts = new LedgerSalts(entityManager.unwrap(Connection.class), erasure.id());
    LedgerSalts.Pass pass =
        salts.erasePerson(
            requireNonNull(erasure.person()), erasure.pseudonym(), erasure.after(), ENTRIES);
    OptionalLong next = pass.next();
    return new Progress(
        next.isEmpty(), next.orElse(0), Map.of("ledger_entry", (long) pass.changed()));
  }
}
