package dev.synctrail.web.access;

import dev.synctrail.access.Admitting;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The application's one authentication mechanism: what a path asks for is decided by its door. */
@ApplicationScoped
public class Authentication implements HttpAuthenticationMechanism {
  private static final Logger LOG = System.getLogger(Authentication.class.getName());
  private static final String SCHEME = "Bearer ";

  private final Admitting admitting;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Authentication() {
    this.admitting = null;
  }

  @Inject
  Authentication(Admitting admitting) {
    this.admitting = admitting;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    SecurityHeaders.add(request, response);
    return switch (Door.of(pathOf(request))) {
      case OPEN -> context.doNothing();
      case SESSION -> bySession(request, response, context);
      case TOKEN -> byToken(request, response, context);
    };
  }

  private static String pathOf(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  private static AuthenticationStatus bySession(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<SignedIn> person = SignedIn.in(request);
    if (person.isPresent()) {
      return admit(request, context, person.get().caller());
    }
    String signIn = request.getContextPath() + Door.SIGN_IN;
    try {
      if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
        response.setContentType("text/xml;charset=UTF-8");
        response
            .getWriter()
            .write(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                    + signIn
                    + "\"/></partial-response>");
      } else {
        response.sendRedirect(signIn);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  private AuthenticationStatus byToken(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    String header = request.getHeader("Authorization");
    String shown = bearer(header);
    if (shown == null) {
      return refuse(request, response, challenge("Bearer realm=\"synctrail\""));
    }
    Optional<Caller> caller;
    try {
      caller = admitting.bearer(shown);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A token could not be looked up", e);
      return refuse(
          request,
          response,
          Problem.unavailable(
              "DATABASE_UNREACHABLE", "The token cannot be checked now", Duration.ofSeconds(5)));
    }
    return caller
        .map(known -> admit(request, context, known))
        .orElseGet(
            () ->
                refuse(
                    request,
                    response,
                    challenge("Bearer realm=\"synctrail\", error=\"invalid_token\"")));
  }

  private static @Nullable String bearer(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).trim()
        : null;
  }

  private static AuthenticationStatus admit(
      HttpServletRequest request, HttpMessageContext context, Caller caller) {
    Gate.admit(request, caller);
    return context.notifyContainerAboutLogin(
        caller.name(), caller.roles().stream().map(Role::name).collect(Collectors.toSet()));
  }

  private static Problem challenge(String challenge) {
    return Problem.of(
            401, "UNAUTHENTICATED", "A valid access token is needed: Authorization: Bearer")
        .withHeader("WWW-Authenticate", challenge);
  }

  private static AuthenticationStatus refuse(
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
