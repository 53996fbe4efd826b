package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;

/** What a session remembers of the person whose it is. */
record SignedIn(String name, Role role) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String ATTRIBUTE = SignedIn.class.getName();

  static Optional<SignedIn> in(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof SignedIn known
        ? Optional.of(known)
        : Optional.empty();
  }

  static SignedIn of(Caller caller) {
    return new SignedIn(caller.name(), caller.role());
  }

  Caller caller() {
    return new Caller(name, role);
  }
}
