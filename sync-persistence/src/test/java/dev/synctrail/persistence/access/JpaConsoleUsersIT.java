package dev.synctrail.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ConsoleUsers;
import dev.synctrail.access.Role;
import dev.synctrail.persistence.schema.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaConsoleUsersIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void keeps_a_person_once() {
    ConsoleUsers users = new JpaConsoleUsers(database.entityManager());
    ConsoleUser ann =
        new ConsoleUser("ann", Role.ADMIN, "hash", Instant.parse("2026-03-01T12:00:00Z"));

    assertThat(users.isEmpty()).isTrue();
    assertThat(users.add(ann)).isTrue();
    assertThat(users.add(new ConsoleUser("ann", Role.VIEWER, "other", ann.createdAt()))).isFalse();

    assertThat(users.find("ann")).contains(ann);
    assertThat(users.find("Ann")).isEmpty();
    assertThat(users.isEmpty()).isFalse();
  }
}
