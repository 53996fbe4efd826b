package dev.synctrail.access;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An access token without its secret.
 *
 * @param name the actor that the token's requests are recorded under; never reused
 * @param expiresAt the expiry time, or null for never
 * @param lastUsedAt the last use, with a resolution of about one minute, or null for never
 * @param revokedAt null unless the token is revoked
 * @param owner the user who created the token for personal use and whose rights limit it, or null
 */
public record Token(
    UUID id,
    String name,
    Role role,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String owner) {

  /** Returns whether the token is valid: neither revoked nor expired. */
  public boolean isValid(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }

  /**
   * Returns whether the owner, if there is one, is enabled and has all rights of the token.
   *
   * @param users finds a user by name
   */
  boolean isOwnerEntitled(Function<String, @Nullable ConsoleUser> users) {
    if (owner == null) {
      return true;
    }
    ConsoleUser user = users.apply(owner);
    return user != null && user.mayOwnToken(role);
  }
}
