package dev.synctrail.access;

import java.time.Instant;

/**
 * A person who signs in to the console.
 *
 * @param name the actor that the person's deeds are recorded under
 * @param passwordHash as {@link PasswordHash} writes it
 */
public record ConsoleUser(String name, Role role, String passwordHash, Instant createdAt) {

  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}
