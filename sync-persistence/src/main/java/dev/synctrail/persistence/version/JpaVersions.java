package dev.synctrail.persistence.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionFilter;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionTree;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
@Transactional(TxType.SUPPORTS)
public class JpaVersions implements Versions {
  private static final String HEADS =
      "select v from ContentTypeRow t join VersionRow v on v.id = t.headId";

  private final EntityManager entityManager;
  private final Snapshots snapshots;

  @Inject
  public JpaVersions(EntityManager entityManager, Snapshots snapshots) {
    this.entityManager = entityManager;
    this.snapshots = snapshots;
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public <T> T exclusively(TypeKey typeKey, Supplier<T> work) {
    new Sql(
            "select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))",
            "synctrail.type " + typeKey)
        .on(entityManager)
        .getSingleResult();
    return work.get();
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public void save(ContentTypeVersion version, Snapshot content) {
    snapshots.keepWhole(content);
    entityManager.persist(new VersionRow(version));
    entityManager.flush();
    new Sql(
            """
            insert into content_type (type_key, head_id) values (?, ?)
            on conflict (type_key) do update set head_id = excluded.head_id""",
            version.typeKey().value(),
            version.id().hex())
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public Optional<ContentTypeVersion> find(VersionId id) {
    return Optional.ofNullable(entityManager.find(VersionRow.class, id.hex()))
        .map(VersionRow::version);
  }

  @Override
  public Optional<ContentTypeVersion> head(TypeKey typeKey) {
    return entityManager
        .createQuery(HEADS + " where t.typeKey = :typeKey", VersionRow.class)
        .setParameter("typeKey", typeKey.value())
        .getResultStream()
        .map(VersionRow::version)
        .findFirst();
  }

  @Override
  public Optional<Snapshot> content(ContentTypeVersion version) {
    return snapshots.find(version.content(), false);
  }

  @Override
  public List<ContentTypeVersion> list(
      VersionFilter filter, @Nullable Instant cursor, boolean backwards, int limit) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    String where = where(filter, parameters);
    if (cursor != null) {
      where += backwards ? " and v.createdAt > :cursor" : " and v.createdAt < :cursor";
      parameters.put("cursor", cursor);
    }
    return query(
            "select v from VersionRow v" + where + " order by v.createdAt" + desc(!backwards),
            VersionRow.class,
            parameters)
        .setMaxResults(limit)
        .getResultStream()
        .map(VersionRow::version)
        .toList();
  }

  @Override
  public long count(VersionFilter filter) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    String where = where(filter, parameters);
    return query("select count(v) from VersionRow v" + where, Long.class, parameters)
        .getSingleResult();
  }

  private static String where(VersionFilter filter, Map<String, Object> parameters) {
    StringBuilder where = new StringBuilder(" where v.typeKey = :typeKey");
    parameters.put("typeKey", filter.typeKey().value());
    and(where, " and v.author = :author", "author", filter.author(), parameters);
    and(where, " and v.source = :source", "source", filter.source(), parameters);
    and(where, " and v.createdAt >= :from", "from", filter.from(), parameters);
    and(where, " and v.createdAt < :until", "until", filter.until(), parameters);
    return where.toString();
  }

  private static void and(
      StringBuilder where,
      String condition,
      String name,
      @Nullable Object value,
      Map<String, Object> parameters) {
    if (value != null) {
      where.append(condition);
      parameters.put(name, value);
    }
  }

  private <T> TypedQuery<T> query(String jpql, Class<T> type, Map<String, Object> parameters) {
    TypedQuery<T> query = entityManager.createQuery(jpql, type);
    parameters.forEach(query::setParameter);
    return query;
  }

  private static String desc(boolean descending) {
    return descending ? " desc" : "";
  }

  @Override
  public VersionTree tree(TypeKey typeKey) {
    return new VersionTree(
        typeKey, list(VersionFilter.of(typeKey), null, false, Integer.MAX_VALUE));
  }

  @Override
  public List<TypeKey> types() {
    return entityManager
        .createQuery("select t.typeKey from ContentTypeRow t order by t.typeKey", String.class)
        .getResultStream()
        .map(TypeKey::new)
        .toList();
  }

  @Override
  public List<ContentTypeVersion> heads(@Nullable TypeKey cursor, boolean backwards, int limit) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    String where = "";
    if (cursor != null) {
      where = backwards ? " where t.typeKey < :cursor" : " where t.typeKey > :cursor";
      parameters.put("cursor", cursor.value());
    }
    return query(
            HEADS + where + " order by t.typeKey" + desc(backwards), VersionRow.class, parameters)
        .setMaxResults(limit)
        .getResultStream()
        .map(VersionRow::version)
        .toList();
  }

  @Override
  public long countTypes() {
    return entityManager
        .createQuery("select count(t) from ContentTypeRow t", Long.class)
        .getSingleResult();
  }
}
