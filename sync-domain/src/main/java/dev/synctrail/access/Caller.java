package dev.synctrail.access;

import java.util.Set;

/**
 * Somebody who was let in.
 *
 * @param name the actor of everything done under it
 * @param roles at least one; the rights of all of them count
 * @param by what proved who it is
 * @param mustChange whether nothing is allowed but to choose another password
 */
public record Caller(String name, Set<Role> roles, Proof by, boolean mustChange) {

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Makes one of one role. */
  static Caller of(String name, Role role, Proof by) {
    return new Caller(name, Set.of(role), by, false);
  }

  /** Tells whether the caller may. */
  public boolean may(Right right) {
    return right == Right.SELF
        || (!mustChange && roles.stream().anyMatch(role -> role.rights().contains(right)));
  }

  /** What a caller shows. */
  public enum Proof {
    /** A token of ours. */
    TOKEN,
    /** A token of another issuer that is trusted by configuration. */
    JWT,
    /** A name and a password, with the request or before it. */
    PASSWORD,
    /** What an OpenID provider told of a person. */
    OPENID
  }
}
