package dev.synctrail.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues and revokes access tokens and creates the first user. */
@ApplicationScoped
@Transactional
public class IssueTokens {
  /** The actor that creates the first token and user. */
  public static final String BOOTSTRAP = "bootstrap";

  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public IssueTokens(AccessTokens tokens, ConsoleUsers users, Clock clock) {
    this.tokens = tokens;
    this.users = users;
    this.clock = clock;
  }

  /** Returns all tokens, including revoked ones, newest first. */
  public List<Token> tokens() {
    return tokens.all();
  }

  /**
   * Issues a token.
   *
   * @param expiresAt the expiry time, or null for never
   * @return empty if the name is or was used by a token or user, in any case
   */
  public Optional<Granted> token(
      String name, Role role, @Nullable Instant expiresAt, String actor) {
    return Actors.isTaken(name, tokens, users)
        ? Optional.empty()
        : create(name, role, expiresAt, actor, null, Secret.random(random));
  }

  /**
   * Issues a personal token, named {@code owner/name}. It is valid while its owner is enabled and
   * has all rights of its role.
   *
   * @return empty if the owner has used the name before, in any case
   * @throws IllegalArgumentException if the owner lacks a right of the role
   */
  public Optional<Granted> personalToken(
      String owner, String name, Role role, @Nullable Instant expiresAt) {
    if (users.find(owner).filter(user -> user.mayOwnToken(role)).isEmpty()) {
      throw new IllegalArgumentException("A token cannot have more rights than its owner");
    }
    String full = owner + "/" + name;
    return Actors.isTaken(full, tokens, users)
        ? Optional.empty()
        : create(full, role, expiresAt, owner, owner, Secret.random(random));
  }

  /** Returns the personal tokens of a user, including revoked ones, newest first. */
  public List<Token> personalTokens(String owner) {
    return tokens.all().stream().filter(token -> owner.equals(token.owner())).toList();
  }

  /** Returns a token by its id, even if revoked. */
  public Optional<Token> find(UUID id) {
    return tokens.find(id);
  }

  /** Revokes a token and returns whether it existed and was not revoked. */
  public boolean revoke(UUID id) {
    return tokens.revoke(id, clock.instant());
  }

  /**
   * Creates an administrator token with the secret if there are no tokens yet; returns whether it
   * did.
   */
  public boolean firstToken(String name, Secret secret) {
    return tokens.all().isEmpty()
        && create(name, Role.ADMIN, null, BOOTSTRAP, null, secret).isPresent();
  }

  /**
   * Creates an administrator if there are no users yet; returns whether it did.
   *
   * @param mustChange whether the password must be changed
   */
  public boolean firstUser(String name, String password, boolean mustChange) {
    if (!users.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    String hash = PasswordHash.of(password, random);
    return users.add(
        new ConsoleUser(name, Role.ADMIN, hash, mustChange, now, BOOTSTRAP, now, null, null, null));
  }

  private Optional<Granted> create(
      String name,
      Role role,
      @Nullable Instant expiresAt,
      String actor,
      @Nullable String owner,
      Secret secret) {
    Token token =
        new Token(
            UUID.randomUUID(), name, role, clock.instant(), actor, expiresAt, null, null, owner);
    return tokens.add(token, secret.hash())
        ? Optional.of(new Granted(token, secret))
        : Optional.empty();
  }

  /** A token with its secret, which cannot be retrieved later. */
  public record Granted(Token token, Secret secret) {}
}
