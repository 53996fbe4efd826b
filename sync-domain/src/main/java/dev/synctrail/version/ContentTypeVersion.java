package dev.synctrail.version;

import dev.synctrail.contenttype.CanonicalJson;
import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
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
 * One content of a type at one point of its lineage; never changes.
 *
 * @param contentHash what the content means
 * @param content the checksum of its exact bytes
 * @param author who made it, as claimed
 * @param message why, or null
 * @param parents the versions it builds on: none for a root, several for a merge
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

  /** Makes a version under the id that follows from what it says. */
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

  /** Tells whether the version still says what its id was made from. */
  public boolean fitsItsId() {
    return id.equals(identify(typeKey, contentHash, source, author, message, parents, createdAt));
  }

  /** The SHA-256 of the canonical JSON (RFC 8785) of its statements, so that anyone can check. */
  private static VersionId identify(
      TypeKey typeKey,
      ContentHash contentHash,
      VersionSource source,
      String author,
      @Nullable String message,
      List<VersionId> parents,
      Instant createdAt) {
    JsonArrayBuilder builtOn = JSON.createArrayBuilder();
    parents.forEach(parent -> builtOn.add(parent.hex()));
    JsonObjectBuilder statements =
        JSON.createObjectBuilder()
            .add("typeKey", typeKey.value())
            .add("contentHash", contentHash.hex())
            .add("parents", builtOn)
            .add("author", author)
            .add("source", source.name())
            .add("time", MILLISECONDS.format(createdAt));
    if (message == null) {
      statements.addNull("message");
    } else {
      statements.add("message", message);
    }
    return new VersionId(Checksum.of(CanonicalJson.of(statements.build())).hex());
  }
}
