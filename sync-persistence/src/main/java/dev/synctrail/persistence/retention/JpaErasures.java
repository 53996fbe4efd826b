package dev.synctrail.persistence.retention;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.Objects.requireNonNull;

import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.retention.Erasure;
import dev.synctrail.retention.Erasure.Step;
import dev.synctrail.retention.Erasures;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores erasures in the table {@code erasure}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JpaErasures implements Erasures {
  private static final String ALL =
      """
      select id, actor, reason, sync_id, person, step, after, cast(counts as text), created_at,
        started_at, ended_at, problem
      from erasure
      """;

  private final EntityManager entityManager;

  @Inject
  public JpaErasures(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Erasure erasure) {
    new Sql(
            """
            insert into erasure (id, actor, reason, sync_id, person, step, after, counts, created_at)
              values (?, ?, ?, ?, ?, ?, ?, '{}', ?)
            """,
            erasure.id(),
            erasure.actor(),
            erasure.reason(),
            erasure.sync(),
            erasure.person(),
            erasure.step(),
            erasure.after(),
            erasure.createdAt())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Erasure> takeNext() {
    return read(new Sql(ALL + " where ended_at is null order by id limit 1 for update")).stream()
        .findFirst();
  }

  @Override
  @Transactional(MANDATORY)
  public void update(Erasure erasure) {
    JsonObjectBuilder counts = Json.createObjectBuilder();
    new TreeMap<>(erasure.counts()).forEach(counts::add);
    new Sql(
            """
            update erasure set person = ?, step = ?, after = ?, counts = cast(? as jsonb),
              started_at = ?, ended_at = ?, problem = ? where id = ?
            """,
            erasure.person(),
            erasure.step(),
            erasure.after(),
            counts.build().toString(),
            erasure.startedAt(),
            erasure.endedAt(),
            erasure.problem(),
            erasure.id())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public Optional<Erasure> find(UUID id) {
    return read(new Sql(ALL + " where id = ?", id)).stream().findFirst();
  }

  @Override
  public List<Erasure> page(@Nullable UUID cursor, boolean backwards, int limit) {
    Sql sql = new Sql(ALL);
    if (cursor != null) {
      sql.add(" where id " + (backwards ? ">" : "<") + " ?", cursor);
    }
    return read(sql.add(" order by id" + (backwards ? "" : " desc") + " limit " + limit));
  }

  private List<Erasure> read(Sql sql) {
    List<?> rows = sql.on(entityManager).getResultList();
    return rows.stream().map(Object[].class::cast).map(JpaErasures::erasure).toList();
  }

  private static Erasure erasure(Object[] row) {
    return new Erasure(
        (UUID) row[0],
        (String) row[1],
        (String) row[2],
        row[3] == null ? null : new SyncId((UUID) row[3]),
        (String) row[4],
        Step.valueOf((String) row[5]),
        ((Number) row[6]).longValue(),
        counts((String) row[7]),
        requireNonNull(Columns.maybeInstant(row[8])),
        Columns.maybeInstant(row[9]),
        Columns.maybeInstant(row[10]),
        (String) row[11]);
  }

  private static Map<String, Long> counts(String column) {
    Map<String, Long> counts = new TreeMap<>();
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
      JsonObject json = reader.readObject();
      json.forEach((of, count) -> counts.put(of, ((JsonNumber) count).longValue()));
    }
    return counts;
  }
}
