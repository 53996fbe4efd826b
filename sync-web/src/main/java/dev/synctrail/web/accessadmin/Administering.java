package dev.synctrail.web.accessadmin;

import static dev.synctrail.access.ManageUsers.MAX_INVITATION;
import static dev.synctrail.access.ManageUsers.USUAL_INVITATION;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.ManageUsers.Invitation;
import dev.synctrail.access.ManageUsers.LastAdministrator;
import dev.synctrail.access.ManageUsers.NewPassword;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import dev.synctrail.access.TokenRevocation;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.ExternalNames;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.accessadmin.TokensResource.TokenAnswer;
import dev.synctrail.web.accessadmin.UsersResource.UserAnswer;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Manages users and tokens for REST and the console. The state before and after each change is
 * recorded in the transaction that makes it.
 */
@ApplicationScoped
@Needs(Right.ADMINISTRATION)
@Transactional
public class Administering {
  /** The pattern of a user name. */
  public static final String LEGAL_NAME = "[A-Za-z0-9._@+-]{1,100}";

  /** The maximum length of a token's name, in characters. */
  public static final int MAX_NAME_LENGTH = 100;

  private final ManageUsers manageUsers;
  private final IssueTokens issueTokens;
  private final Authorization authorization;
  private final Event<TokenRevocation> revocations;
  private final Clock clock;

  @Inject
  public Administering(
      ManageUsers manageUsers,
      IssueTokens issueTokens,
      Authorization authorization,
      Event<TokenRevocation> revocations,
      Clock clock) {
    this.manageUsers = manageUsers;
    this.issueTokens = issueTokens;
    this.authorization = authorization;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * Tells whether a name is legal for a token. Characters that look alike or are invisible are
   * rejected, so that the name identifies one actor.
   */
  public static boolean isTokenName(String name) {
    return name.length() <= MAX_NAME_LENGTH && ExternalNames.isPlain(name);
  }

  /**
   * Adds a user.
   *
   * @param name {@value #LEGAL_NAME}
   * @throws Problem {@code NAME_TAKEN}
   */
  public NewPassword add(String name, Role role) {
    NewPassword added =
        manageUsers
            .add(name, role, authorization.caller().name())
            .orElseThrow(() -> Problem.conflict("NAME_TAKEN", "Names are never reused"));
    authorization.changed(null, UserAnswer.of(added.user()));
    return added;
  }

  /**
   * Changes a user's role or status and returns the user as changed.
   *
   * @param role null to keep the current one
   * @param enabled null to keep the current status
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
   * Sets a new password that the user must change at the next sign-in.
   *
   * @return the user as changed, with the password
   * @throws Problem 404
   */
  public NewPassword reset(String name) {
    NewPassword reset = manageUsers.reset(name).orElseThrow(() -> unknown(name));
    ConsoleUser after = required(name);
    authorization.changed(UserAnswer.of(reset.user()), UserAnswer.of(after));
    return new NewPassword(after, reset.password());
  }

  /**
   * Adds a user who is invited to choose a password by a link.
   *
   * @param name {@value #LEGAL_NAME}
   * @param days how long the link is valid
   * @throws Problem {@code NAME_TAKEN}, or {@code INVITATION_TOO_LONG}
   */
  public Invitation addInvited(String name, Role role, int days) {
    add(name, role);
    Invitation invitation = invited(name, clock.instant().plus(Duration.ofDays(days)));
    authorization.changed(null, UserAnswer.of(invitation.user()));
    return invitation;
  }

  /**
   * Invites a user to choose a password by a link, instead of the present password.
   *
   * @param expiresAt null for {@link ManageUsers#USUAL_INVITATION} from now
   * @return the user as changed, with the secret of the link
   * @throws Problem {@code ALREADY_EXPIRED}, {@code INVITATION_TOO_LONG}, {@code
   *     LAST_ADMINISTRATOR}, or 404
   */
  public Invitation invite(String name, @Nullable Instant expiresAt) {
    ConsoleUser before = required(name);
    Invitation invitation =
        invited(name, expiresAt == null ? clock.instant().plus(USUAL_INVITATION) : expiresAt);
    authorization.changed(UserAnswer.of(before), UserAnswer.of(invitation.user()));
    return invitation;
  }

  private Invitation invited(String name, Instant until) {
    Instant now = clock.instant();
    if (!until.isAfter(now)) {
      throw unprocessable("ALREADY_EXPIRED", "The link would already be expired");
    }
    if (until.isAfter(now.plus(MAX_INVITATION))) {
      throw unprocessable(
          "INVITATION_TOO_LONG",
          "An invitation is valid for at most " + MAX_INVITATION.toDays() + " days");
    }
    try {
      Invitation invitation = manageUsers.invite(name, until).orElseThrow(() -> unknown(name));
      return new Invitation(required(name), invitation.secret());
    } catch (LastAdministrator e) {
      throw Problem.conflict("LAST_ADMINISTRATOR", String.valueOf(e.getMessage()));
    }
  }

  private static Problem unprocessable(String code, String detail) {
    return Problem.unprocessable(code, detail, List.of(Problem.Fault.at("/expiresAt", detail)));
  }

  /**
   * Ends a user's invitation.
   *
   * @throws Problem 404 if there is none
   */
  public void withdrawInvitation(String name) {
    ConsoleUser before =
        manageUsers
            .withdrawInvitation(name)
            .orElseThrow(() -> Problem.notFound("invitation of user " + name));
    authorization.changed(UserAnswer.of(before), UserAnswer.of(required(name)));
  }

  ConsoleUser required(String name) {
    return manageUsers.find(name).orElseThrow(() -> unknown(name));
  }

  private static Problem unknown(String name) {
    return Problem.notFound("user " + name);
  }

  /**
   * Creates a token.
   *
   * @param expiresAt null for a token that does not expire
   * @throws Problem {@code ALREADY_EXPIRED} or {@code NAME_TAKEN}
   */
  public IssueTokens.Granted grant(String name, Role role, @Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw unprocessable("ALREADY_EXPIRED", "The token would already be expired");
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
   * Revokes a token and returns it as it was before. The transaction ends when no server accepts
   * the token any more.
   *
   * @throws Problem 404 if there is none or it was already revoked
   */
  public Token revoke(UUID id) {
    Token token =
        issueTokens
            .find(id)
            .filter(known -> issueTokens.revoke(id))
            .orElseThrow(() -> Problem.notFound("valid token " + id));
    authorization.changed(TokenAnswer.of(token, null), null);
    revocations.fire(new TokenRevocation(id));
    return token;
  }
}
