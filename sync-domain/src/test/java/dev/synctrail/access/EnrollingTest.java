package dev.synctrail.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EnrollingTest {
  private static final String HERE = "10.0.0.7";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final ConsoleUsers users = new InMemoryConsoleUsers();
  private final Granting granting = new Granting(tokens, users, CLOCK);
  private final Enrolling enrolling = new Enrolling(users, tokens, CLOCK);
  private final Admitting admitting =
      new Admitting(tokens, users, new InMemorySignInFailures(), CLOCK);

  @Test
  void gives_a_password_that_only_serves_to_choose_another() {
    Enrolling.Enrolled ann = enrolling.enrol("ann", Role.ADMIN, "root").orElseThrow();
    Caller caller = requireNonNull(admitting.password("ann", ann.password(), HERE).caller());

    assertThat(caller.may(Right.METADATA)).isFalse();
    assertThat(caller.may(Right.SELF)).isTrue();
    assertThat(ann.toString()).doesNotContain(ann.password());

    enrolling.choose("ann", "correct horse battery");

    assertThat(admitting.password("ann", ann.password(), HERE).caller()).isNull();
    assertThat(admitting.password("ann", "correct horse battery", HERE).caller())
        .isNotNull()
        .satisfies(now -> assertThat(now.may(Right.ADMINISTRATION)).isTrue());
  }

  @Test
  void refuses_weak_passwords() {
    enrolling.enrol("ann", Role.ADMIN, "root");

    for (String weak : new String[] {"eleven char", "I am ann and proud of it", "x".repeat(1001)}) {
      assertThatThrownBy(() -> enrolling.choose("ann", weak))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(weak);
    }
  }

  @Test
  void a_name_is_one_actors_be_it_a_persons_or_a_tokens() {
    granting.token("ci", Role.VIEWER, null, "root");
    enrolling.enrol("ann", Role.VIEWER, "root");

    assertThat(enrolling.enrol("ci", Role.VIEWER, "root")).isEmpty();
    assertThat(enrolling.enrol("ann", Role.VIEWER, "root")).isEmpty();
    assertThat(granting.token("ann", Role.VIEWER, null, "root")).isEmpty();
  }

  @Test
  void the_last_administrator_stays() {
    enrolling.enrol("ann", Role.ADMIN, "root");
    enrolling.enrol("bob", Role.OPERATOR, "root");

    assertThatThrownBy(() -> enrolling.change("ann", Role.VIEWER, null))
        .isInstanceOf(Enrolling.LastAdministrator.class);
    assertThatThrownBy(() -> enrolling.change("ann", null, false))
        .isInstanceOf(Enrolling.LastAdministrator.class);

    enrolling.change("bob", Role.ADMIN, null);
    enrolling.change("ann", Role.VIEWER, false);

    assertThat(enrolling.find("ann").orElseThrow())
        .extracting(ConsoleUser::role, ConsoleUser::disabledAt)
        .containsExactly(Role.VIEWER, NOON);
    assertThatThrownBy(() -> enrolling.change("bob", Role.VIEWER, null))
        .isInstanceOf(Enrolling.LastAdministrator.class);
    assertThat(enrolling.change("nobody", Role.VIEWER, null)).isEmpty();
  }

  @Test
  void each_role_has_its_rights_and_every_one_those_of_a_viewer() {
    for (Role role : Role.values()) {
      assertThat(role.rights()).containsAll(Role.VIEWER.rights());
      assertThat(Role.ADMIN.rights()).containsAll(role.rights());
    }
    assertThat(Role.VIEWER.rights()).doesNotContain(Right.PAYLOAD, Right.EXPORT);
    assertThat(Role.AUDITOR.rights()).doesNotContain(Right.ACTION, Right.ADMINISTRATION);
    assertThat(Role.OPERATOR.rights()).doesNotContain(Right.UNMASKED, Right.ADMINISTRATION);
  }
}
