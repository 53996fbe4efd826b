package dev.synctrail.access;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes people in, changes what they may do, and gives them new passwords. */
@Dependent
@Transactional
public class ManageUsers {
  /** The shortest password that a person may choose. */
  public static final int SHORTEST = 12;

  /** The longest. */
  public static final int LONGEST = 1000;

  private static final int GENERATED_BYTES = 15;

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

  /** Returns everybody by name, the disabled ones too. */
  public List<ConsoleUser> all() {
    return users.all();
  }

  /** Returns a person by the exact name. */
  public Optional<ConsoleUser> find(String name) {
    return users.find(name);
  }

  /**
   * Takes a person in, with a password that serves only to choose one.
   *
   * @return empty when the name is or was a person's or a token's
   */
  public Optional<Enrolled> enrol(String name, Role role, String actor) {
    if (tokens.all().stream().anyMatch(token -> token.name().equals(name))) {
      return Optional.empty();
    }
    String password = generated();
    Instant now = clock.instant();
    ConsoleUser user =
        new ConsoleUser(
            name, role, PasswordHash.of(password, random), true, now, actor, now, null, null);
    return users.add(user) ? Optional.of(new Enrolled(user, password)) : Optional.empty();
  }

  /**
   * Changes a person's role, lets the person in, or does not any more.
   *
   * @throws LastAdministrator when nobody would be left who could undo it
   */
  public Optional<ConsoleUser> change(String name, @Nullable Role role, @Nullable Boolean enabled) {
    users.lock();
    Optional<ConsoleUser> before = users.find(name);
    if (before.isEmpty()) {
      return before;
    }
    ConsoleUser user = before.get();
    Role next = role == null ? user.role() : role;
    boolean on = enabled == null ? user.isEnabled() : enabled;
    if (isAdministrator(user)
        && !(on && next == Role.ADMIN)
        && users.all().stream().filter(ManageUsers::isAdministrator).count() == 1) {
      throw new LastAdministrator(name);
    }
    Instant disabledAt = on ? null : Optional.ofNullable(user.disabledAt()).orElse(clock.instant());
    users.change(name, next, disabledAt);
    return before;
  }

  private static boolean isAdministrator(ConsoleUser user) {
    return user.role() == Role.ADMIN && user.isEnabled();
  }

  /** Gives a person a new password that serves only to choose one; ends the person's sessions. */
  public Optional<Enrolled> reset(String name) {
    Optional<ConsoleUser> user = users.find(name);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String password = generated();
    users.password(name, PasswordHash.of(password, random), true, clock.instant());
    return Optional.of(new Enrolled(user.get(), password));
  }

  /**
   * Lets a person, who has shown the present password, choose another.
   *
   * @throws IllegalArgumentException when it is too short, too long, or says the name
   */
  public void choose(String name, String password) {
    refuseWeak(name, password);
    users.password(name, PasswordHash.of(password, random), false, clock.instant());
  }

  private static void refuseWeak(String name, String password) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw new IllegalArgumentException(
          "A password must have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (password.contains(name)) {
      throw new IllegalArgumentException("A password must not contain the name");
    }
  }

  private String generated() {
    byte[] bytes = new byte[GENERATED_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * A person and the password, which nobody can tell again.
   *
   * @param user as before the password was given
   */
  public record Enrolled(ConsoleUser user, String password) {

    @Override
    public String toString() {
      return user.toString();
    }
  }

  /** Nobody would be left who may administer. */
  public static final class LastAdministrator extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LastAdministrator(String name) {
      super(name + " is the last administrator: make another user an administrator first");
    }
  }
}
