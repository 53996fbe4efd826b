package dev.synctrail.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ManageUsersTest {
  private static final String HERE = "10.0.0.7";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final ConsoleUsers users = new InMemoryConsoleUsers();
  private final IssueTokens issueTokens = new IssueTokens(tokens, users, CLOCK);
  private final ManageUsers manageUsers = new ManageUsers(users, tokens, CLOCK);
  private final Authenticate authenticate =
      new Authenticate(
          tokens, new RecentTokens(tokens), users, new InMemorySignInFailures(), CLOCK);

  @Test
  void a_generated_password_must_be_changed() {
    ManageUsers.NewPassword ann = manageUsers.add("ann", Role.ADMIN, "root").orElseThrow();
    Caller caller = requireNonNull(authenticate.password("ann", ann.password(), HERE).caller());

    assertThat(caller.may(Right.METADATA)).isFalse();
    assertThat(caller.may(Right.SELF)).isTrue();
    assertThat(ann.toString()).doesNotContain(ann.password());

    manageUsers.choose("ann", "correct horse battery");

    assertThat(authenticate.password("ann", ann.password(), HERE).caller()).isNull();
    assertThat(authenticate.password("ann", "correct horse battery", HERE).caller())
        .isNotNull()
        .satisfies(now -> assertThat(now.may(Right.ADMINISTRATION)).isTrue());
  }

  @Test
  void rejects_weak_passwords() {
    manageUsers.add("ann", Role.ADMIN, "root");

    for (String weak : new String[] {"eleven char", "I am ann and proud of it", "x".repeat(1001)}) {
      assertThatThrownBy(() -> manageUsers.choose("ann", weak))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(weak);
    }
  }

  @Test
  void names_are_unique_across_users_and_tokens() {
    issueTokens.token("ci", Role.VIEWER, null, "root");
    manageUsers.add("ann", Role.VIEWER, "root");

    assertThat(manageUsers.add("ci", Role.VIEWER, "root")).isEmpty();
    assertThat(manageUsers.add("ann", Role.VIEWER, "root")).isEmpty();
    assertThat(issueTokens.token("ann", Role.VIEWER, null, "root")).isEmpty();
    assertThat(manageUsers.add("CI", Role.VIEWER, "root")).isEmpty();
    assertThat(manageUsers.add("Ann", Role.VIEWER, "root")).isEmpty();
    assertThat(issueTokens.token("ANN", Role.VIEWER, null, "root")).isEmpty();
    assertThat(issueTokens.token("Ci", Role.VIEWER, null, "root")).isEmpty();
  }

  @Test
  void rejects_removing_the_last_administrator() {
    manageUsers.add("ann", Role.ADMIN, "root");
    manageUsers.add("bob", Role.OPERATOR, "root");

    assertThatThrownBy(() -> manageUsers.change("ann", Role.VIEWER, null))
        .isInstanceOf(ManageUsers.LastAdministrator.class);
    assertThatThrownBy(() -> manageUsers.change("ann", null, false))
        .isInstanceOf(ManageUsers.LastAdministrator.class);

    manageUsers.change("bob", Role.ADMIN, null);
    manageUsers.change("ann", Role.VIEWER, false);

    assertThat(manageUsers.find("ann").orElseThrow())
        .extracting(ConsoleUser::role, ConsoleUser::disabledAt)
        .containsExactly(Role.VIEWER, NOON);
    assertThatThrownBy(() -> manageUsers.change("bob", Role.VIEWER, null))
        .isInstanceOf(ManageUsers.LastAdministrator.class);
    assertThat(manageUsers.change("nobody", Role.VIEWER, null)).isEmpty();
  }

  @Test
  void every_role_includes_the_rights_of_a_viewer() {
    for (Role role : Role.values()) {
      assertThat(role.rights()).containsAll(Role.VIEWER.rights());
      assertThat(Role.ADMIN.rights()).containsAll(role.rights());
    }
    assertThat(Role.VIEWER.rights()).doesNotContain(Right.PAYLOAD, Right.EXPORT);
    assertThat(Role.AUDITOR.rights()).doesNotContain(Right.ACTION, Right.ADMINISTRATION);
    assertThat(Role.OPERATOR.rights()).doesNotContain(Right.UNMASKED, Right.ADMINISTRATION);
  }
}
