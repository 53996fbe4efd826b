package dev.synctrail.persistence.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An immutable row of {@code version}. */
@Entity
@Table(name = "version")
class VersionRow {
  private static final String SEPARATOR = " ";

  @Id private String id;

  @Column(name = "type_key")
  private String typeKey;

  @Column(name = "content_hash")
  private String contentHash;

  private String content;

  @Enumerated(EnumType.STRING)
  private VersionSource source;

  private String author;
  private @Nullable String message;
  private String parents;

  @Column(name = "created_at")
  private Instant createdAt;

  @SuppressWarnings("NullAway") // for JPA
  protected VersionRow() {}

  VersionRow(ContentTypeVersion version) {
    this.id = version.id().hex();
    this.typeKey = version.typeKey().value();
    this.contentHash = version.contentHash().hex();
    this.content = version.content().hex();
    this.source = version.source();
    this.author = version.author();
    this.message = version.message();
    this.parents =
        version.parents().stream().map(VersionId::hex).collect(Collectors.joining(SEPARATOR));
    this.createdAt = version.createdAt();
  }

  ContentTypeVersion version() {
    return new ContentTypeVersion(
        new VersionId(id),
        new TypeKey(typeKey),
        new ContentHash(contentHash),
        new Checksum(content),
        source,
        author,
        message,
        parents.isEmpty()
            ? List.of()
            : Arrays.stream(parents.split(SEPARATOR)).map(VersionId::new).toList(),
        createdAt);
  }
}
