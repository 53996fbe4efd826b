package dev.synctrail.persistence.version;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Used only in joins and never loaded; the head is updated by SQL. */
@Entity
@Table(name = "content_type")
class ContentTypeRow {
  @SuppressWarnings("UnusedVariable") // used in queries
  @Id
  @Column(name = "type_key")
  private String typeKey;

  @SuppressWarnings("UnusedVariable") // used in queries
  @Column(name = "head_id")
  private String headId;

  @SuppressWarnings("NullAway") // for JPA
  protected ContentTypeRow() {}
}
