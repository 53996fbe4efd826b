package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/** What a session remembers of the person whose it is. */
record SignedIn(String name, Set<Role> roles, Caller.Proof by, boolean mustChange)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String ATTRIBUTE = SignedIn.class.getName();

  static Optional<SignedIn> in(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof SignedIn known
        ? Optional.of(known)
        : Optional.empty();
  }

  static SignedIn of(Caller caller) {
    return new SignedIn(caller.name(), caller.roles(), caller.by(), caller.mustChange());
  }

  Caller caller() {
    return new Caller(name, roles, by, mustChange);
  }
}
