package dev.synctrail.history;

import dev.synctrail.contenttype.CanonicalJson;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import jakarta.json.Json;
import jakarta.json.JsonValue.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a payload, and perhaps what stands there.
 *
 * @param pointer JSON Pointer (RFC 6901)
 * @param value a string, number, boolean or null in its one spelling (RFC 8785); null for anything
 */
public record Holding(String pointer, @Nullable String value) {
  /** The longest pointer, and the longest value, in characters. */
  public static final int LONGEST = 2_000;

  private static final Pattern LEGAL = Pattern.compile("(/([^~]|~[01])*)?", Pattern.DOTALL);

  /**
   * @throws IllegalArgumentException when the pointer is none
   */
  public Holding {
    if (pointer.length() > LONGEST || !LEGAL.matcher(pointer).matches()) {
      throw new IllegalArgumentException(
          "Must be a JSON Pointer of at most " + LONGEST + " characters such as /properties/title");
    }
  }

  /**
   * Reads a value as people write it: JSON if it is, such as {@code 1.0}, {@code true} or {@code
   * "5"}; a string else.
   *
   * @throws IllegalArgumentException when it is an object, an array or too long
   */
  public static String value(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("Longer than " + LONGEST + " characters");
    }
    StrictJson json;
    try {
      json = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJson e) {
      return spelled(CanonicalJson.of(Json.createValue(text)));
    }
    ValueType type = json.value().getValueType();
    if (type == ValueType.OBJECT || type == ValueType.ARRAY) {
      throw new IllegalArgumentException("Must be a string, number, boolean or null");
    }
    return spelled(CanonicalJson.of(json));
  }

  private static String spelled(byte[] canonical) {
    return new String(canonical, StandardCharsets.UTF_8);
  }
}
