package dev.synctrail.access;

import java.util.Set;

/**
 * An authenticated user or client.
 *
 * @param name the actor that all actions are recorded under
 * @param roles at least one role; the caller has the rights of all of them
 * @param by how the caller authenticated
 * @param mustChange whether the caller may only choose another password
 */
public record Caller(String name, Set<Role> roles, Proof by, boolean mustChange) {

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Creates a caller with one role. */
  static Caller of(String name, Role role, Proof by) {
    return new Caller(name, Set.of(role), by, false);
  }

  /** Returns whether the caller has a right. */
  public boolean may(Right right) {
    return right == Right.SELF
        || (!mustChange && roles.stream().anyMatch(role -> role.rights().contains(right)));
  }

  /** The kind of authentication. */
  public enum Proof {
    /** A token issued by this system. */
    TOKEN,
    /** A token of another issuer that is trusted by configuration. */
    JWT,
    /** A name and password, sent with the request or at sign-in. */
    PASSWORD,
    /** A sign-in through an OpenID provider. */
    OPENID
  }
}
