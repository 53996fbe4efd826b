package dev.synctrail.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ConsoleUsers;
import dev.synctrail.access.Role;
import dev.synctrail.access.SignInFailures;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaConsoleUsersIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("delete from console_user").executeUpdate();
  }

  @Test
  void stores_a_user_name_once() {
    ConsoleUsers users = new JpaConsoleUsers(database.entityManager());
    ConsoleUser ann =
        new ConsoleUser("ann", Role.ADMIN, "hash", true, NOON, "root", NOON, null, null, null);

    assertThat(users.isEmpty()).isTrue();
    assertThat(users.add(ann)).isTrue();
    assertThat(
            users.add(
                new ConsoleUser(
                    "ann", Role.VIEWER, "other", true, NOON, "root", NOON, null, null, null)))
        .isFalse();

    assertThat(users.find("ann")).contains(ann);
    assertThat(users.find("Ann")).isEmpty();
    assertThat(users.isEmpty()).isFalse();
    assertThat(users.all()).containsExactly(ann);
  }

  @Test
  void changes_role_and_password_of_a_user() {
    ConsoleUsers users = new JpaConsoleUsers(database.entityManager());
    users.add(
        new ConsoleUser("bob", Role.ADMIN, "hash", true, NOON, "root", NOON, null, null, null));

    users.lock();
    users.change("bob", Role.VIEWER, NOON.plusSeconds(1));
    users.password("bob", "other", false, NOON.plusSeconds(2));
    users.used("bob", NOON.plusSeconds(3));
    database.commit();

    assertThat(users.find("bob"))
        .contains(
            new ConsoleUser(
                "bob",
                Role.VIEWER,
                "other",
                false,
                NOON,
                "root",
                NOON.plusSeconds(2),
                NOON.plusSeconds(3),
                NOON.plusSeconds(1),
                null));
  }

  private static Checksum secret(String text) {
    return Checksum.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_invitation_replaces_the_password_until_one_is_chosen() {
    ConsoleUsers users = new JpaConsoleUsers(database.entityManager());
    users.add(
        new ConsoleUser("bob", Role.ADMIN, "hash", true, NOON, "root", NOON, null, null, null));

    users.invite("bob", secret("a"), NOON.plusSeconds(60), NOON.plusSeconds(1));
    database.commit();

    assertThat(users.findInvited(secret("b"))).isEmpty();
    assertThat(users.findInvited(secret("a")))
        .contains(
            new ConsoleUser(
                "bob",
                Role.ADMIN,
                null,
                false,
                NOON,
                "root",
                NOON.plusSeconds(1),
                null,
                null,
                NOON.plusSeconds(60)));
    users.withdrawInvitation("bob");
    database.commit();
    assertThat(users.findInvited(secret("a"))).isEmpty();

    users.invite("bob", secret("c"), NOON.plusSeconds(60), NOON.plusSeconds(2));
    users.password("bob", "other", false, NOON.plusSeconds(3));
    database.commit();
    assertThat(users.findInvited(secret("c"))).isEmpty();
    assertThat(users.find("bob").orElseThrow().invitedUntil()).isNull();
  }

  @Test
  void counts_consecutive_sign_in_failures() {
    SignInFailures failures = new JdbcSignInFailures(database.dataSource());
    assertThat(failures.of("bob", "10.0.0.7")).isEmpty();

    failures.failed("bob", "10.0.0.7", NOON);
    failures.failed("bob", "10.0.0.7", NOON.plusSeconds(1));
    failures.failed("ann", "10.0.0.7", NOON);
    assertThat(failures.of("bob", "10.0.0.7"))
        .contains(new SignInFailures.Failed(2, NOON.plusSeconds(1)));

    assertThat(failures.of("bob", "10.0.0.8")).isEmpty();

    failures.forget("bob", "10.0.0.7");
    assertThat(failures.of("bob", "10.0.0.7")).isEmpty();

    failures.failed("bob", "10.0.0.7", NOON.plus(SignInFailures.Failed.KEPT));
    assertThat(failures.of("ann", "10.0.0.7")).isEmpty();
  }
}
