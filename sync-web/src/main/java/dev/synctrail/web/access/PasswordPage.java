package dev.synctrail.web.access;

import dev.synctrail.access.Admission;
import dev.synctrail.access.Admitting;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Enrolling;
import dev.synctrail.access.Right;
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
  private final Gate gate;
  private final Admitting admitting;
  private final Enrolling enrolling;
  private final Sessions sessions;
  private final HttpServletRequest request;
  private String current = "";
  private String chosen = "";
  private String again = "";

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected PasswordPage() {
    this.gate = null;
    this.admitting = null;
    this.enrolling = null;
    this.sessions = null;
    this.request = null;
  }

  @Inject
  PasswordPage(
      Gate gate,
      Admitting admitting,
      Enrolling enrolling,
      Sessions sessions,
      HttpServletRequest request) {
    this.gate = gate;
    this.admitting = admitting;
    this.enrolling = enrolling;
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
    return gate.caller().mustChange();
  }

  /** Tells whether the person has a password here at all. */
  public boolean isPossible() {
    return gate.caller().by() == Caller.Proof.PASSWORD;
  }

  /** Changes it, under a new session; every other session of the person is over. */
  public @Nullable String change() {
    String name = gate.caller().name();
    if (!chosen.equals(again)) {
      return refuse("passwordsDiffer", 0);
    }
    if (chosen.equals(current)) {
      return refuse("passwordSame", 0);
    }
    Admission admission = admitting.password(name, current, ClientAddress.limited(request));
    if (admission.isLocked()) {
      return refuse("signInLocked", 1 + admission.locked().toSeconds());
    }
    if (admission.caller() == null) {
      return refuse("passwordWrong", 0);
    }
    try {
      enrolling.choose(name, chosen);
    } catch (IllegalArgumentException e) {
      return refuse("passwordWeak", Enrolling.SHORTEST);
    }
    sessions.begin(request, admission.caller());
    return Door.START + "?faces-redirect=true";
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
