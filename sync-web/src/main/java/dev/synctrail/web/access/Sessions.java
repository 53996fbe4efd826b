package dev.synctrail.web.access;

import dev.synctrail.access.Authenticate;
import dev.synctrail.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Which person a session is. The session only remembers who signed in and when; what the person may
 * do is looked up anew for each request, so it ends when an administrator says so.
 */
@ApplicationScoped
public class Sessions {
  private static final String ATTRIBUTE = SessionUser.class.getName();

  /** How long another issuer's word is taken; what it says meanwhile is not heard. */
  private static final Duration VOUCHED = Duration.ofHours(8);

  private final Authenticate authenticate;
  private final Clock clock;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Sessions() {
    this.authenticate = null;
    this.clock = null;
  }

  @Inject
  Sessions(Authenticate authenticate, Clock clock) {
    this.authenticate = authenticate;
    this.clock = clock;
  }

  /** Returns the person whose session it is, as that person is now. */
  Optional<Caller> caller(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof SessionUser known)) {
      return Optional.empty();
    }
    if (known.by() != Caller.Proof.OPENID) {
      return authenticate.again(known.name(), known.since());
    }
    return known.since().plus(VOUCHED).isAfter(clock.instant())
        ? Optional.of(known.caller())
        : Optional.empty();
  }

  /** Makes the session the person's, under a new id, since somebody else may know the old one. */
  void begin(HttpServletRequest request, Caller caller) {
    HttpSession session = request.getSession();
    request.changeSessionId();
    session.setAttribute(ATTRIBUTE, SessionUser.of(caller, clock.instant()));
  }

  /** Ends the session. */
  static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
