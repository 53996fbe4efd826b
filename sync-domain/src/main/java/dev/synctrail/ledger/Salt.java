package dev.synctrail.ledger;

import dev.synctrail.json.CanonicalJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A secret of {@value #LENGTH} bytes that makes a {@link Commitment} impossible to guess.
 *
 * <p>An entry has one random salt, from which those of its values are derived. To erase one value,
 * the derived salts of the others are stored and the salt of the entry is destroyed.
 */
public final class Salt {
  /** The length in bytes. */
  public static final int LENGTH = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;
  private volatile @Nullable HmacSha256 deriving;

  private Salt(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a new random salt. */
  public static Salt random() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return new Salt(bytes);
  }

  /**
   * Returns the salt with these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH} bytes
   */
  public static Salt of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("A salt has 32 bytes, not " + bytes.length);
    }
    return new Salt(bytes.clone());
  }

  /**
   * Derives the salt of one value of an entry: HMAC-SHA-256 with this salt as the key, of the
   * canonical JSON {@code [table, key, column]}.
   */
  public Salt of(String table, JsonObject key, String column) {
    return of(table, new String(CanonicalJson.of(key), StandardCharsets.UTF_8), column);
  }

  /**
   * Derives the salt of one value, for callers that derive several of one row.
   *
   * @param table the name of a table, which needs no escapes in JSON
   * @param key the canonical JSON of the key
   * @param column the name of a column, which needs no escapes in JSON
   */
  public Salt of(String table, String key, String column) {
    String name = "[\"" + table + "\"," + key + ",\"" + column + "\"]";
    HmacSha256 known = deriving;
    if (known == null) {
      known = new HmacSha256(bytes);
      deriving = known;
    }
    return new Salt(known.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Salt that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the salt in lower-case hexadecimal, as evidence contains it. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Does not tell the salt, which would be a secret in a log. */
  @Override
  public String toString() {
    return "a salt";
  }
}
