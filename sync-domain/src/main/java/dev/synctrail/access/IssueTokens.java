package dev.synctrail.access;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives access and takes it away. */
@Dependent
@Transactional
public class IssueTokens {
  /** Who grants the first access, when nobody is there yet. */
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

  /** Returns every token, revoked ones too, the newest first. */
  public List<Token> tokens() {
    return tokens.all();
  }

  /**
   * Makes a token.
   *
   * @param expiresAt from when on it lets nobody in, or null for never
   * @return empty when the name is or was a token's or a person's
   */
  public Optional<Granted> token(
      String name, Role role, @Nullable Instant expiresAt, String actor) {
    return users.find(name).isPresent()
        ? Optional.empty()
        : grant(name, role, expiresAt, actor, Secret.random(random));
  }

  /** Returns a token by its id, revoked or not. */
  public Optional<Token> find(UUID id) {
    return tokens.find(id);
  }

  /** Revokes a token; says whether it was there and valid. */
  public boolean revoke(UUID id) {
    return tokens.revoke(id, clock.instant());
  }

  /** Lets the secret in as administrator when there is no token yet; says whether it did. */
  public boolean firstToken(String name, Secret secret) {
    return tokens.all().isEmpty() && grant(name, Role.ADMIN, null, BOOTSTRAP, secret).isPresent();
  }

  /**
   * Lets the person in as administrator when there is nobody yet; says whether it did.
   *
   * @param mustChange whether the password serves only to choose another
   */
  public boolean firstUser(String name, String password, boolean mustChange) {
    if (!users.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    String hash = PasswordHash.of(password, random);
    return users.add(
        new ConsoleUser(name, Role.ADMIN, hash, mustChange, now, BOOTSTRAP, now, null, null));
  }

  private Optional<Granted> grant(
      String name, Role role, @Nullable Instant expiresAt, String actor, Secret secret) {
    Token token =
        new Token(UUID.randomUUID(), name, role, clock.instant(), actor, expiresAt, null, null);
    return tokens.add(token, secret.hash())
        ? Optional.of(new Granted(token, secret))
        : Optional.empty();
  }

  /** A token with its secret, which nobody can tell again. */
  public record Granted(Token token, Secret secret) {}
}
