package dev.synctrail.persistence.platform;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which revision of a platform is current; written only by statements that check. */
@Entity
@Table(name = "platform")
@SuppressWarnings("UnusedVariable") // named in queries
class PlatformRow {
  @Id private String id;

  private int revision;
  private boolean removed;

  @SuppressWarnings("NullAway") // only JPA makes one this way
  protected PlatformRow() {}
}
