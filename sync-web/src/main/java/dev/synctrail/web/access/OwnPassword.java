package dev.synctrail.web.access;

import dev.synctrail.access.ManageUsers;
import dev.synctrail.access.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Changes the password of the current caller and records it, in one transaction. */
@ApplicationScoped
@Needs(Right.SELF)
@Transactional
public class OwnPassword {
  private final ManageUsers manageUsers;
  private final Authorization authorization;

  @Inject
  OwnPassword(ManageUsers manageUsers, Authorization authorization) {
    this.manageUsers = manageUsers;
    this.authorization = authorization;
  }

  /**
   * Sets a password that the caller chose after confirming the current one.
   *
   * @throws IllegalArgumentException if it is too short, too long, or contains the name
   */
  public void change(String chosen) {
    manageUsers.choose(authorization.caller().name(), chosen);
    authorization.passwordChanged();
  }
}
