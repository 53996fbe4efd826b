package dev.synctrail.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access token without its secret.
 *
 * @param name the actor that the token's requests are recorded under; never reused
 * @param expiresAt the expiry time, or null for never
 * @param lastUsedAt the last use, with a resolution of about one minute, or null for never
 * @param revokedAt null unless the token is revoked
 */
public record Token(
    UUID id,
    String name,
    Role role,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {

  /** Returns whether the token is valid: neither revoked nor expired. */
  public boolean isValid(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
