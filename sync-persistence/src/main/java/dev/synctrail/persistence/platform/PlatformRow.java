package dev.synctrail.persistence.platform;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The current revision of a platform; written only by conditional statements. */
@Entity
@Table(name = "platform")
@SuppressWarnings("UnusedVariable") // used in queries
class PlatformRow {
  @Id private String id;

  private int revision;
  private boolean removed;

  @SuppressWarnings("NullAway") // for JPA
  protected PlatformRow() {}
}
