package dev.synctrail.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user who signs in to the console, or to the API with name and password.
 *
 * @param name the actor that the user's actions are recorded under; never reused
 * @param passwordHash the hash as formatted by {@link PasswordHash}; null until an invited user
 *     chooses a password
 * @param mustChange whether the password was set by someone else and must be changed
 * @param passwordChangedAt the time of the last change; earlier sessions are invalid
 * @param lastUsedAt the last sign-in, with a resolution of about one minute, or null for never
 * @param disabledAt null while the user is enabled
 * @param invitedUntil the time until which the invitation can be used; null without one
 */
public record ConsoleUser(
    String name,
    Role role,
    @Nullable String passwordHash,
    boolean mustChange,
    Instant createdAt,
    String createdBy,
    Instant passwordChangedAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant disabledAt,
    @Nullable Instant invitedUntil) {

  /** Returns whether the user is enabled. */
  public boolean isEnabled() {
    return disabledAt == null;
  }

  /** Returns whether the user can choose a password by an invitation now. */
  public boolean isInvited(Instant now) {
    return isEnabled() && invitedUntil != null && now.isBefore(invitedUntil);
  }

  /**
   * Returns whether a token of the user may have a role: it never has more rights than the user.
   */
  public boolean mayOwnToken(Role tokenRole) {
    return isEnabled() && role.rights().containsAll(tokenRole.rights());
  }

  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}
