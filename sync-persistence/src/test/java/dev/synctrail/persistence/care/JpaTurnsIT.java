package dev.synctrail.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.schema.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaTurnsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static JpaTurns turns() {
    return new JpaTurns(database.entityManager());
  }

  /** Tells whether another transaction gets its turn without waiting. */
  private static boolean hasElsewhere(Consumer<JpaTurns> turn) {
    try {
      database.elsewhere(
          other -> {
            other.createNativeQuery("set local lock_timeout = 50").executeUpdate();
            turn.accept(new JpaTurns(other));
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
    assertThat(hasElsewhere(JpaTurns::toBegin)).isTrue();
    assertThat(hasElsewhere(JpaTurns::toHalt)).isFalse();

    database.commit();

    assertThat(hasElsewhere(JpaTurns::toHalt)).isTrue();
  }

  @Test
  void no_request_begins_while_a_halt_is_being_set() {
    turns().toHalt();
    assertThat(hasElsewhere(JpaTurns::toBegin)).isFalse();

    database.commit();

    assertThat(hasElsewhere(JpaTurns::toBegin)).isTrue();
  }
}
