package dev.synctrail.persistence.access;

import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "access_token")
@NamedQuery(
    name = "AccessTokenRow.all",
    query = "select t from AccessTokenRow t order by t.createdAt desc, t.name")
@NamedQuery(
    name = "AccessTokenRow.bySecret",
    query = "select t from AccessTokenRow t where t.secretHash = :hash")
class AccessTokenRow {
  @Id private UUID id;

  private String name;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "secret_hash")
  private String secretHash;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  private @Nullable String owner;

  @SuppressWarnings("NullAway") // for JPA
  protected AccessTokenRow() {}

  Token token() {
    return new Token(id, name, role, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt, owner);
  }

  void used(Instant at) {
    lastUsedAt = at;
  }

  boolean revoke(Instant at) {
    if (revokedAt != null) {
      return false;
    }
    revokedAt = at;
    return true;
  }
}
