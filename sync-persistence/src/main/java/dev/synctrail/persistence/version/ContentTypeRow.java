package dev.synctrail.persistence.version;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Only joined in queries, never loaded: its head moves by SQL. */
@Entity
@Table(name = "content_type")
class ContentTypeRow {
  @SuppressWarnings("UnusedVariable") // read by queries
  @Id
  @Column(name = "type_key")
  private String typeKey;

  @SuppressWarnings("UnusedVariable") // read by queries
  @Column(name = "head_id")
  private String headId;

  @SuppressWarnings("NullAway") // only JPA makes one this way
  protected ContentTypeRow() {}
}
