package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import java.io.Serializable;
import java.time.Instant;
import java.util.Set;

/**
 * What a session stores about its user.
 *
 * @param since when the user signed in
 */
record SessionUser(String name, Set<Role> roles, Caller.Proof by, Instant since)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static SessionUser of(Caller caller, Instant since) {
    return new SessionUser(caller.name(), caller.roles(), caller.by(), since);
  }

  Caller caller() {
    return new Caller(name, roles, by, false);
  }
}
