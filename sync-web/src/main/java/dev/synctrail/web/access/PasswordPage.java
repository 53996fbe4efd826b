package dev.synctrail.web.access;

import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import dev.synctrail.access.SignInResult;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The page on which users change their own password. */
@Named
@RequestScoped
@Needs(Right.SELF)
public class PasswordPage {
  private final Authorization authorization;
  private final Authenticate authenticate;
  private final OwnPassword ownPassword;
  private final NewPassword newPassword;
  private final Sessions sessions;
  private final HttpServletRequest request;
  private String current = "";

  @Inject
  PasswordPage(
      Authorization authorization,
      Authenticate authenticate,
      OwnPassword ownPassword,
      NewPassword newPassword,
      Sessions sessions,
      HttpServletRequest request) {
    this.authorization = authorization;
    this.authenticate = authenticate;
    this.ownPassword = ownPassword;
    this.newPassword = newPassword;
    this.sessions = sessions;
    this.request = request;
  }

  public String getCurrent() {
    return current;
  }

  public void setCurrent(String current) {
    this.current = current;
  }

  /** Tells whether the user must change the password before anything else. */
  public boolean isForced() {
    return authorization.caller().mustChange();
  }

  /** Tells whether the user has a local password. */
  public boolean isPossible() {
    return authorization.caller().by() == Caller.Proof.PASSWORD;
  }

  /** Changes the password and renews the session; all other sessions of the user end. */
  public @Nullable String change() {
    String name = authorization.caller().name();
    String chosen = newPassword.getChosen();
    if (!newPassword.isRepeated()) {
      return null;
    }
    if (chosen.equals(current)) {
      return SignIn.reject("passwordSame", 0);
    }
    SignInResult signInResult =
        authenticate.password(name, current, ClientAddress.limitKey(request));
    if (signInResult.isLocked()) {
      return SignIn.reject("signInLocked", 1 + signInResult.locked().toSeconds());
    }
    if (signInResult.caller() == null) {
      return SignIn.reject("passwordWrong", 0);
    }
    try {
      ownPassword.change(chosen);
    } catch (IllegalArgumentException e) {
      return SignIn.reject("passwordWeak", ManageUsers.MIN_PASSWORD_LENGTH);
    }
    sessions.begin(request, SignIn.response(), signInResult.caller());
    return PathAuthentication.START + "?faces-redirect=true";
  }
}
