package dev.synctrail.web.access;

import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import dev.synctrail.access.SignInResult;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Where a person chooses another password. */
@Named
@RequestScoped
@Needs(Right.SELF)
public class PasswordPage {
  private final Authorization authorization;
  private final Authenticate authenticate;
  private final ManageUsers manageUsers;
  private final Sessions sessions;
  private final HttpServletRequest request;
  private String current = "";
  private String chosen = "";
  private String again = "";

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected PasswordPage() {
    this.authorization = null;
    this.authenticate = null;
    this.manageUsers = null;
    this.sessions = null;
    this.request = null;
  }

  @Inject
  PasswordPage(
      Authorization authorization,
      Authenticate authenticate,
      ManageUsers manageUsers,
      Sessions sessions,
      HttpServletRequest request) {
    this.authorization = authorization;
    this.authenticate = authenticate;
    this.manageUsers = manageUsers;
    this.sessions = sessions;
    this.request = request;
  }

  public String getCurrent() {
    return current;
  }

  public void setCurrent(String current) {
    this.current = current;
  }

  public String getChosen() {
    return chosen;
  }

  public void setChosen(String chosen) {
    this.chosen = chosen;
  }

  public String getAgain() {
    return again;
  }

  public void setAgain(String again) {
    this.again = again;
  }

  /** Tells whether the person has to. */
  public boolean isForced() {
    return authorization.caller().mustChange();
  }

  /** Tells whether the person has a password here at all. */
  public boolean isPossible() {
    return authorization.caller().by() == Caller.Proof.PASSWORD;
  }

  /** Changes it, under a new session; every other session of the person is over. */
  public @Nullable String change() {
    String name = authorization.caller().name();
    if (!chosen.equals(again)) {
      return refuse("passwordsDiffer", 0);
    }
    if (chosen.equals(current)) {
      return refuse("passwordSame", 0);
    }
    SignInResult signInResult =
        authenticate.password(name, current, ClientAddress.limited(request));
    if (signInResult.isLocked()) {
      return refuse("signInLocked", 1 + signInResult.locked().toSeconds());
    }
    if (signInResult.caller() == null) {
      return refuse("passwordWrong", 0);
    }
    try {
      manageUsers.choose(name, chosen);
    } catch (IllegalArgumentException e) {
      return refuse("passwordWeak", ManageUsers.SHORTEST);
    }
    sessions.begin(request, signInResult.caller());
    return PathAuthentication.START + "?faces-redirect=true";
  }

  private static @Nullable String refuse(String key, long number) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    String text =
        new MessageFormat(texts.getString(key), texts.getLocale()).format(new Object[] {number});
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    return null;
  }
}
