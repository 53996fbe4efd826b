package dev.synctrail.persistence.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "console_user")
@NamedQuery(name = "ConsoleUserRow.all", query = "select u from ConsoleUserRow u order by u.name")
@NamedQuery(
    name = "ConsoleUserRow.byInvitation",
    query = "select u from ConsoleUserRow u where u.invitationHash = :hash")
class ConsoleUserRow {
  @Id private String name;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "password_hash")
  private @Nullable String passwordHash;

  @Column(name = "must_change")
  private boolean mustChange;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "password_changed_at")
  private Instant passwordChangedAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  @Column(name = "disabled_at")
  private @Nullable Instant disabledAt;

  @SuppressWarnings("UnusedVariable") // read by a query
  @Column(name = "invitation_hash")
  private @Nullable String invitationHash;

  @Column(name = "invited_until")
  private @Nullable Instant invitedUntil;

  @SuppressWarnings("NullAway") // for JPA
  protected ConsoleUserRow() {}

  ConsoleUser user() {
    return new ConsoleUser(
        name,
        role,
        passwordHash,
        mustChange,
        createdAt,
        createdBy,
        passwordChangedAt,
        lastUsedAt,
        disabledAt,
        invitedUntil);
  }

  void change(Role next, @Nullable Instant disabled) {
    role = next;
    disabledAt = disabled;
  }

  void password(String hash, boolean change, Instant at) {
    passwordHash = hash;
    mustChange = change;
    passwordChangedAt = at;
    withdrawInvitation();
  }

  void invite(String secretHash, Instant until, Instant at) {
    passwordHash = null;
    mustChange = false;
    passwordChangedAt = at;
    invitationHash = secretHash;
    invitedUntil = until;
  }

  void withdrawInvitation() {
    invitationHash = null;
    invitedUntil = null;
  }

  void used(Instant at) {
    lastUsedAt = at;
  }
}
