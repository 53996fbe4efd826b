package dev.synctrail.persistence.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.flowcontrol.HaltLock;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Uses an advisory lock of the transaction: requests hold it shared, a halt holds it exclusively.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class JpaHaltLock implements HaltLock {
  private static final long LOCK_KEY = 0x73796e6374726c35L;

  private final EntityManager entityManager;

  @Inject
  public JpaHaltLock(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public void lockForRequest() {
    lock("pg_advisory_xact_lock_shared");
  }

  @Override
  public void lockForHalt() {
    lock("pg_advisory_xact_lock");
  }

  private void lock(String function) {
    new Sql("select 1 from " + function + "(" + LOCK_KEY + ")")
        .onUnflushed(entityManager)
        .getSingleResult();
  }
}
