package dev.synctrail.access;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gives access and takes it away. */
@Dependent
@Transactional
public class Granting {
  /** Who grants the first access, when nobody is there yet. */
  public static final String BOOTSTRAP = "bootstrap";

  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public Granting(AccessTokens tokens, ConsoleUsers users, Clock clock) {
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
   * @return empty when the name was ever used
   */
  public Optional<Granted> token(String name, Role role, String actor) {
    return grant(name, role, actor, Secret.random(random));
  }

  /** Revokes a token; says whether it was there and valid. */
  public boolean revoke(UUID id) {
    return tokens.revoke(id, clock.instant());
  }

  /** Lets the secret in as administrator when there is no token yet; says whether it did. */
  public boolean firstToken(String name, Secret secret) {
    return tokens.all().isEmpty() && grant(name, Role.ADMIN, BOOTSTRAP, secret).isPresent();
  }

  /** Lets the person in as administrator when there is nobody yet; says whether it did. */
  public boolean firstUser(String name, String password) {
    return users.isEmpty()
        && users.add(
            new ConsoleUser(name, Role.ADMIN, PasswordHash.of(password, random), clock.instant()));
  }

  private Optional<Granted> grant(String name, Role role, String actor, Secret secret) {
    Token token = new Token(UUID.randomUUID(), name, role, clock.instant(), actor, null, null);
    return tokens.add(token, secret.hash())
        ? Optional.of(new Granted(token, secret))
        : Optional.empty();
  }

  /** A token with its secret, which nobody can tell again. */
  public record Granted(Token token, Secret secret) {}
}
