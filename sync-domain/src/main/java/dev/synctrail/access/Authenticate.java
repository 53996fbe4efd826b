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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a machine in by its token and a person by name and password, or does not.
 *
 * <p>Nothing here is one transaction: most only look, and a password takes longer to check than a
 * connection should be held.
 */
@Dependent
@Transactional(SUPPORTS)
public class Authenticate {
  /** Costs a stranger's name as much time as a known one's, so that names cannot be tried out. */
  private static final String NOBODY = PasswordHash.of("", new SecureRandom());

  /** How rarely a busy row is written. */
  private static final Duration COARSENESS = Duration.ofMinutes(1);

  /** So many passwords are checked at once, that guessing leaves the machine to others. */
  private static final FairSemaphore SLOW =
      new FairSemaphore(
          Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(10));

  private static final int MAX_NAME_LENGTH = 100;

  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final SignInFailures failures;
  private final Clock clock;

  @Inject
  public Authenticate(
      AccessTokens tokens, ConsoleUsers users, SignInFailures failures, Clock clock) {
    this.tokens = tokens;
    this.users = users;
    this.failures = failures;
    this.clock = clock;
  }

  /** Returns who shows the token, unless it is unknown, expired or revoked, and notes its use. */
  public Optional<Caller> bearer(String token) {
    if (!Secret.isLegal(token)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<Token> valid =
        tokens.find(Secret.of(token).hash()).filter(known -> known.isValid(now));
    valid
        .filter(known -> isWorthNoting(known.lastUsedAt(), now))
        .ifPresent(known -> tokens.used(known.id(), now));
    return valid.map(known -> Caller.of(known.name(), known.role(), Caller.Proof.TOKEN));
  }

  private static boolean isWorthNoting(@Nullable Instant noted, Instant now) {
    return noted == null || noted.isBefore(now.minus(COARSENESS));
  }

  /**
   * Lets the person of that name in when the password is right; takes as long when it is not. After
   * {@value SignInFailures.Failed#FREE} wrong ones from an address nothing from there is looked at
   * for a while; other addresses are let in meanwhile.
   *
   * @param address where the request comes from, to share the time for checking between addresses
   */
  public SignInResult password(String name, String password, String address) {
    Instant now = clock.instant();
    if (name.length() > MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
      return SignInResult.REFUSED;
    }
    Optional<SignInFailures.Failed> failed = failures.of(name, address);
    Duration locked = failed.map(known -> known.locked(now)).orElse(Duration.ZERO);
    if (!locked.isZero()) {
      return SignInResult.notBefore(locked);
    }
    Optional<ConsoleUser> user = users.find(name).filter(ConsoleUser::isEnabled);
    String hash = user.map(ConsoleUser::passwordHash).orElse(NOBODY);
    Optional<Boolean> right = SLOW.within(address, () -> PasswordHash.matches(password, hash));
    if (right.isEmpty()) {
      return SignInResult.notBefore(Duration.ofSeconds(1));
    }
    if (!right.get() || user.isEmpty()) {
      failures.failed(name, address, now);
      return SignInResult.REFUSED;
    }
    if (failed.isPresent()) {
      failures.forget(name, address);
    }
    if (isWorthNoting(user.get().lastUsedAt(), now)) {
      users.used(name, now);
    }
    return SignInResult.of(caller(user.get()));
  }

  /**
   * Returns the person whose session began at {@code since}, as that person is now; empty when
   * disabled meanwhile, or when the password was changed elsewhere.
   */
  public Optional<Caller> again(String name, Instant since) {
    return users
        .find(name)
        .filter(ConsoleUser::isEnabled)
        .filter(user -> !user.passwordChangedAt().isAfter(since))
        .map(Authenticate::caller);
  }

  private static Caller caller(ConsoleUser user) {
    return new Caller(user.name(), Set.of(user.role()), Caller.Proof.PASSWORD, user.mustChange());
  }
}
