package dev.synctrail.contenttype;

import dev.synctrail.snapshot.Checksum;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says whether two contents mean the same: the SHA-256 of the canonical JSON without the members
 * that change by themselves. The REST contract calls it {@code versionHash}.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {
  private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{64}");

  /** The top-level members that change by themselves. */
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
   * @throws IllegalArgumentException when the value is not a SHA-256 in lower-case hexadecimal
   */
  public ContentHash {
    if (!isLegal(hex)) {
      throw new IllegalArgumentException("A content hash is a SHA-256: 64 lower-case hex digits");
    }
  }

  /** Tells whether {@code value} could be a hash, for those who report instead of throw. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  /**
   * Hashes the JSON object in {@code bytes}.
   *
   * @throws MalformedJson when it cannot be read without changing its meaning
   */
  public static ContentHash of(byte[] bytes) {
    return of(StrictJson.readObject(bytes));
  }

  /** Hashes the JSON object in {@code bytes}; empty when it is none that can be read. */
  public static Optional<ContentHash> ifReadable(byte[] bytes) {
    try {
      return Optional.of(of(bytes));
    } catch (MalformedJson e) {
      return Optional.empty();
    }
  }

  /** Hashes a text that was read; volatile members count only at the top level of an object. */
  public static ContentHash of(StrictJson json) {
    return new ContentHash(Checksum.of(CanonicalJson.without(json, VOLATILE)).hex());
  }

  @Override
  public String toString() {
    return hex;
  }
}
