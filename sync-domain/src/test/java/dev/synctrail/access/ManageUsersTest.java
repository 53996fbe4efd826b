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

  private ManageUsers at(Instant instant) {
    return new ManageUsers(users, tokens, Clock.fixed(instant, ZoneOffset.UTC));
  }

  private String invited(String name) {
    return manageUsers.invite(name, NOON.plusSeconds(60)).orElseThrow().secret().reveal();
  }

  @Test
  void an_invited_user_chooses_a_password_once() {
    String first = manageUsers.add("ann", Role.VIEWER, "root").orElseThrow().password();
    String secret = invited("ann");

    assertThat(authenticate.password("ann", first, HERE).caller()).isNull();
    assertThat(authenticate.password("ann", "", HERE).caller()).isNull();
    assertThat(manageUsers.findInvited(secret)).map(ConsoleUser::name).contains("ann");
    assertThat(manageUsers.findInvited("x".repeat(43))).isEmpty();
    assertThat(manageUsers.findInvited("")).isEmpty();
    assertThatThrownBy(() -> manageUsers.accept(secret, "short"))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(manageUsers.accept(secret, "correct horse battery")).isPresent();

    assertThat(authenticate.password("ann", "correct horse battery", HERE).caller())
        .isEqualTo(Caller.of("ann", Role.VIEWER, Caller.Proof.PASSWORD));
    assertThat(manageUsers.accept(secret, "another horse battery")).isEmpty();
    assertThat(manageUsers.find("ann").orElseThrow().invitedUntil()).isNull();
  }

  @Test
  void an_invitation_expires_and_ends_when_it_is_withdrawn_or_replaced_or_the_user_is_locked() {
    manageUsers.add("root", Role.ADMIN, "root");
    manageUsers.add("ann", Role.VIEWER, "root");
    String password = "correct horse battery";
    String replaced = invited("ann");
    String secret = invited("ann");

    assertThat(manageUsers.accept(replaced, password)).isEmpty();
    assertThat(at(NOON.plusSeconds(60)).accept(secret, password)).isEmpty();
    manageUsers.change("ann", null, false);
    assertThat(manageUsers.accept(secret, password)).isEmpty();
    manageUsers.change("ann", null, true);
    assertThat(manageUsers.withdrawInvitation("ann")).isPresent();
    assertThat(manageUsers.withdrawInvitation("ann")).isEmpty();
    assertThat(manageUsers.accept(secret, password)).isEmpty();
    String reset = invited("ann");
    manageUsers.reset("ann");
    assertThat(manageUsers.accept(reset, password)).isEmpty();
    assertThat(manageUsers.invite("nobody", NOON)).isEmpty();
  }

  @Test
  void an_invited_administrator_is_no_replacement_for_the_last_one() {
    manageUsers.add("ann", Role.ADMIN, "root");
    assertThatThrownBy(() -> invited("ann")).isInstanceOf(ManageUsers.LastAdministrator.class);

    manageUsers.add("bob", Role.ADMIN, "root");
    String secret = invited("bob");
    assertThatThrownBy(() -> manageUsers.change("ann", Role.VIEWER, null))
        .isInstanceOf(ManageUsers.LastAdministrator.class);
    manageUsers.accept(secret, "correct horse battery");

    assertThat(manageUsers.change("ann", Role.VIEWER, null)).isPresent();
  }

  @Test
  void a_personal_token_never_has_more_rights_than_its_owner() {
    manageUsers.add("root", Role.ADMIN, "root");
    manageUsers.add("ann", Role.OPERATOR, "root");
    assertThatThrownBy(() -> issueTokens.personalToken("ann", "laptop", Role.ADMIN, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> issueTokens.personalToken("nobody", "laptop", Role.VIEWER, null))
        .isInstanceOf(IllegalArgumentException.class);
    IssueTokens.Granted granted =
        issueTokens.personalToken("ann", "laptop", Role.OPERATOR, null).orElseThrow();
    String secret = granted.secret().reveal();

    assertThat(issueTokens.personalToken("ann", "Laptop", Role.VIEWER, null)).isEmpty();
    assertThat(issueTokens.personalTokens("ann")).containsExactly(granted.token());
    assertThat(issueTokens.personalTokens("root")).isEmpty();
    assertThat(authenticate.bearer(secret))
        .contains(Caller.of("ann/laptop", Role.OPERATOR, Caller.Proof.TOKEN));
    manageUsers.change("ann", Role.AUDITOR, null);
    assertThat(authenticate.bearer(secret)).isEmpty();
    manageUsers.change("ann", Role.ADMIN, null);
    assertThat(authenticate.bearer(secret)).isPresent();
    manageUsers.change("ann", null, false);
    assertThat(authenticate.bearer(secret)).isEmpty();
  }

  @Test
  void a_failed_sign_in_tells_the_name_only_if_it_is_that_of_a_user() {
    manageUsers.add("root", Role.ADMIN, "root");
    manageUsers.add("ann", Role.VIEWER, "root");
    manageUsers.change("ann", null, false);

    assertThat(authenticate.password("ann", "wrong", HERE).knownName()).isEqualTo("ann");
    assertThat(authenticate.password("my password", "wrong", HERE).knownName()).isNull();
    for (int i = 0; i < 5; i++) {
      authenticate.password("root", "wrong", HERE);
    }
    assertThat(authenticate.password("root", "wrong", HERE))
        .satisfies(
            locked -> {
              assertThat(locked.isLocked()).isTrue();
              assertThat(locked.knownName()).isEqualTo("root");
            });
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
