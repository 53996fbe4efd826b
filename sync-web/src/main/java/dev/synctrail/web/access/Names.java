package dev.synctrail.web.access;

import dev.synctrail.access.Enrolling;
import dev.synctrail.access.Granting;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Tells whose name somebody may not take whom only another issuer knows: in the records a name
 * means one actor.
 */
@Dependent
class Names {
  private final Enrolling enrolling;
  private final Granting granting;

  @Inject
  Names(Enrolling enrolling, Granting granting) {
    this.enrolling = enrolling;
    this.granting = granting;
  }

  /** Tells whether a name is, or was, a person's with a password here or a token's. */
  boolean isTaken(String name) {
    return enrolling.find(name).isPresent()
        || granting.tokens().stream().anyMatch(token -> token.name().equals(name));
  }
}
