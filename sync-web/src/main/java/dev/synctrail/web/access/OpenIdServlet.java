package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Redirects users to the OpenID provider and signs them in when they return. */
@WebServlet({OpenIdServlet.START_PATH, OpenIdServlet.CALLBACK_PATH})
public class OpenIdServlet extends HttpServlet {
  static final String START_PATH = PathAuthentication.OPENID;
  static final String CALLBACK_PATH = PathAuthentication.OPENID + "/back";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(OpenIdServlet.class.getName());
  private static final String ATTEMPT = OpenId.Attempt.class.getName();
  private static final String DESTINATION = Destination.class.getName();

  private final transient OpenId openId;
  private final transient Sessions sessions;
  private final transient ExternalNames externalNames;
  private final transient AccessAudit accessAudit;
  private final transient PublicUrl publicUrl;

  @Inject
  OpenIdServlet(
      OpenId openId,
      Sessions sessions,
      ExternalNames externalNames,
      AccessAudit accessAudit,
      PublicUrl publicUrl) {
    this.openId = openId;
    this.sessions = sessions;
    this.externalNames = externalNames;
    this.accessAudit = accessAudit;
    this.publicUrl = publicUrl;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!openId.isConfigured()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    try {
      response.sendRedirect(
          request.getServletPath().equals(START_PATH) ? start(request) : finish(request, response));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Sign-in with OpenID is temporarily unavailable", e);
      response.sendRedirect(signIn(request, "unavailable"));
    }
  }

  private String start(HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    String base =
        publicUrl.base().orElseGet(() -> url.substring(0, url.length() - START_PATH.length()));
    OpenId.Attempt attempt = openId.attempt(base + CALLBACK_PATH);
    String authorizationUri = openId.authorization(attempt).toString();
    request.getSession().setAttribute(ATTEMPT, attempt);
    request
        .getSession()
        .setAttribute(DESTINATION, Destination.of(request.getParameter(Destination.PARAMETER)));
    return authorizationUri;
  }

  private String finish(HttpServletRequest request, HttpServletResponse response) {
    Optional<Caller> caller = attempted(request).flatMap(attempt -> caller(request, attempt));
    accessAudit.record(
        caller.isPresent() ? AccessRecord.Kind.SIGNED_IN : AccessRecord.Kind.DENIED,
        caller.orElse(null),
        null,
        new AccessAudit.Request("GET", CALLBACK_PATH, ClientAddress.of(request)),
        null);
    if (caller.isEmpty()) {
      return signIn(request, "refused");
    }
    Object destination = request.getSession().getAttribute(DESTINATION);
    sessions.begin(request, response, caller.get());
    return request.getContextPath() + Destination.of((String) destination);
  }

  /** Each attempt accepts only one response. */
  private static Optional<OpenId.Attempt> attempted(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ATTEMPT) instanceof OpenId.Attempt attempt)) {
      return Optional.empty();
    }
    session.removeAttribute(ATTEMPT);
    String state = request.getParameter("state");
    return state != null
            && MessageDigest.isEqual(
                state.getBytes(StandardCharsets.UTF_8),
                attempt.state().getBytes(StandardCharsets.UTF_8))
        ? Optional.of(attempt)
        : Optional.empty();
  }

  private Optional<Caller> caller(HttpServletRequest request, OpenId.Attempt attempt) {
    String code = request.getParameter("code");
    return code == null
        ? Optional.empty()
        : openId.caller(attempt, code).filter(caller -> externalNames.isAllowed(caller.name()));
  }

  private static String signIn(HttpServletRequest request, String parameter) {
    return request.getContextPath() + PathAuthentication.SIGN_IN + "?openid=" + parameter;
  }
}
