package dev.synctrail.persistence.platform;

import dev.synctrail.persistence.Sql;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
@Transactional(TxType.SUPPORTS)
class JpaPlatforms implements Platforms {
  private final EntityManager entityManager;

  @Inject
  JpaPlatforms(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public Optional<Platform> find(PlatformId id) {
    return all().stream().filter(platform -> platform.id().equals(id)).findFirst();
  }

  @Override
  public List<Platform> all() {
    return entityManager
        .createNamedQuery("PlatformRevisionRow.current", PlatformRevisionRow.class)
        .getResultStream()
        .map(PlatformRevisionRow::platform)
        .toList();
  }

  @Override
  public List<Platform> revisions(PlatformId id) {
    return entityManager
        .createNamedQuery("PlatformRevisionRow.ofPlatform", PlatformRevisionRow.class)
        .setParameter("id", id.value())
        .getResultStream()
        .map(PlatformRevisionRow::platform)
        .toList();
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public void add(Platform platform) {
    int updated =
        platform.revision() == 1
            ? new Sql(
                    "insert into platform (id, revision, removed) values (?, 1, false)"
                        + " on conflict do nothing",
                    platform.id().value())
                .on(entityManager)
                .executeUpdate()
            : new Sql(
                    "update platform set revision = ?2, removed = false"
                        + " where id = ?1 and revision = ?2 - 1",
                    platform.id().value(),
                    platform.revision())
                .on(entityManager)
                .executeUpdate();
    if (updated != 1) {
      throw new IllegalStateException(
          "Revision "
              + platform.revision()
              + " is not the next revision of platform "
              + platform.id());
    }
    entityManager.persist(new PlatformRevisionRow(platform));
    entityManager.flush();
  }

  @Override
  @Transactional(TxType.MANDATORY)
  public boolean remove(PlatformId id) {
    return new Sql("update platform set removed = true where id = ? and not removed", id.value())
            .on(entityManager)
            .executeUpdate()
        == 1;
  }
}
