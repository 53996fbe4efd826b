package dev.synctrail.persistence.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.schema.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaHaltLockIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static JpaHaltLock turns() {
    return new JpaHaltLock(database.entityManager());
  }

  /** Tells whether another transaction gets its turn without waiting. */
  private static boolean hasElsewhere(Consumer<JpaHaltLock> turn) {
    try {
      database.elsewhere(
          other -> {
            other.createNativeQuery("set local lock_timeout = 50").executeUpdate();
            turn.accept(new JpaHaltLock(other));
            return null;
          });
      return true;
    } catch (PersistenceException e) {
      assertThat(e).hasMessageContaining("lock timeout");
      return false;
    }
  }

  @Test
  void a_halt_is_set_when_the_requests_that_were_beginning_are_on_record() {
    turns().toBegin();
    assertThat(hasElsewhere(JpaHaltLock::toBegin)).isTrue();
    assertThat(hasElsewhere(JpaHaltLock::toHalt)).isFalse();

    database.commit();

    assertThat(hasElsewhere(JpaHaltLock::toHalt)).isTrue();
  }

  @Test
  void no_request_begins_while_a_halt_is_being_set() {
    turns().toHalt();
    assertThat(hasElsewhere(JpaHaltLock::toBegin)).isFalse();

    database.commit();

    assertThat(hasElsewhere(JpaHaltLock::toBegin)).isTrue();
  }
}
