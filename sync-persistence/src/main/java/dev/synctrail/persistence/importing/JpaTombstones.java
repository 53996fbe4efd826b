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

/**
 * Writes the tombstones of imported syncs to the columns that a purge sets. What an export contains
 * in place of the checksum of an erased payload is its commitment.
 */
@ApplicationScoped
public class JpaTombstones implements Tombstones {
  private static final String BY = "uuid_send('%s')";

  private final EntityManager entityManager;

  @Inject
  public JpaTombstones(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(MANDATORY)
  public void mark(SyncId id, Purged purged) {
    new Sql(
            """
            update sync set purge_id = ?, purged_at = ?, intended_checksum = # || intended_checksum,
              before_checksum = # || before_checksum, sent_checksum = # || sent_checksum,
              answered_checksum = # || answered_checksum, pulled_checksum = # || pulled_checksum
            where id = ?
            """
                .replace("#", BY.formatted(purged.purge())),
            purged.purge(),
            purged.at(),
            id.value())
        .on(entityManager)
        .executeUpdate();
    new Sql(
            "update attempt set response_checksum = # || response_checksum where sync_id = ?"
                .replace("#", BY.formatted(purged.purge())),
            id.value())
        .on(entityManager)
        .executeUpdate();
    new Sql(
            ("update exchange set request_checksum = # || request_checksum,"
                    + " response_checksum = # || response_checksum where trail_id = ?")
                .replace("#", BY.formatted(purged.purge())),
            id.value())
        .on(entityManager)
        .executeUpdate();
  }
}
