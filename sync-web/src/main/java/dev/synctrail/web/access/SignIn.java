package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.SignInResult;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sign-in page: signs users in and out. */
@Named
@RequestScoped
public class SignIn {
  private static final Logger LOG = System.getLogger(SignIn.class.getName());
  private static final String START_PAGE = PathAuthentication.START + "?faces-redirect=true";
  private static final String SIGN_IN_PAGE = PathAuthentication.SIGN_IN + "?faces-redirect=true";

  private final Authenticate authenticate;
  private final Sessions sessions;
  private final AccessAudit accessAudit;
  private final OpenId openId;
  private final RateLimits limits;
  private final HttpServletRequest request;
  private String name = "";
  private String password = "";

  @Inject
  SignIn(
      Authenticate authenticate,
      Sessions sessions,
      AccessAudit accessAudit,
      OpenId openId,
      RateLimits limits,
      HttpServletRequest request) {
    this.authenticate = authenticate;
    this.sessions = sessions;
    this.accessAudit = accessAudit;
    this.openId = openId;
    this.limits = limits;
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

  /** Returns the page to open after sign-in; empty if none was requested. */
  public String getTo() {
    String target = request.getParameter(Destination.PARAMETER);
    return target == null || !Destination.of(target).equals(target) ? "" : target;
  }

  /** Returns the address that starts the sign-in by the OpenID provider. */
  public String getOpenIdLink() {
    return request.getContextPath()
        + PathAuthentication.OPENID
        + (getTo().isEmpty()
            ? ""
            : "?"
                + Destination.PARAMETER
                + "="
                + URLEncoder.encode(getTo(), StandardCharsets.UTF_8));
  }

  /** Tells whether an OpenID provider is configured. */
  public boolean isOpenIdThere() {
    return openId.isConfigured();
  }

  /** Signs the user in under a new session id, or shows why this failed. */
  public @Nullable String enter() {
    String address = ClientAddress.limitKey(request);
    try {
      limits.requireFewRejections(address);
      SignInResult signInResult = authenticate.password(name, password, address);
      Caller caller = signInResult.caller();
      if (caller == null) {
        limits.countRejection(address);
      }
      if (caller == null) {
        accessAudit.refused(signInResult.knownName(), RecordedUri.of(request));
      } else {
        accessAudit.record(
            AccessRecord.Kind.SIGNED_IN, caller, null, RecordedUri.of(request), null);
      }
      if (signInResult.isLocked()) {
        return reject("signInLocked", 1 + signInResult.locked().toSeconds());
      }
      if (caller == null) {
        return reject("signInRefused", 0);
      }
      sessions.begin(request, response(), caller);
      if (caller.mustChange()) {
        return PathAuthentication.PASSWORD + "?faces-redirect=true";
      }
      FacesContext.getCurrentInstance()
          .getExternalContext()
          .redirect(request.getContextPath() + Destination.of(getTo()));
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Problem tooMany) {
      return reject("signInLocked", Long.parseLong(tooMany.headers().get("Retry-After")));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A sign-in could not be processed", e);
      return reject("signInUnavailable", 0);
    }
  }

  static HttpServletResponse response() {
    return (HttpServletResponse)
        FacesContext.getCurrentInstance().getExternalContext().getResponse();
  }

  /** Shows a message above the form. */
  static @Nullable String reject(String key, long number) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    String text =
        new MessageFormat(texts.getString(key), texts.getLocale()).format(new Object[] {number});
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    return null;
  }

  /** Signs the user out and ends the session. */
  public String leave() {
    Sessions.end(request);
    return SIGN_IN_PAGE;
  }

  /** Redirects a user who is already signed in to the start page. */
  public @Nullable String skipWhenSignedIn() {
    return sessions.caller(request).isPresent() ? START_PAGE : null;
  }
}
