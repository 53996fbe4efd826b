package dev.synctrail.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contract tests for implementations of {@link AccessTokens}. */
public abstract class AccessTokensContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  /** Returns the implementation under test, empty. */
  protected abstract AccessTokens tokens();

  /** Makes stored data visible to later reads. */
  protected void commit() {}

  private static Token named(String name, Instant at) {
    return new Token(
        UUID.randomUUID(), name, Role.OPERATOR, at, "ann", at.plusSeconds(9), null, null, null);
  }

  private static Checksum secret(String text) {
    return Checksum.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void finds_a_token_by_its_secret_and_by_its_id() {
    AccessTokens tokens = tokens();
    Token ci = named("ci", NOON);

    assertThat(tokens.add(ci, secret("a"))).isTrue();
    commit();

    assertThat(tokens.find(secret("a"))).contains(ci);
    assertThat(tokens.find(ci.id())).contains(ci);
    assertThat(tokens.find(secret("b"))).isEmpty();
    assertThat(tokens.find(UUID.randomUUID())).isEmpty();
  }

  @Test
  void keeps_the_owner_of_a_personal_token() {
    AccessTokens tokens = tokens();
    Token own =
        new Token(UUID.randomUUID(), "ann/ci", Role.OPERATOR, NOON, "ann", null, null, null, "ann");
    tokens.add(own, secret("a"));
    commit();

    assertThat(tokens.find(secret("a"))).contains(own);
  }

  @Test
  void knows_whether_any_of_many_secrets_was_ever_stored() {
    AccessTokens tokens = tokens();
    Token ci = named("ci", NOON);
    tokens.add(ci, secret("a"));
    tokens.revoke(ci.id(), NOON);
    commit();

    assertThat(tokens.isAnyStored(Set.of(secret("b"), secret("a")))).isTrue();
    assertThat(tokens.isAnyStored(Set.of(secret("b")))).isFalse();
    assertThat(tokens.isAnyStored(Set.of())).isFalse();
  }

  @Test
  void rejects_a_name_that_was_ever_used() {
    AccessTokens tokens = tokens();
    Token ci = named("ci", NOON);
    tokens.add(ci, secret("a"));
    tokens.revoke(ci.id(), NOON);
    commit();

    assertThat(tokens.add(named("ci", NOON), secret("b"))).isFalse();
    assertThat(tokens.find(secret("b"))).isEmpty();
  }

  @Test
  void lists_the_newest_first_including_revoked_ones() {
    AccessTokens tokens = tokens();
    Token old = named("old", NOON);
    Token young = named("young", NOON.plusMillis(1));
    tokens.add(old, secret("a"));
    tokens.add(young, secret("b"));
    tokens.revoke(old.id(), NOON.plusSeconds(1));
    commit();

    assertThat(tokens.all()).extracting(Token::name).containsExactly("young", "old");
    assertThat(tokens.all()).extracting(token -> token.isValid(NOON)).containsExactly(true, false);
  }

  @Test
  void revokes_once() {
    AccessTokens tokens = tokens();
    Token ci = named("ci", NOON);
    tokens.add(ci, secret("a"));
    commit();

    assertThat(tokens.revoke(ci.id(), NOON)).isTrue();
    commit();
    assertThat(tokens.revoke(ci.id(), NOON.plusSeconds(9))).isFalse();
    assertThat(tokens.revoke(UUID.randomUUID(), NOON)).isFalse();
    commit();
    assertThat(tokens.find(ci.id()).orElseThrow().revokedAt()).isEqualTo(NOON);
  }

  @Test
  void records_the_last_use() {
    AccessTokens tokens = tokens();
    Token ci = named("ci", NOON);
    tokens.add(ci, secret("a"));
    commit();

    tokens.used(ci.id(), NOON.plusSeconds(1));
    commit();

    assertThat(tokens.find(ci.id()).orElseThrow().lastUsedAt()).isEqualTo(NOON.plusSeconds(1));
  }
}
