package dev.synctrail.web.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.web.rest.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page on which an invited user chooses a password. Opening it changes nothing, because mail
 * programs open links to check them.
 */
@Named
@RequestScoped
public class InvitationPage {
  /** The parameter with the secret of the link. */
  private static final String CODE = "code";

  private final ManageUsers manageUsers;
  private final AcceptInvitation acceptInvitation;
  private final NewPassword newPassword;
  private final RateLimits limits;
  private final Clock clock;
  private final HttpServletRequest request;
  private @Nullable ConsoleUser user;
  private boolean valid;
  private long secondsToWait;

  @Inject
  InvitationPage(
      ManageUsers manageUsers,
      AcceptInvitation acceptInvitation,
      NewPassword newPassword,
      RateLimits limits,
      Clock clock,
      HttpServletRequest request) {
    this.manageUsers = manageUsers;
    this.acceptInvitation = acceptInvitation;
    this.newPassword = newPassword;
    this.limits = limits;
    this.clock = clock;
    this.request = request;
  }

  /** Looks up the invitation; wrong links are counted like wrong passwords. */
  @PostConstruct
  void read() {
    String address = ClientAddress.limitKey(request);
    try {
      limits.requireFewRejections(address);
    } catch (Problem tooMany) {
      secondsToWait = Long.parseLong(tooMany.headers().get("Retry-After"));
      return;
    }
    Optional<ConsoleUser> invited = manageUsers.findInvited(getCode());
    valid = invited.filter(one -> one.isInvited(clock.instant())).isPresent();
    if (valid) {
      user = invited.get();
    } else {
      limits.countRejection(address);
      acceptInvitation.refused(invited.map(ConsoleUser::name).orElse(null));
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
    }
  }

  /** Returns the secret of the link. */
  public String getCode() {
    return Objects.requireNonNullElse(request.getParameter(CODE), "");
  }

  /** Returns the invited user; null if the link is not or no longer valid. */
  public @Nullable ConsoleUser getUser() {
    return user;
  }

  /** Returns how long no link from this address is checked; 0 if links are checked. */
  public long getSecondsToWait() {
    return secondsToWait;
  }

  /** Sets the password and signs the user in. */
  public @Nullable String accept() {
    if (user == null || !newPassword.isRepeated()) {
      return null;
    }
    try {
      if (acceptInvitation.accept(getCode(), newPassword.getChosen())) {
        return PathAuthentication.START + "?faces-redirect=true";
      }
    } catch (IllegalArgumentException e) {
      return SignIn.reject("passwordWeak", ManageUsers.MIN_PASSWORD_LENGTH);
    }
    user = null; // used or withdrawn since the page was opened
    return null;
  }
}
