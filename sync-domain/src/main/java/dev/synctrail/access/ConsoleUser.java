package dev.synctrail.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in to the console, or shows name and password to the API.
 *
 * @param name the actor that the person's deeds are recorded under; never used twice
 * @param passwordHash as {@link PasswordHash} writes it
 * @param mustChange whether somebody else gave the password, so that it only serves to choose one
 * @param passwordChangedAt sessions from before it are over
 * @param lastUsedAt when the person last signed in, to about a minute, or null for never
 * @param disabledAt null while the person is let in
 */
public record ConsoleUser(
    String name,
    Role role,
    String passwordHash,
    boolean mustChange,
    Instant createdAt,
    String createdBy,
    Instant passwordChangedAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant disabledAt) {

  /** Tells whether the person is let in. */
  public boolean isEnabled() {
    return disabledAt == null;
  }

  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}
