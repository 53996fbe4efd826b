package dev.synctrail.web.access;

import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import dev.synctrail.access.StoredPreferences;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Maps sessions to users. A session stores only who signed in and when. The user's current rights
 * are looked up for each request, so that a disabled user loses access immediately.
 */
@ApplicationScoped
public class Sessions {
  private static final String ATTRIBUTE = SessionUser.class.getName();

  /**
   * How long a sign-in by an external issuer is valid. Changes at the issuer take effect only after
   * it.
   */
  private static final Duration EXTERNAL_SIGN_IN_LIFETIME = Duration.ofHours(8);

  private final Authenticate authenticate;
  private final StoredPreferences preferences;
  private final Clock clock;

  @Inject
  Sessions(Authenticate authenticate, StoredPreferences preferences, Clock clock) {
    this.authenticate = authenticate;
    this.preferences = preferences;
    this.clock = clock;
  }

  /** Returns the session's user with the current rights. */
  Optional<Caller> caller(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof SessionUser known)) {
      return Optional.empty();
    }
    if (known.by() != Caller.Proof.OPENID) {
      return authenticate.resume(known.name(), known.since());
    }
    return known.since().plus(EXTERNAL_SIGN_IN_LIFETIME).isAfter(clock.instant())
        ? Optional.of(known.caller())
        : Optional.empty();
  }

  /** Signs the user in under a new session id, because someone else may know the old one. */
  void begin(HttpServletRequest request, HttpServletResponse response, Caller caller) {
    HttpSession session = request.getSession();
    request.changeSessionId();
    session.setAttribute(ATTRIBUTE, SessionUser.of(caller, clock.instant()));
    preferences
        .of(caller.name())
        .ifPresent(chosen -> PreferenceCookies.set(request, response, chosen));
  }

  /** Ends the session. */
  static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
