package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The one place that decides what the present caller may do, over REST and in the console. */
@ApplicationScoped
public class Gate {
  private static final String CALLER = Caller.class.getName();

  private final HttpServletRequest request;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Gate() {
    this.request = null;
  }

  @Inject
  Gate(HttpServletRequest request) {
    this.request = request;
  }

  /** Remembers for the rest of the request who was let in. */
  static void admit(HttpServletRequest request, Caller caller) {
    request.setAttribute(CALLER, caller);
  }

  static Optional<Caller> caller(HttpServletRequest request) {
    return request.getAttribute(CALLER) instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** Tells whether the present caller may. */
  public boolean may(Right right) {
    return caller(request).filter(caller -> caller.may(right)).isPresent();
  }

  /**
   * Goes on only when the present caller may.
   *
   * @throws Problem 403, which names the right; 401 when nobody was let in
   */
  public void require(Right right) {
    Caller caller = caller(request).orElseThrow(() -> new IllegalStateException("Nobody is here"));
    if (!caller.may(right)) {
      throw refused(caller, right);
    }
  }

  private static Problem refused(Caller caller, Right right) {
    if (caller.mustChange()) {
      return Problem.of(
          403,
          "PASSWORD_CHANGE_NEEDED",
          "The password was given by somebody else: choose your own first, PUT /me/password");
    }
    return Problem.of(403, "FORBIDDEN", "This needs the right " + right)
        .withMember("right", Json.createValue(right.name()));
  }
}
