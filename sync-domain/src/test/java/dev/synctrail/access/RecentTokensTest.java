package dev.synctrail.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTokensTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final long LIFETIME = RecentTokens.LIFETIME.toNanos();
  private static final Checksum SECRET = Checksum.of("a".getBytes(StandardCharsets.UTF_8));

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - LIFETIME / 2);
  private final RecentTokens recentTokens = new RecentTokens(tokens, nanos::get);
  private final Token token =
      new Token(UUID.randomUUID(), "ci", Role.OPERATOR, NOON, "ann", null, null, null, null);

  @Test
  void reads_a_token_again_after_its_lifetime() {
    tokens.add(token, SECRET);
    assertThat(recentTokens.find(SECRET)).contains(token);
    tokens.revoke(token.id(), NOON);

    nanos.addAndGet(LIFETIME - 1);
    assertThat(recentTokens.find(SECRET)).contains(token);

    nanos.incrementAndGet();
    assertThat(recentTokens.find(SECRET).orElseThrow().revokedAt()).isEqualTo(NOON);
  }

  @Test
  void a_use_does_not_extend_the_lifetime() {
    tokens.add(token, SECRET);
    recentTokens.find(SECRET);
    nanos.addAndGet(LIFETIME - 1);
    recentTokens.find(SECRET);
    tokens.revoke(token.id(), NOON);

    nanos.addAndGet(LIFETIME - 1);

    assertThat(recentTokens.find(SECRET).orElseThrow().revokedAt()).isEqualTo(NOON);
  }

  @Test
  void finds_a_token_at_once_that_was_unknown_before() {
    assertThat(recentTokens.find(SECRET)).isEmpty();

    tokens.add(token, SECRET);

    assertThat(recentTokens.find(SECRET)).contains(token);
  }

  @Test
  void reads_a_token_again_that_was_changed() {
    tokens.add(token, SECRET);
    recentTokens.find(SECRET);
    tokens.used(token.id(), NOON.plusSeconds(1));

    recentTokens.forget(SECRET);

    assertThat(recentTokens.find(SECRET).orElseThrow().lastUsedAt()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void a_revocation_takes_as_long_as_a_server_remembers_a_token() {
    long start = System.nanoTime();

    recentTokens.await(new TokenRevocation(token.id()));

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(LIFETIME);
  }
}
