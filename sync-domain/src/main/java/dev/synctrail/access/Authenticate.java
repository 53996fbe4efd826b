package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates clients by access token and users by name and password.
 *
 * <p>The methods do not run in a transaction: most calls only read, and checking a password takes
 * longer than a connection should be held.
 */
@ApplicationScoped
public class Authenticate {
  /** Checked for unknown names, so that response times do not reveal which names exist. */
  private static final String UNKNOWN_USER_HASH = PasswordHash.of("", new SecureRandom());

  /** The minimum interval between updates of the last use. */
  private static final Duration RESOLUTION = Duration.ofMinutes(1);

  /**
   * Limits concurrent password checks, so that guessing passwords does not use up the processors.
   */
  private static final FairSemaphore PASSWORD_CHECKS =
      new FairSemaphore(
          Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(10));

  private static final int MAX_NAME_LENGTH = 100;

  private final AccessTokens tokens;
  private final RecentTokens recentTokens;
  private final ConsoleUsers users;
  private final SignInFailures failures;
  private final Clock clock;

  @Inject
  Authenticate(
      AccessTokens tokens,
      RecentTokens recentTokens,
      ConsoleUsers users,
      SignInFailures failures,
      Clock clock) {
    this.tokens = tokens;
    this.recentTokens = recentTokens;
    this.users = users;
    this.failures = failures;
    this.clock = clock;
  }

  /**
   * Returns the caller of a token and records its use; empty if the token is unknown, expired or
   * revoked.
   */
  public Optional<Caller> bearer(String token) {
    if (!Secret.isLegal(token)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Checksum hash = Secret.of(token).hash();
    Optional<Token> valid =
        recentTokens
            .find(hash)
            .filter(known -> known.isValid(now))
            .filter(known -> known.isOwnerEntitled(name -> users.find(name).orElse(null)));
    valid
        .filter(known -> isOutdated(known.lastUsedAt(), now))
        .ifPresent(
            known -> {
              tokens.used(known.id(), now);
              recentTokens.forget(hash);
            });
    return valid.map(known -> Caller.of(known.name(), known.role(), Caller.Proof.TOKEN));
  }

  private static boolean isOutdated(@Nullable Instant lastRecorded, Instant now) {
    return lastRecorded == null || lastRecorded.isBefore(now.minus(RESOLUTION));
  }

  /**
   * Authenticates a user by name and password. The duration does not depend on whether the password
   * is correct. After {@value SignInFailures.Failed#FREE_ATTEMPTS} wrong passwords for a name from
   * one address, further requests for that name from that address are rejected for some time. Other
   * addresses are not affected.
   *
   * @param address the remote address, used to share the capacity for password checks fairly
   */
  public SignInResult password(String name, String password, String address) {
    Instant now = clock.instant();
    if (name.length() > MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
      return SignInResult.REFUSED;
    }
    Optional<SignInFailures.Failed> failed = failures.of(name, address);
    Duration locked = failed.map(past -> past.locked(now)).orElse(Duration.ZERO);
    Optional<ConsoleUser> known = users.find(name);
    @Nullable String knownName = known.map(ConsoleUser::name).orElse(null);
    if (!locked.isZero()) {
      return SignInResult.lockedFor(locked, knownName);
    }
    Optional<ConsoleUser> user =
        known.filter(ConsoleUser::isEnabled).filter(one -> one.passwordHash() != null);
    String hash = user.map(ConsoleUser::passwordHash).orElse(UNKNOWN_USER_HASH);
    Optional<Boolean> right =
        PASSWORD_CHECKS.run(address, () -> PasswordHash.matches(password, hash));
    if (right.isEmpty()) {
      return SignInResult.lockedFor(Duration.ofSeconds(1), knownName);
    }
    if (!right.get() || user.isEmpty()) {
      failures.failed(name, address, now);
      return SignInResult.refused(knownName);
    }
    if (failed.isPresent()) {
      failures.forget(name, address);
    }
    if (isOutdated(user.get().lastUsedAt(), now)) {
      users.used(name, now);
    }
    return SignInResult.of(caller(user.get()));
  }

  /**
   * Returns the current state of the user whose session started at {@code since}; empty if the user
   * was disabled or the password changed since then.
   */
  public Optional<Caller> resume(String name, Instant since) {
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
