package dev.synctrail.access;

import static dev.synctrail.access.Caller.Proof.PASSWORD;
import static dev.synctrail.access.Caller.Proof.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AdmittingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final ConsoleUsers users = new InMemoryConsoleUsers();
  private final Granting granting = new Granting(tokens, users, at(NOON));

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private Admitting admitting(Instant instant) {
    return new Admitting(tokens, users, at(instant));
  }

  private Granting.Granted granted(String name) {
    return granting.token(name, Role.OPERATOR, "ann").orElseThrow();
  }

  @Test
  void lets_in_whoever_shows_a_token_under_the_tokens_name() {
    String secret = granted("ci").secret().reveal();

    assertThat(admitting(NOON).bearer(secret)).contains(Caller.of("ci", Role.OPERATOR, TOKEN));
    assertThat(secret).startsWith("st_").hasSize(3 + 43);
  }

  @Test
  void keeps_out_unknown_and_revoked_tokens() {
    Granting.Granted ci = granted("ci");
    granting.revoke(ci.token().id());

    assertThat(admitting(NOON).bearer(ci.secret().reveal())).isEmpty();
    assertThat(admitting(NOON).bearer("st_" + "x".repeat(43))).isEmpty();
    assertThat(admitting(NOON).bearer("")).isEmpty();
    assertThat(admitting(NOON).bearer("ä".repeat(50))).isEmpty();
  }

  @Test
  void notes_the_use_of_a_token_at_most_once_a_minute() {
    Granting.Granted ci = granted("ci");
    admitting(NOON.plusSeconds(1)).bearer(ci.secret().reveal());
    admitting(NOON.plusSeconds(61)).bearer(ci.secret().reveal());
    assertThat(tokens.find(ci.token().id()).orElseThrow().lastUsedAt())
        .isEqualTo(NOON.plusSeconds(1));

    admitting(NOON.plusSeconds(62)).bearer(ci.secret().reveal());
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
  void lets_a_person_in_by_the_right_password_only() {
    granting.firstUser("ann", "correct horse");

    assertThat(admitting(NOON).password("ann", "correct horse"))
        .contains(Caller.of("ann", Role.ADMIN, PASSWORD));
    assertThat(admitting(NOON).password("ann", "correct hors")).isEmpty();
    assertThat(admitting(NOON).password("bob", "correct horse")).isEmpty();
    assertThat(admitting(NOON).password("bob", "")).isEmpty();
    assertThat(users.find("ann").orElseThrow().passwordHash())
        .startsWith("pbkdf2-sha256:600000:")
        .doesNotContain("correct horse");
  }

  @Test
  void the_first_access_is_given_only_while_there_is_none() {
    Secret first = Secret.of("a".repeat(32));

    assertThat(granting.firstToken("launcher", first)).isTrue();
    assertThat(granting.firstToken("other", Secret.of("b".repeat(32)))).isFalse();
    assertThat(granting.firstUser("ann", "one")).isTrue();
    assertThat(granting.firstUser("bob", "two")).isFalse();

    assertThat(admitting(NOON).bearer("a".repeat(32)))
        .contains(Caller.of("launcher", Role.ADMIN, TOKEN));
    assertThat(admitting(NOON).bearer("b".repeat(32))).isEmpty();
    assertThat(admitting(NOON).password("bob", "two")).isEmpty();
  }
}
