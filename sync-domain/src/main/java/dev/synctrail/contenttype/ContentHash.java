package dev.synctrail.contenttype;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.text.Sha256Hex;
import java.util.Optional;
import java.util.Set;

/**
 * Identifies the meaning of a content: the SHA-256 of its canonical JSON without volatile members.
 * Two contents with equal hashes mean the same. The REST API calls it {@code versionHash}.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {
  /** The top-level members that a platform changes on its own, such as timestamps. */
  public static final Set<String> VOLATILE =
      Set.of(
          "id",
          "_id",
          "createdAt",
          "updatedAt",
          "_createdAt",
          "_updatedAt",
          "created",
          "createdBy",
          "lastModified",
          "lastModifiedBy",
          "timestamp",
          "source");

  /**
   * @throws IllegalArgumentException if the value is not a SHA-256 in lower-case hexadecimal
   */
  public ContentHash {
    if (!isLegal(hex)) {
      throw new IllegalArgumentException(
          "A content hash must be a SHA-256 of 64 lower-case hex digits");
    }
  }

  /**
   * Returns whether {@code value} is a legal hash, for callers that report errors instead of
   * throwing.
   */
  public static boolean isLegal(String value) {
    return Sha256Hex.isValid(value);
  }

  /**
   * Hashes the JSON object in {@code bytes}.
   *
   * @throws MalformedJson if it cannot be read without changing its meaning
   */
  public static ContentHash of(byte[] bytes) {
    return of(StrictJson.readObject(bytes));
  }

  /** Hashes the JSON object in {@code bytes}; empty if the bytes are not a readable JSON object. */
  public static Optional<ContentHash> ifReadable(byte[] bytes) {
    try {
      return Optional.of(of(bytes));
    } catch (MalformedJson e) {
      return Optional.empty();
    }
  }

  /** Hashes a parsed text. Volatile members are left out only at the top level of an object. */
  public static ContentHash of(StrictJson json) {
    return new ContentHash(Checksum.of(CanonicalJson.without(json, VOLATILE)).hex());
  }

  @Override
  public String toString() {
    return hex;
  }
}
