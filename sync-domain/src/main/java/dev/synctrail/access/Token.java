package dev.synctrail.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an access token beside its secret.
 *
 * @param name the actor that the token's requests are recorded under; never used twice
 * @param expiresAt from when on it lets nobody in, or null for never
 * @param lastUsedAt to about a minute, or null for never
 * @param revokedAt null while the token lets in
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

  /** Tells whether the token lets in. */
  public boolean isValid(Instant now) {
    return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
  }
}
