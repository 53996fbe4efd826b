package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import dev.synctrail.access.SignInResult;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The application's only authentication mechanism. {@link PathAuthentication} decides what a path
 * requires.
 */
@ApplicationScoped
public class Authentication implements HttpAuthenticationMechanism {
  private static final Logger LOG = System.getLogger(Authentication.class.getName());
  private static final int MAX_HEADERS_LENGTH = 65_536;
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final String REFUSED_NAME = Authentication.class.getName() + ".refused";
  private static final String REALM = "realm=\"synctrail\"";

  private final Authenticate authenticate;
  private final TrustedIssuer issuer;
  private final ExternalNames externalNames;
  private final Sessions sessions;
  private final AccessAudit accessAudit;
  private final RateLimits limits;
  private final ClientAddress addresses;
  private final PublicUrl publicUrl;

  @Inject
  Authentication(
      Authenticate authenticate,
      TrustedIssuer issuer,
      ExternalNames externalNames,
      Sessions sessions,
      AccessAudit accessAudit,
      RateLimits limits,
      ClientAddress addresses,
      PublicUrl publicUrl) {
    this.authenticate = authenticate;
    this.issuer = issuer;
    this.externalNames = externalNames;
    this.sessions = sessions;
    this.accessAudit = accessAudit;
    this.limits = limits;
    this.addresses = addresses;
    this.publicUrl = publicUrl;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    SecurityHeaders.add(request, response);
    addresses.determine(request);
    String path = pathOf(request);
    if (lengthOfHeaders(request) > MAX_HEADERS_LENGTH) {
      return answer(
          request,
          response,
          Problem.of(
              431,
              "HEADERS_TOO_LARGE",
              "All headers together have at most " + MAX_HEADERS_LENGTH + " characters"));
    }
    if (!publicUrl.isReachedBy(request.getHeader("Host")) && !PathAuthentication.isHealth(path)) {
      return answer(
          request,
          response,
          Problem.of(
              421, "MISDIRECTED_REQUEST", "This host name is not configured for this server"));
    }
    return switch (PathAuthentication.of(path)) {
      case OPEN ->
          Admittance.hasBody(request) && !PathAuthentication.isOpenForm(path)
              ? rejectBody(request, response)
              : context.doNothing();
      case SESSION -> bySession(request, response, context);
      case TOKEN -> byHeader(request, response, context);
    };
  }

  /** Reading the body would let an unauthenticated client hold a thread for any time. */
  private static AuthenticationStatus rejectBody(
      HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Connection", "close");
    return answer(
        request,
        response,
        Problem.of(400, "BODY_NOT_EXPECTED", "This request must not have a body"));
  }

  private static int lengthOfHeaders(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream()
        .mapToInt(
            name ->
                Collections.list(request.getHeaders(name)).stream()
                    .mapToInt(value -> name.length() + value.length())
                    .sum())
        .sum();
  }

  private static String pathOf(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  private AuthenticationStatus bySession(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<Caller> user = sessions.caller(request);
    if (user.isPresent()) {
      return admit(request, context, user.get());
    }
    try {
      if (isPage(request)) {
        response.sendRedirect(Destination.signIn(request));
      } else {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.flushBuffer();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  /**
   * Scripts of a page send a specific Accept header and would take the sign-in page for their
   * answer.
   */
  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept == null || accept.contains("text/html") || accept.contains("*/*");
  }

  private AuthenticationStatus byHeader(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Caller caller;
    try {
      limits.requireFewRejections(ClientAddress.limitKey(request));
      caller = authenticated(request);
      limits.spend(caller, response);
    } catch (Problem rejection) {
      if (rejection.code().equals(RateLimits.CODE)) {
        return answer(request, response, rejection);
      }
      limits.countRejection(ClientAddress.limitKey(request));
      return reject(request, response, rejection);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Authentication failed with an error", e);
      return answer(
          request,
          response,
          Problem.unavailable(
              "DATABASE_UNREACHABLE",
              "Authentication is temporarily unavailable",
              Duration.ofSeconds(5)));
    }
    return admit(request, context, caller);
  }

  /**
   * Returns the caller that the header authenticates.
   *
   * @throws Problem 401, or 429 while a user name is locked
   */
  private Caller authenticated(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    String token = credentialsOf(BEARER, header);
    if (token != null) {
      return (issuer.isLikelyItsOwn(token)
              ? issuer.caller(token).filter(caller -> externalNames.isAllowed(caller.name()))
              : authenticate.bearer(token))
          .orElseThrow(() -> challenge(BEARER + REALM + ", error=\"invalid_token\""));
    }
    String basic = credentialsOf(BASIC, header);
    if (basic != null) {
      return user(basic, request);
    }
    throw challenge(BEARER + REALM);
  }

  private Caller user(String basic, HttpServletRequest request) {
    String[] parts;
    try {
      parts = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":", 2);
    } catch (IllegalArgumentException e) {
      throw challenge(BASIC + REALM);
    }
    SignInResult signInResult =
        parts.length == 2
            ? authenticate.password(parts[0], parts[1], ClientAddress.limitKey(request))
            : SignInResult.REFUSED;
    request.setAttribute(REFUSED_NAME, signInResult.knownName());
    if (signInResult.isLocked()) {
      throw locked(signInResult);
    }
    Caller caller = signInResult.caller();
    if (caller == null) {
      throw challenge(BASIC + REALM);
    }
    return caller;
  }

  public static Problem locked(SignInResult signInResult) {
    return Problem.of(429, "SIGN_IN_LOCKED", "Too many wrong passwords; this one was not checked")
        .withHeader("Retry-After", Long.toString(1 + signInResult.locked().toSeconds()));
  }

  private static @Nullable String credentialsOf(String scheme, @Nullable String header) {
    return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
        ? header.substring(scheme.length()).trim()
        : null;
  }

  private static AuthenticationStatus admit(
      HttpServletRequest request, HttpMessageContext context, Caller caller) {
    Authorization.admit(request, caller);
    return context.notifyContainerAboutLogin(
        caller.name(), caller.roles().stream().map(Role::name).collect(Collectors.toSet()));
  }

  private static Problem challenge(String challenge) {
    return Problem.of(
            401, "UNAUTHENTICATED", "A valid access token is required (Authorization: Bearer)")
        .withHeader("WWW-Authenticate", challenge);
  }

  private AuthenticationStatus reject(
      HttpServletRequest request, HttpServletResponse response, Problem problem) {
    try {
      accessAudit.refused((String) request.getAttribute(REFUSED_NAME), RecordedUri.of(request));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A denied request could not be recorded", e);
    }
    return answer(request, response, problem);
  }

  static AuthenticationStatus answer(
      HttpServletRequest request, HttpServletResponse response, Problem problem) {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    problem.headers().forEach(response::setHeader);
    byte[] body =
        problem.toJson(request.getRequestURI()).toString().getBytes(StandardCharsets.UTF_8);
    try {
      response.getOutputStream().write(body);
      response.flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }
}
