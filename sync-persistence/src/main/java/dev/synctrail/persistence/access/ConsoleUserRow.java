package dev.synctrail.persistence.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "console_user")
class ConsoleUserRow {
  @Id private String name;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "password_hash")
  private String passwordHash;

  @Column(name = "created_at")
  private Instant createdAt;

  @SuppressWarnings("NullAway") // only JPA makes one this way
  protected ConsoleUserRow() {}

  ConsoleUser user() {
    return new ConsoleUser(name, role, passwordHash, createdAt);
  }
}
