package dev.synctrail.web.access;

import dev.synctrail.access.Admitting;
import dev.synctrail.access.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sign-in page: gives a person's session its person, and takes it away again. */
@Named
@RequestScoped
public class SignIn {
  private static final Logger LOG = System.getLogger(SignIn.class.getName());
  private static final String INSIDE = Door.START + "?faces-redirect=true";
  private static final String OUTSIDE = Door.SIGN_IN + "?faces-redirect=true";

  private final Admitting admitting;
  private final HttpServletRequest request;
  private String name = "";
  private String password = "";

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected SignIn() {
    this.admitting = null;
    this.request = null;
  }

  @Inject
  SignIn(Admitting admitting, HttpServletRequest request) {
    this.admitting = admitting;
    this.request = request;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** Lets the person in under a new session id, or says that it does not. */
  public @Nullable String enter() {
    Optional<Caller> caller;
    try {
      caller = admitting.password(name, password);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A sign-in could not be checked", e);
      return refuse("signInUnavailable");
    }
    if (caller.isEmpty()) {
      LOG.log(Level.INFO, "A sign-in was refused");
      return refuse("signInRefused");
    }
    HttpSession session = request.getSession();
    request.changeSessionId();
    session.setAttribute(SignedIn.ATTRIBUTE, SignedIn.of(caller.get()));
    return INSIDE;
  }

  private static @Nullable String refuse(String key) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    faces.addMessage(
        null, new FacesMessage(FacesMessage.SEVERITY_ERROR, texts.getString(key), null));
    return null;
  }

  /** Ends the session. */
  public String leave() {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    return OUTSIDE;
  }

  /** Leads a person who is signed in past the page. */
  public @Nullable String skipWhenSignedIn() {
    return SignedIn.in(request).isPresent() ? INSIDE : null;
  }
}
