package dev.synctrail.access;

import static dev.synctrail.access.Caller.Proof.PASSWORD;
import static dev.synctrail.access.Caller.Proof.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticateTest {
  private static final String HERE = "10.0.0.7";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final ConsoleUsers users = new InMemoryConsoleUsers();
  private final IssueTokens issueTokens = new IssueTokens(tokens, users, at(NOON));
  private final ManageUsers manageUsers = new ManageUsers(users, tokens, at(NOON));
  private final SignInFailures failures = new InMemorySignInFailures();

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private Authenticate authenticate(Instant instant) {
    return authenticate(new RecentTokens(tokens), instant);
  }

  private Authenticate authenticate(RecentTokens recentTokens, Instant instant) {
    return new Authenticate(tokens, recentTokens, users, failures, at(instant));
  }

  private IssueTokens.Granted granted(String name) {
    return issueTokens.token(name, Role.OPERATOR, null, "ann").orElseThrow();
  }

  @Test
  void authenticates_a_client_by_token() {
    String secret = granted("ci").secret().reveal();

    assertThat(authenticate(NOON).bearer(secret)).contains(Caller.of("ci", Role.OPERATOR, TOKEN));
    assertThat(secret).startsWith("st_").hasSize(3 + 43);
  }

  @Test
  void rejects_unknown_and_revoked_tokens() {
    IssueTokens.Granted ci = granted("ci");
    issueTokens.revoke(ci.token().id());

    assertThat(authenticate(NOON).bearer(ci.secret().reveal())).isEmpty();
    assertThat(authenticate(NOON).bearer("st_" + "x".repeat(43))).isEmpty();
    assertThat(authenticate(NOON).bearer("")).isEmpty();
    assertThat(authenticate(NOON).bearer("ä".repeat(50))).isEmpty();
  }

  @Test
  void records_the_use_of_a_token_at_most_once_a_minute() {
    IssueTokens.Granted ci = granted("ci");
    authenticate(NOON.plusSeconds(1)).bearer(ci.secret().reveal());
    authenticate(NOON.plusSeconds(61)).bearer(ci.secret().reveal());
    assertThat(tokens.find(ci.token().id()).orElseThrow().lastUsedAt())
        .isEqualTo(NOON.plusSeconds(1));

    authenticate(NOON.plusSeconds(62)).bearer(ci.secret().reveal());
    assertThat(tokens.find(ci.token().id()).orElseThrow().lastUsedAt())
        .isEqualTo(NOON.plusSeconds(62));
  }

  @Test
  void never_prints_a_secret() {
    assertThat(granted("ci").toString()).doesNotContain("st_");
    assertThatThrownBy(() -> Secret.of("short secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short secret");
  }

  @Test
  void authenticates_a_user_by_the_correct_password_only() {
    issueTokens.firstUser("ann", "correct horse", false);

    assertThat(authenticate(NOON).password("ann", "correct horse", HERE).caller())
        .isEqualTo(Caller.of("ann", Role.ADMIN, PASSWORD));
    assertThat(authenticate(NOON).password("ann", "correct hors", HERE).caller()).isNull();
    assertThat(authenticate(NOON).password("bob", "correct horse", HERE).caller()).isNull();
    assertThat(authenticate(NOON).password("bob", "", HERE).caller()).isNull();
    assertThat(users.find("ann").orElseThrow().passwordHash())
        .startsWith("pbkdf2-sha256:600000:")
        .doesNotContain("correct horse");
  }

  @Test
  void creates_the_first_token_and_user_only_once() {
    Secret first = Secret.of("a".repeat(32));

    assertThat(issueTokens.firstToken("launcher", first)).isTrue();
    assertThat(issueTokens.firstToken("other", Secret.of("b".repeat(32)))).isFalse();
    assertThat(issueTokens.firstUser("ann", "one", true)).isTrue();
    assertThat(issueTokens.firstUser("bob", "two", true)).isFalse();

    assertThat(authenticate(NOON).bearer("a".repeat(32)))
        .contains(Caller.of("launcher", Role.ADMIN, TOKEN));
    assertThat(authenticate(NOON).bearer("b".repeat(32))).isEmpty();
    assertThat(authenticate(NOON).password("bob", "two", HERE).caller()).isNull();
    assertThat(authenticate(NOON).password("ann", "one", HERE).caller())
        .extracting(Caller::mustChange)
        .isEqualTo(true);
  }

  @Test
  void a_remembered_token_expires_in_time() {
    Instant end = NOON.plusSeconds(60);
    String secret =
        issueTokens.token("ci", Role.OPERATOR, end, "ann").orElseThrow().secret().reveal();
    RecentTokens recentTokens = new RecentTokens(tokens, () -> 0);

    assertThat(authenticate(recentTokens, end.minusMillis(1)).bearer(secret)).isPresent();
    assertThat(authenticate(recentTokens, end).bearer(secret)).isEmpty();
  }

  @Test
  void records_the_use_of_a_remembered_token_once_a_minute() {
    IssueTokens.Granted ci = granted("ci");
    RecentTokens recentTokens = new RecentTokens(tokens, () -> 0);
    authenticate(recentTokens, NOON).bearer(ci.secret().reveal());
    authenticate(recentTokens, NOON.plusSeconds(1)).bearer(ci.secret().reveal());

    assertThat(tokens.find(ci.token().id()).orElseThrow().lastUsedAt()).isEqualTo(NOON);
  }

  @Test
  void rejects_an_expired_token() {
    String secret =
        issueTokens
            .token("ci", Role.OPERATOR, NOON.plusSeconds(60), "ann")
            .orElseThrow()
            .secret()
            .reveal();

    assertThat(authenticate(NOON.plusSeconds(59)).bearer(secret)).isPresent();
    assertThat(authenticate(NOON.plusSeconds(60)).bearer(secret)).isEmpty();
  }

  @Test
  void after_five_wrong_passwords_the_name_is_locked_for_some_time() {
    issueTokens.firstUser("ann", "correct horse", false);
    for (int i = 0; i < 5; i++) {
      assertThat(authenticate(NOON).password("ann", "wrong", HERE).isLocked()).isFalse();
    }

    assertThat(authenticate(NOON.plusSeconds(4)).password("ann", "correct horse", HERE).locked())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(authenticate(NOON.plusSeconds(5)).password("ann", "correct horse", HERE).caller())
        .isNotNull();
    assertThat(failures.of("ann", HERE)).isEmpty();
  }

  @Test
  void wrong_passwords_from_one_address_do_not_lock_out_another_address() {
    issueTokens.firstUser("ann", "correct horse", false);
    for (int i = 0; i < 20; i++) {
      authenticate(NOON).password("ann", "wrong", "10.6.6.6");
    }

    assertThat(authenticate(NOON).password("ann", "wrong", "10.6.6.6").isLocked()).isTrue();
    assertThat(authenticate(NOON).password("ann", "correct horse", HERE).caller()).isNotNull();
  }

  @Test
  void the_lock_time_doubles_up_to_15_minutes() {
    assertThat(new SignInFailures.Failed(4, NOON).locked(NOON)).isZero();
    assertThat(new SignInFailures.Failed(6, NOON).locked(NOON)).hasSeconds(10);
    assertThat(new SignInFailures.Failed(12, NOON).locked(NOON)).hasSeconds(640);
    assertThat(new SignInFailures.Failed(13, NOON).locked(NOON)).hasMinutes(15);
    assertThat(new SignInFailures.Failed(9_999, NOON).locked(NOON)).hasMinutes(15);
  }

  @Test
  void an_unknown_name_is_locked_too() {
    for (int i = 0; i < 5; i++) {
      authenticate(NOON).password("nobody", "wrong", HERE);
    }

    assertThat(authenticate(NOON).password("nobody", "wrong", HERE).isLocked()).isTrue();
  }

  @Test
  void a_session_ends_when_its_user_is_disabled_or_the_password_is_replaced() {
    String first = manageUsers.add("ann", Role.VIEWER, "root").orElseThrow().password();
    issueTokens.firstUser("unused", "unused", false);
    manageUsers.add("root", Role.ADMIN, "root");
    assertThat(authenticate(NOON).password("ann", first, HERE).caller())
        .isEqualTo(new Caller("ann", Set.of(Role.VIEWER), PASSWORD, true));
    assertThat(authenticate(NOON).resume("ann", NOON)).isPresent();
    assertThat(authenticate(NOON).resume("ann", NOON.minusMillis(1))).isEmpty();

    manageUsers.change("ann", null, false);

    assertThat(authenticate(NOON).resume("ann", NOON)).isEmpty();
    assertThat(authenticate(NOON).password("ann", first, HERE).caller()).isNull();
  }
}
