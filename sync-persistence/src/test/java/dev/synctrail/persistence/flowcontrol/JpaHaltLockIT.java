package dev.synctrail.persistence.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.schema.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaHaltLockIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static JpaHaltLock haltLock() {
    return new JpaHaltLock(database.entityManager());
  }

  /** Returns whether another transaction acquires the lock without waiting. */
  private static boolean isFreeForAnotherTransaction(Consumer<JpaHaltLock> lock) {
    try {
      database.elsewhere(
          other -> {
            other.createNativeQuery("set local lock_timeout = 50").executeUpdate();
            lock.accept(new JpaHaltLock(other));
            return null;
          });
      return true;
    } catch (PersistenceException e) {
      assertThat(e).hasMessageContaining("lock timeout");
      return false;
    }
  }

  @Test
  void a_halt_waits_for_requests_that_are_being_recorded() {
    haltLock().lockForRequest();
    assertThat(isFreeForAnotherTransaction(JpaHaltLock::lockForRequest)).isTrue();
    assertThat(isFreeForAnotherTransaction(JpaHaltLock::lockForHalt)).isFalse();

    database.commit();

    assertThat(isFreeForAnotherTransaction(JpaHaltLock::lockForHalt)).isTrue();
  }

  @Test
  void no_request_starts_while_a_halt_is_being_set() {
    haltLock().lockForHalt();
    assertThat(isFreeForAnotherTransaction(JpaHaltLock::lockForRequest)).isFalse();

    database.commit();

    assertThat(isFreeForAnotherTransaction(JpaHaltLock::lockForRequest)).isTrue();
  }
}
