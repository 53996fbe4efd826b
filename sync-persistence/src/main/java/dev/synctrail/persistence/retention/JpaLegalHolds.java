package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.Objects.requireNonNull;

import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.history.FilterColumn;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.LegalHolds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores legal holds in the table {@code retention_hold}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JpaLegalHolds implements LegalHolds {
  /**
   * Key of an advisory lock, an arbitrary constant: purges share it while they select rows, a new
   * hold takes it exclusively.
   */
  static final long LOCK_KEY = 0x73796e6374726c33L;

  private static final String ALL =
      "select id, held, reason, actor, set_at, released_at, released_by from retention_hold";

  private final EntityManager entityManager;

  @Inject
  public JpaLegalHolds(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(MANDATORY)
  public void add(LegalHold hold) {
    new Sql("select 1 from pg_advisory_xact_lock(" + LOCK_KEY + ")")
        .on(entityManager)
        .getSingleResult();
    new Sql(
            "insert into retention_hold (id, held, reason, actor, set_at) values (?, ?, ?, ?, ?)",
            hold.id(),
            FilterColumn.text(hold.filter()),
            hold.reason(),
            hold.actor(),
            hold.setAt())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public List<LegalHold> holding() {
    return read(new Sql(ALL + " where released_at is null order by id"));
  }

  @Override
  public List<LegalHold> all() {
    return read(new Sql(ALL + " order by id desc"));
  }

  @Override
  public Optional<LegalHold> find(UUID id) {
    return read(new Sql(ALL + " where id = ?", id)).stream().findFirst();
  }

  @Override
  @Transactional(MANDATORY)
  public boolean release(UUID id, Instant at, String actor) {
    return new Sql(
                "update retention_hold set released_at = ?, released_by = ?"
                    + " where id = ? and released_at is null",
                at,
                actor,
                id)
            .on(entityManager)
            .executeUpdate()
        == 1;
  }

  private List<LegalHold> read(Sql sql) {
    List<?> rows = sql.on(entityManager).getResultList();
    return rows.stream().map(Object[].class::cast).map(JpaLegalHolds::hold).toList();
  }

  private static LegalHold hold(Object[] row) {
    return new LegalHold(
        (UUID) row[0],
        FilterColumn.filter((String) row[1]),
        (String) row[2],
        (String) row[3],
        requireNonNull(Columns.maybeInstant(row[4])),
        Columns.maybeInstant(row[5]),
        (String) row[6]);
  }
}
