package dev.synctrail.persistence.importing;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.importing.ImportedSync.Purged;
import dev.synctrail.importing.Tombstones;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Writes the tombstones of imported syncs to the columns that a purge sets. */
@ApplicationScoped
public class JpaTombstones implements Tombstones {
  private final EntityManager entityManager;

  @Inject
  public JpaTombstones(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(MANDATORY)
  public void mark(SyncId id, Purged purged) {
    new Sql(
            "update sync set purge_id = ?, purged_at = ? where id = ?",
            purged.purge(),
            purged.at(),
            id.value())
        .on(entityManager)
        .executeUpdate();
  }
}
