package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.Objects.requireNonNull;

import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.Purge.Counts;
import dev.synctrail.retention.Purge.Step;
import dev.synctrail.retention.Purges;
import dev.synctrail.retention.RetentionRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores purges in the table {@code purge}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JpaPurges implements Purges {
  private static final String ALL =
      """
      select p.id, p.dry_run, p.actor, p.reason, p.revision, r.rules, r.changed_at, r.changed_by,
             p.step, p.after, p.rows, p.attempts, p.payloads, p.snapshots, p.bytes, p.created_at,
             p.started_at, p.ended_at, p.problem
      from purge p join retention_rules r on r.revision = p.revision
      """;

  private final EntityManager entityManager;

  @Inject
  public JpaPurges(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Purge purge) {
    new Sql(
            """
            insert into purge (id, dry_run, actor, reason, revision, step, rows, attempts, payloads,
              snapshots, bytes, created_at) values (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?)
            """,
            purge.id(),
            purge.dryRun(),
            purge.actor(),
            purge.reason(),
            purge.rules().revision(),
            purge.step().name(),
            purge.createdAt())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Purge> takeNext() {
    return read(new Sql(ALL + " where p.ended_at is null order by p.id limit 1 for update of p"))
        .stream()
        .findFirst();
  }

  @Override
  @Transactional(MANDATORY)
  public void update(Purge purge) {
    Counts counts = purge.counts();
    new Sql(
            """
            update purge set step = ?, after = ?, rows = ?, attempts = ?, payloads = ?,
              snapshots = ?, bytes = ?, started_at = ?, ended_at = ?, problem = ? where id = ?
            """,
            purge.step().name(),
            purge.after(),
            counts.rows(),
            counts.attempts(),
            counts.payloads(),
            counts.snapshots(),
            counts.bytes(),
            purge.startedAt(),
            purge.endedAt(),
            purge.problem(),
            purge.id())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public Optional<Purge> find(UUID id) {
    return read(new Sql(ALL + " where p.id = ?", id)).stream().findFirst();
  }

  @Override
  public List<Purge> page(@Nullable UUID cursor, boolean backwards, int limit) {
    Sql sql = new Sql(ALL);
    if (cursor != null) {
      sql.add(" where p.id " + (backwards ? ">" : "<") + " ?", cursor);
    }
    return read(sql.add(" order by p.id" + (backwards ? "" : " desc") + " limit " + limit));
  }

  private List<Purge> read(Sql sql) {
    List<?> rows = sql.on(entityManager).getResultList();
    return rows.stream().map(Object[].class::cast).map(JpaPurges::purge).toList();
  }

  private static Purge purge(Object[] row) {
    return new Purge(
        (UUID) row[0],
        (Boolean) row[1],
        (String) row[2],
        (String) row[3],
        new RetentionRules(
            (int) number(row[4]),
            RetentionJson.rules((String) row[5]),
            Columns.maybeInstant(row[6]),
            (String) row[7]),
        Step.valueOf((String) row[8]),
        (UUID) row[9],
        new Counts(
            number(row[10]), number(row[11]), number(row[12]), number(row[13]), number(row[14])),
        requireNonNull(Columns.maybeInstant(row[15])),
        Columns.maybeInstant(row[16]),
        Columns.maybeInstant(row[17]),
        (String) row[18]);
  }

  private static long number(Object column) {
    return ((Number) column).longValue();
  }
}
