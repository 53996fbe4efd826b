package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.retention.RetentionRules;
import dev.synctrail.retention.RuleBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Stores retention rules in the table {@code retention_rules}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JpaRuleBook implements RuleBook {
  private final EntityManager entityManager;

  @Inject
  public JpaRuleBook(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public RetentionRules current() {
    List<?> rows =
        new Sql(
                "select revision, rules, changed_at, changed_by from retention_rules"
                    + " order by revision desc limit 1")
            .on(entityManager)
            .getResultList();
    if (rows.isEmpty()) {
      return RetentionRules.NONE;
    }
    Object[] row = (Object[]) rows.get(0);
    return new RetentionRules(
        ((Number) row[0]).intValue(),
        RetentionJson.rules((String) row[1]),
        Columns.maybeInstant(row[2]),
        (String) row[3]);
  }

  @Override
  @Transactional(MANDATORY)
  public boolean replace(RetentionRules next) {
    return new Sql(
                "insert into retention_rules (revision, rules, changed_at, changed_by)"
                    + " values (?, ?, ?, ?) on conflict do nothing",
                next.revision(),
                RetentionJson.rules(next.rules()),
                next.changedAt(),
                next.changedBy())
            .on(entityManager)
            .executeUpdate()
        == 1;
  }
}
