package dev.synctrail.web.accessadmin;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Secret;
import dev.synctrail.access.Token;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PageZone;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lists, adds and changes users and tokens. A new secret is shown once, in the response to the form
 * that created it, so that the server does not have to store it.
 */
@Named
@Needs(Right.ADMINISTRATION)
@RequestScoped
public class AccessPage {
  private static final List<Integer> INVITATION_DAYS = List.of(1, 7, 30);
  private static final String LIST_PAGE = "/console/access.xhtml";
  private static final String USER_PAGE = "/console/user.xhtml?name=";

  private final ManageUsers manageUsers;
  private final IssueTokens issueTokens;
  private final Administering administering;
  private final PageContext pageContext;
  private final PageZone pageZone;
  private final Clock clock;
  private final Map<String, String> faults = new HashMap<>();
  private @Nullable NewSecret newSecret;

  @Inject
  AccessPage(
      ManageUsers manageUsers,
      IssueTokens issueTokens,
      Administering administering,
      PageContext pageContext,
      PageZone pageZone,
      Clock clock) {
    this.manageUsers = manageUsers;
    this.issueTokens = issueTokens;
    this.administering = administering;
    this.pageContext = pageContext;
    this.pageZone = pageZone;
    this.clock = clock;
  }

  /**
   * A new password, link or token secret, which is shown once.
   *
   * @param kind {@code password}, {@code invitation} or {@code secret}
   * @param name the name of the user or token
   */
  public record NewSecret(String kind, String name, String secret) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** Returns the secret that was just created and cannot be shown again; null if none was. */
  public @Nullable NewSecret getNewSecret() {
    return newSecret;
  }

  /** Returns the error of a field; empty if it is valid. */
  public String fault(String name) {
    return faults.getOrDefault(name, "");
  }

  /** Returns the submitted value of a field, unless the form succeeded. */
  public String fieldValue(String name) {
    return newSecret == null ? Objects.requireNonNullElse(pageContext.parameter(name), "") : "";
  }

  public List<Role> getRoles() {
    return List.of(Role.values());
  }

  /** Returns all users by name, including locked ones. */
  public List<ConsoleUser> getUsers() {
    return manageUsers.all();
  }

  /** Returns the selected user; null if there is none. */
  public @Nullable ConsoleUser getUser() {
    return Optional.ofNullable(pageContext.parameter("name"))
        .flatMap(manageUsers::find)
        .orElse(null);
  }

  /** Answers 404 if the selected user does not exist. */
  public void requireUser() {
    requireFound(getUser());
  }

  private static void requireFound(@Nullable Object selected) {
    if (selected == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
    }
  }

  /** Adds a user with a first password. */
  public void addUser() {
    addUser(
        (name, role) -> new NewSecret("password", name, administering.add(name, role).password()));
  }

  /** Adds a user who is invited to choose a password by a link. */
  public void inviteUser() {
    int days = INVITATION_DAYS.stream().filter(this::isChosen).findFirst().orElse(7);
    addUser((name, role) -> shown(administering.addInvited(name, role, days)));
  }

  private boolean isChosen(int days) {
    return Integer.toString(days).equals(pageContext.parameter("days"));
  }

  private void addUser(BiFunction<String, Role, NewSecret> add) {
    String name = Objects.requireNonNullElse(pageContext.parameter("userName"), "");
    Role role = role("userRole");
    if (!name.matches(Administering.LEGAL_NAME)) {
      faults.put("userName", PageContext.text("illegalUserName"));
    }
    if (faults.isEmpty() && role != null) {
      attempt("userName", () -> newSecret = add.apply(name, role));
    }
  }

  private NewSecret shown(ManageUsers.Invitation invitation) {
    return new NewSecret(
        "invitation",
        invitation.user().name(),
        pageContext.root() + "/" + UsersResource.link(invitation));
  }

  /** Invites the user to choose another password by a link. */
  public void invite() {
    ConsoleUser user = getUser();
    if (user != null) {
      attempt("invite", () -> newSecret = shown(administering.invite(user.name(), null)));
    }
  }

  /** Ends the invitation of the user. */
  public void withdrawInvitation() {
    ConsoleUser user = getUser();
    if (user != null) {
      attempt(
          "invite",
          () -> {
            administering.withdrawInvitation(user.name());
            pageContext.done("invitationRevoked", user.name());
          });
      pageContext.goTo(USER_PAGE + PageAddress.encoded(user.name()));
    }
  }

  /** Returns how many days a link may be valid. */
  public List<Integer> getInvitationDays() {
    return INVITATION_DAYS;
  }

  /** Returns the message key of the state of a user. */
  public String userState(ConsoleUser user) {
    if (!user.isEnabled()) {
      return "userLocked";
    }
    if (user.passwordHash() != null) {
      return "userActive";
    }
    if (user.isInvited(clock.instant())) {
      return "userInvited";
    }
    return user.invitedUntil() == null ? "userWithoutPassword" : "userInvitationExpired";
  }

  /** Changes the role of the user. */
  public void changeRole() {
    ConsoleUser user = getUser();
    Role role = role("role");
    if (user != null && role != null) {
      attempt(
          "role",
          () -> {
            administering.change(user.name(), role, null);
            pageContext.done("roleChanged", user.name());
            pageContext.goTo(USER_PAGE + PageAddress.encoded(user.name()));
          });
    }
  }

  /** Locks or unlocks the user. */
  public void lock() {
    ConsoleUser user = getUser();
    if (user != null) {
      attempt(
          "lock",
          () -> {
            administering.change(user.name(), null, !user.isEnabled());
            pageContext.done(user.isEnabled() ? "userNowLocked" : "userUnlocked", user.name());
            pageContext.goTo(USER_PAGE + PageAddress.encoded(user.name()));
          });
    }
  }

  /** Resets the password; the user must change it at the next sign-in. */
  public void reset() {
    ConsoleUser user = getUser();
    if (user != null) {
      attempt(
          "reset",
          () ->
              newSecret =
                  new NewSecret(
                      "password", user.name(), administering.reset(user.name()).password()));
    }
  }

  /** Returns all tokens, including revoked ones, newest first. */
  public List<Token> getTokens() {
    return issueTokens.tokens();
  }

  /** Returns the selected token; null if there is none. */
  public @Nullable Token getToken() {
    return token().orElse(null);
  }

  /** Answers 404 if the selected token does not exist. */
  public void requireToken() {
    requireFound(getToken());
  }

  private Optional<Token> token() {
    try {
      return Optional.ofNullable(pageContext.parameter("id"))
          .map(UUID::fromString)
          .flatMap(issueTokens::find);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the message key of the state of a token: valid, expired or revoked. */
  public String state(Token token) {
    if (token.revokedAt() != null) {
      return "tokenRevoked";
    }
    return token.isValid(clock.instant()) ? "tokenValid" : "tokenExpired";
  }

  /** Creates a token. */
  public void createToken() {
    String name = Objects.requireNonNullElse(pageContext.parameter("tokenName"), "");
    Role role = role("tokenRole");
    Instant expiresAt = expiry();
    if (!Administering.isTokenName(name)) {
      faults.put("tokenName", PageContext.text("illegalTokenName", Administering.MAX_NAME_LENGTH));
    }
    if (faults.isEmpty() && role != null) {
      attempt(
          "tokenName",
          () -> {
            Secret secret = administering.grant(name, role, expiresAt).secret();
            newSecret = new NewSecret("secret", name, secret.reveal());
          });
    }
  }

  private @Nullable Instant expiry() {
    String last = pageContext.parameter("tokenExpires");
    try {
      return last == null ? null : pageZone.format().end(last);
    } catch (IllegalArgumentException e) {
      faults.put("tokenExpires", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Revokes the token. */
  public void revoke() {
    attempt(
        "revoke",
        () ->
            token()
                .map(Token::id)
                .map(administering::revoke)
                .ifPresent(revoked -> pageContext.done("tokenNowRevoked", revoked.name())));
    pageContext.goTo(LIST_PAGE);
  }

  private @Nullable Role role(String field) {
    String text = pageContext.parameter(field);
    Role role =
        Arrays.stream(Role.values())
            .filter(one -> one.name().equals(text))
            .findFirst()
            .orElse(null);
    if (role == null) {
      faults.put(field, PageContext.text("noRole"));
    }
    return role;
  }

  private void attempt(String field, Runnable change) {
    try {
      change.run();
    } catch (Problem e) {
      switch (e.code()) {
        case "NAME_TAKEN" -> faults.put(field, PageContext.text("nameTaken"));
        case "ALREADY_EXPIRED" -> faults.put("tokenExpires", PageContext.text("alreadyExpired"));
        case "LAST_ADMINISTRATOR" -> faults.put(field, PageContext.text("lastAdministrator"));
        case "NOT_FOUND" -> pageContext.refused(PageContext.text("changedMeanwhile"));
        default -> throw e;
      }
    }
  }
}
