package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** In-memory tokens for tests of use cases; fulfills the same contract. */
public final class InMemoryAccessTokens implements AccessTokens {
  private final Map<Checksum, Token> bySecret = new LinkedHashMap<>();

  @Override
  public List<Token> all() {
    return bySecret.values().stream()
        .sorted(Comparator.comparing(Token::createdAt).reversed().thenComparing(Token::name))
        .toList();
  }

  @Override
  public Optional<Token> find(UUID id) {
    return bySecret.values().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Token> find(Checksum secretHash) {
    return Optional.ofNullable(bySecret.get(secretHash));
  }

  @Override
  public boolean isAnyStored(Set<Checksum> secretHashes) {
    return !Collections.disjoint(bySecret.keySet(), secretHashes);
  }

  @Override
  public boolean add(Token token, Checksum secretHash) {
    boolean taken = bySecret.values().stream().anyMatch(one -> one.name().equals(token.name()));
    return !taken && bySecret.putIfAbsent(secretHash, token) == null;
  }

  @Override
  public boolean revoke(UUID id, Instant at) {
    boolean valid = find(id).filter(token -> token.revokedAt() == null).isPresent();
    bySecret.replaceAll(
        (hash, token) ->
            valid && token.id().equals(id)
                ? new Token(
                    id,
                    token.name(),
                    token.role(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    at,
                    token.owner())
                : token);
    return valid;
  }

  @Override
  public void used(UUID id, Instant at) {
    bySecret.replaceAll(
        (hash, token) ->
            token.id().equals(id)
                ? new Token(
                    id,
                    token.name(),
                    token.role(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    at,
                    token.revokedAt(),
                    token.owner())
                : token);
  }
}
