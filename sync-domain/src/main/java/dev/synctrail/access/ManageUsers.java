package dev.synctrail.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds and invites users, changes their roles and status, and resets their passwords. */
@ApplicationScoped
@Transactional
public class ManageUsers {
  /** The minimum length of a password. */
  public static final int MIN_PASSWORD_LENGTH = 12;

  /** The maximum length of a password. */
  public static final int MAX_PASSWORD_LENGTH = 1000;

  /** How long an invitation is valid unless the administrator chooses another time. */
  public static final Duration USUAL_INVITATION = Duration.ofDays(7);

  /** The longest time that an invitation is valid. */
  public static final Duration MAX_INVITATION = Duration.ofDays(30);

  private static final int GENERATED_BYTES = 15;
  private static final int INVITATION_BYTES = 32;

  private final ConsoleUsers users;
  private final AccessTokens tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public ManageUsers(ConsoleUsers users, AccessTokens tokens, Clock clock) {
    this.users = users;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Returns all users, including disabled ones, sorted by name. */
  public List<ConsoleUser> all() {
    return users.all();
  }

  /** Returns a user by the exact name. */
  public Optional<ConsoleUser> find(String name) {
    return users.find(name);
  }

  /**
   * Adds a user with a generated password that must be changed.
   *
   * @return empty if the name is or was used by a user or token, in any case
   */
  public Optional<NewPassword> add(String name, Role role, String actor) {
    if (Actors.isTaken(name, tokens, users)) {
      return Optional.empty();
    }
    String password = generatePassword();
    Instant now = clock.instant();
    ConsoleUser user =
        new ConsoleUser(
            name, role, PasswordHash.of(password, random), true, now, actor, now, null, null, null);
    return users.add(user) ? Optional.of(new NewPassword(user, password)) : Optional.empty();
  }

  /**
   * Changes a user's role, or enables or disables the user.
   *
   * @throws LastAdministrator if no enabled administrator would be left
   */
  public Optional<ConsoleUser> change(String name, @Nullable Role role, @Nullable Boolean enabled) {
    users.lock();
    Optional<ConsoleUser> before = users.find(name);
    if (before.isEmpty()) {
      return before;
    }
    ConsoleUser user = before.get();
    Role next = role == null ? user.role() : role;
    boolean nowEnabled = enabled == null ? user.isEnabled() : enabled;
    if (!(nowEnabled && next == Role.ADMIN)) {
      requireAnotherAdministrator(user);
    }
    Instant disabledAt =
        nowEnabled ? null : Optional.ofNullable(user.disabledAt()).orElse(clock.instant());
    users.change(name, next, disabledAt);
    return before;
  }

  private void requireAnotherAdministrator(ConsoleUser user) {
    if (isAdministrator(user)
        && users.all().stream().filter(ManageUsers::isAdministrator).count() == 1) {
      throw new LastAdministrator(user.name());
    }
  }

  /** An invited user may never sign in, and so is no replacement for an administrator. */
  private static boolean isAdministrator(ConsoleUser user) {
    return user.role() == Role.ADMIN && user.isEnabled() && user.passwordHash() != null;
  }

  /** Sets a generated password that must be changed, and ends the user's sessions. */
  public Optional<NewPassword> reset(String name) {
    Optional<ConsoleUser> user = users.find(name);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String password = generatePassword();
    users.password(name, PasswordHash.of(password, random), true, clock.instant());
    return Optional.of(new NewPassword(user.get(), password));
  }

  /**
   * Invites a user to choose a password by a link. The password and an earlier invitation are no
   * longer valid, and the user's sessions end.
   *
   * @param until not after {@link #MAX_INVITATION}
   * @throws LastAdministrator if no administrator could sign in until then
   */
  public Optional<Invitation> invite(String name, Instant until) {
    users.lock();
    Optional<ConsoleUser> user = users.find(name);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    requireAnotherAdministrator(user.get());
    Secret secret = Secret.of(randomText(INVITATION_BYTES));
    users.invite(name, secret.hash(), until, clock.instant());
    return Optional.of(new Invitation(user.get(), secret));
  }

  /** Ends a user's invitation; empty if there is none. Returns the user before. */
  public Optional<ConsoleUser> withdrawInvitation(String name) {
    users.lock();
    Optional<ConsoleUser> invited = users.find(name).filter(user -> user.invitedUntil() != null);
    invited.ifPresent(user -> users.withdrawInvitation(name));
    return invited;
  }

  /** Returns the user whom a secret invites, even if the invitation has expired. */
  public Optional<ConsoleUser> findInvited(String secret) {
    return Secret.isLegal(secret) ? users.findInvited(Secret.of(secret).hash()) : Optional.empty();
  }

  /**
   * Sets the password that an invited user chose. The invitation cannot be used again.
   *
   * @return empty if the secret is not or no longer valid
   * @throws IllegalArgumentException if the password is too short, too long, or contains the name
   */
  public Optional<ConsoleUser> accept(String secret, String password) {
    users.lock();
    Optional<ConsoleUser> invited =
        findInvited(secret).filter(user -> user.isInvited(clock.instant()));
    invited.ifPresent(user -> choose(user.name(), password));
    return invited;
  }

  /**
   * Sets a password that the user chose after confirming the current one.
   *
   * @throws IllegalArgumentException if it is too short, too long, or contains the name
   */
  public void choose(String name, String password) {
    rejectWeak(name, password);
    users.password(name, PasswordHash.of(password, random), false, clock.instant());
  }

  private static void rejectWeak(String name, String password) {
    if (password.length() < MIN_PASSWORD_LENGTH || password.length() > MAX_PASSWORD_LENGTH) {
      throw new IllegalArgumentException(
          "A password must have "
              + MIN_PASSWORD_LENGTH
              + " to "
              + MAX_PASSWORD_LENGTH
              + " characters");
    }
    if (password.contains(name)) {
      throw new IllegalArgumentException("A password must not contain the name");
    }
  }

  private String generatePassword() {
    return randomText(GENERATED_BYTES);
  }

  private String randomText(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * A user with the generated password, which cannot be retrieved later.
   *
   * @param user the user before the password was set
   */
  public record NewPassword(ConsoleUser user, String password) {

    @Override
    public String toString() {
      return user.toString();
    }
  }

  /**
   * An invited user with the secret of the link, which cannot be retrieved later.
   *
   * @param user the user before the invitation
   */
  public record Invitation(ConsoleUser user, Secret secret) {}

  /** Thrown if no enabled administrator would be left. */
  public static final class LastAdministrator extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LastAdministrator(String name) {
      super(name + " is the last administrator: make another user an administrator first");
    }
  }
}
