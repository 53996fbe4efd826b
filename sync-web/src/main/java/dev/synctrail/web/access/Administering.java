package dev.synctrail.web.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.ManageUsers.Enrolled;
import dev.synctrail.access.ManageUsers.LastAdministrator;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import dev.synctrail.web.access.TokensResource.TokenAnswer;
import dev.synctrail.web.access.UsersResource.UserAnswer;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with people and tokens, the same over REST and in the console; what was
 * there before and after is recorded in the transaction that changes it.
 */
@Dependent
@Needs(Right.ADMINISTRATION)
@Transactional
public class Administering {
  /** What a person's name is made of. */
  public static final String LEGAL_NAME = "[A-Za-z0-9._@+-]{1,100}";

  /** How many characters a token's name has at most. */
  public static final int LONGEST_NAME = 100;

  private final ManageUsers manageUsers;
  private final IssueTokens issueTokens;
  private final Authorization authorization;
  private final Clock clock;

  @Inject
  public Administering(
      ManageUsers manageUsers, IssueTokens issueTokens, Authorization authorization, Clock clock) {
    this.manageUsers = manageUsers;
    this.issueTokens = issueTokens;
    this.authorization = authorization;
    this.clock = clock;
  }

  /**
   * Takes a person in.
   *
   * @param name {@value #LEGAL_NAME}
   * @throws Problem {@code NAME_TAKEN}
   */
  public Enrolled enrol(String name, Role role) {
    Enrolled enrolled =
        manageUsers
            .enrol(name, role, authorization.caller().name())
            .orElseThrow(() -> Problem.conflict("NAME_TAKEN", "Names are never reused"));
    authorization.changed(null, UserAnswer.of(enrolled.user()));
    return enrolled;
  }

  /**
   * Changes what a person may do, and returns the person as it is now.
   *
   * @param role null for the present one
   * @param enabled null for as it is
   * @throws Problem {@code LAST_ADMINISTRATOR}, or 404
   */
  public ConsoleUser change(String name, @Nullable Role role, @Nullable Boolean enabled) {
    ConsoleUser before;
    try {
      before = manageUsers.change(name, role, enabled).orElseThrow(() -> unknown(name));
    } catch (LastAdministrator e) {
      throw Problem.conflict("LAST_ADMINISTRATOR", String.valueOf(e.getMessage()));
    }
    ConsoleUser after = required(name);
    authorization.changed(UserAnswer.of(before), UserAnswer.of(after));
    return after;
  }

  /**
   * Gives a person a new password, which only serves to choose another.
   *
   * @return the person as it is now, with the password
   * @throws Problem 404
   */
  public Enrolled reset(String name) {
    Enrolled enrolled = manageUsers.reset(name).orElseThrow(() -> unknown(name));
    ConsoleUser after = required(name);
    authorization.changed(UserAnswer.of(enrolled.user()), UserAnswer.of(after));
    return new Enrolled(after, enrolled.password());
  }

  ConsoleUser required(String name) {
    return manageUsers.find(name).orElseThrow(() -> unknown(name));
  }

  private static Problem unknown(String name) {
    return Problem.notFound("user " + name);
  }

  /**
   * Makes a token.
   *
   * @param expiresAt null for never
   * @throws Problem {@code ALREADY_EXPIRED} or {@code NAME_TAKEN}
   */
  public IssueTokens.Granted grant(String name, Role role, @Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw Problem.unprocessable(
          "ALREADY_EXPIRED",
          "The token would already be expired",
          List.of(Problem.Fault.at("/expiresAt", "Must be in the future")));
    }
    IssueTokens.Granted granted =
        issueTokens
            .token(name, role, expiresAt, authorization.caller().name())
            .orElseThrow(
                () -> Problem.conflict("NAME_TAKEN", "Names of tokens and users are never reused"));
    authorization.changed(null, TokenAnswer.of(granted.token(), null));
    return granted;
  }

  /**
   * Revokes a token, and returns it as it was.
   *
   * @throws Problem 404, when there is none or it was revoked before
   */
  public Token revoke(UUID id) {
    Token token =
        issueTokens
            .find(id)
            .filter(known -> issueTokens.revoke(id))
            .orElseThrow(() -> Problem.notFound("valid token " + id));
    authorization.changed(TokenAnswer.of(token, null), null);
    return token;
  }
}
