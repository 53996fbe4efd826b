package dev.synctrail.history;

import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import jakarta.json.Json;
import jakarta.json.JsonValue.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A search criterion for payloads: a JSON Pointer that must exist, and optionally its value.
 *
 * @param pointer JSON Pointer (RFC 6901)
 * @param value a string, number, boolean or null in canonical form (RFC 8785); null for any value
 */
public record Holding(String pointer, @Nullable String value) {
  /** The maximum length of the pointer and of the value, in characters. */
  public static final int MAX_LENGTH = 2_000;

  private static final Pattern LEGAL = Pattern.compile("(/([^~]|~[01])*)?", Pattern.DOTALL);

  /**
   * @throws IllegalArgumentException if the pointer is invalid
   */
  public Holding {
    if (pointer.length() > MAX_LENGTH || !LEGAL.matcher(pointer).matches()) {
      throw new IllegalArgumentException(
          "Must be a JSON Pointer of at most "
              + MAX_LENGTH
              + " characters such as /properties/title");
    }
  }

  /**
   * Parses a value as entered by a user: as JSON if possible, such as {@code 1.0}, {@code true} or
   * {@code "5"}, otherwise as a string.
   *
   * @throws IllegalArgumentException if it is an object, an array or too long
   */
  public static String value(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("Longer than " + MAX_LENGTH + " characters");
    }
    StrictJson json;
    try {
      json = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson e) {
      return utf8(CanonicalJson.of(Json.createValue(text)));
    }
    ValueType type = json.value().getValueType();
    if (type == ValueType.OBJECT || type == ValueType.ARRAY) {
      throw new IllegalArgumentException("Must be a string, number, boolean or null");
    }
    return utf8(CanonicalJson.of(json));
  }

  private static String utf8(byte[] canonical) {
    return new String(canonical, StandardCharsets.UTF_8);
  }
}
