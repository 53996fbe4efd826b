package dev.synctrail.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.json.CanonicalJson;
import dev.synctrail.snapshot.Checksum;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable version of a content type in its history.
 *
 * @param contentHash identifies the meaning of the content
 * @param content the checksum of its exact bytes
 * @param author the author as stated by the client
 * @param message the reason for the change, or null
 * @param parents the versions that it is based on: none for a root, several for a merge
 * @param createdAt in milliseconds, later than every earlier version of the type
 */
public record ContentTypeVersion(
    VersionId id,
    TypeKey typeKey,
    ContentHash contentHash,
    Checksum content,
    VersionSource source,
    String author,
    @Nullable String message,
    List<VersionId> parents,
    Instant createdAt) {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public ContentTypeVersion {
    parents = List.copyOf(parents);
  }

  /** Creates a version with the id computed from its members. */
  static ContentTypeVersion of(
      TypeKey typeKey,
      ContentHash contentHash,
      Checksum content,
      VersionSource source,
      String author,
      @Nullable String message,
      List<VersionId> parents,
      Instant createdAt) {
    Instant at = createdAt.truncatedTo(ChronoUnit.MILLIS);
    VersionId id = identify(typeKey, contentHash, source, author, message, parents, at);
    return new ContentTypeVersion(
        id, typeKey, contentHash, content, source, author, message, parents, at);
  }

  /** Returns whether the id still matches the members that it was computed from. */
  public boolean matchesId() {
    return id.equals(identify(typeKey, contentHash, source, author, message, parents, createdAt));
  }

  /**
   * Computes the SHA-256 of the canonical JSON (RFC 8785) of the members, so that anyone can verify
   * it.
   */
  private static VersionId identify(
      TypeKey typeKey,
      ContentHash contentHash,
      VersionSource source,
      String author,
      @Nullable String message,
      List<VersionId> parents,
      Instant createdAt) {
    JsonArrayBuilder parentIds = JSON.createArrayBuilder();
    parents.forEach(parent -> parentIds.add(parent.hex()));
    JsonObjectBuilder members =
        JSON.createObjectBuilder()
            .add("typeKey", typeKey.value())
            .add("contentHash", contentHash.hex())
            .add("parents", parentIds)
            .add("author", author)
            .add("source", source.name())
            .add("time", MILLISECONDS.format(createdAt));
    if (message == null) {
      members.addNull("message");
    } else {
      members.add("message", message);
    }
    return new VersionId(Checksum.of(CanonicalJson.of(members.build())).hex());
  }
}
