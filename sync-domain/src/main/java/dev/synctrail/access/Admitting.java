package dev.synctrail.access;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lets a machine in by its token and a person by name and password, or does not. */
@Dependent
@Transactional
public class Admitting {
  /** Costs a stranger's name as much time as a known one's, so that names cannot be tried out. */
  private static final String NOBODY = PasswordHash.of("", new SecureRandom());

  /** How rarely a busy token's row is written. */
  private static final Duration COARSENESS = Duration.ofMinutes(1);

  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final Clock clock;

  @Inject
  public Admitting(AccessTokens tokens, ConsoleUsers users, Clock clock) {
    this.tokens = tokens;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Returns who shows the token, unless it is unknown or revoked, and notes its use; the look needs
   * no transaction, and most requests only look.
   */
  @Transactional(SUPPORTS)
  public Optional<Caller> bearer(String token) {
    if (!Secret.isLegal(token)) {
      return Optional.empty();
    }
    Optional<Token> valid = tokens.find(Secret.of(token).hash()).filter(Token::isValid);
    valid.ifPresent(this::noteUse);
    return valid.map(known -> Caller.of(known.name(), known.role(), Caller.Proof.TOKEN));
  }

  private void noteUse(Token token) {
    Instant now = clock.instant();
    Instant noted = token.lastUsedAt();
    if (noted == null || noted.isBefore(now.minus(COARSENESS))) {
      tokens.used(token.id(), now);
    }
  }

  /** Returns the person of that name when the password is right; takes as long when it is not. */
  public Optional<Caller> password(String name, String password) {
    Optional<ConsoleUser> user = users.find(name);
    boolean right =
        PasswordHash.matches(password, user.map(ConsoleUser::passwordHash).orElse(NOBODY));
    return user.filter(known -> right)
        .map(known -> Caller.of(known.name(), known.role(), Caller.Proof.PASSWORD));
  }
}
