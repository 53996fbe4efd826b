package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import java.io.Serializable;

/** What a session remembers of the person whose it is. */
record SignedIn(String name, Role role) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String ATTRIBUTE = SignedIn.class.getName();

  static SignedIn of(Caller caller) {
    return new SignedIn(caller.name(), caller.role());
  }

  Caller caller() {
    return new Caller(name, role);
  }
}
