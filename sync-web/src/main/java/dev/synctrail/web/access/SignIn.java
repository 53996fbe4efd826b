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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sign-in page: gives a person's session its person, and takes it away again. */
@Named
@RequestScoped
public class SignIn {
  private static final Logger LOG = System.getLogger(SignIn.class.getName());
  private static final String INSIDE = PathAuthentication.START + "?faces-redirect=true";
  private static final String OUTSIDE = PathAuthentication.SIGN_IN + "?faces-redirect=true";

  private final Authenticate authenticate;
  private final Sessions sessions;
  private final AccessAudit accessAudit;
  private final OpenId openId;
  private final RateLimits limits;
  private final HttpServletRequest request;
  private String name = "";
  private String password = "";

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected SignIn() {
    this.authenticate = null;
    this.sessions = null;
    this.accessAudit = null;
    this.openId = null;
    this.limits = null;
    this.request = null;
  }

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

  /** Returns the page that the person wanted when there was no session any more; empty for none. */
  public String getTo() {
    String wanted = request.getParameter(Destination.PARAMETER);
    return wanted == null || !Destination.of(wanted).equals(wanted) ? "" : wanted;
  }

  /** Returns where another provider is asked. */
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

  /** Tells whether another provider can be asked who the person is. */
  public boolean isOpenIdThere() {
    return openId.isConfigured();
  }

  /** Lets the person in under a new session id, or says that it does not. */
  public @Nullable String enter() {
    String address = ClientAddress.limited(request);
    try {
      limits.requireFewRefusals(address);
      SignInResult signInResult = authenticate.password(name, password, address);
      Caller caller = signInResult.caller();
      if (caller == null) {
        limits.refused(address);
      }
      accessAudit.record(
          caller == null ? AccessRecord.Kind.DENIED : AccessRecord.Kind.SIGNED_IN,
          caller,
          null,
          RecordedUri.of(request),
          null);
      if (signInResult.isLocked()) {
        return refuse("signInLocked", 1 + signInResult.locked().toSeconds());
      }
      if (caller == null) {
        return refuse("signInRefused", 0);
      }
      sessions.begin(request, caller);
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
      return refuse("signInLocked", Long.parseLong(tooMany.headers().get("Retry-After")));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A sign-in could not be processed", e);
      return refuse("signInUnavailable", 0);
    }
  }

  private static @Nullable String refuse(String key, long seconds) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    String text =
        new MessageFormat(texts.getString(key), texts.getLocale()).format(new Object[] {seconds});
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    return null;
  }

  /** Ends the session. */
  public String leave() {
    Sessions.end(request);
    return OUTSIDE;
  }

  /** Leads a person who is signed in past the page. */
  public @Nullable String skipWhenSignedIn() {
    return sessions.caller(request).isPresent() ? INSIDE : null;
  }
}
