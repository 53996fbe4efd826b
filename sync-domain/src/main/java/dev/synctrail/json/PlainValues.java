package dev.synctrail.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;

/**
 * Writes the canonical form of values without reading them again, which most of those that the
 * ledger consists of need not be: ASCII without escapes, and integers.
 */
final class PlainValues {
  private static final int MAX_DEPTH = 20;

  private PlainValues() {}

  /** Appends a value; returns false if it is not plain, and what was appended is not complete. */
  static boolean append(JsonValue value, StringBuilder out) {
    return append(value, out, 0);
  }

  private static boolean append(JsonValue value, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      return false;
    }
    return switch (value.getValueType()) {
      case OBJECT -> object(value.asJsonObject(), out, depth);
      case ARRAY -> array(value.asJsonArray(), out, depth);
      case STRING -> string(((JsonString) value).getString(), out);
      case NUMBER -> number((JsonNumber) value, out);
      case TRUE, FALSE, NULL -> {
        out.append(value);
        yield true;
      }
    };
  }

  private static boolean object(JsonObject object, StringBuilder out, int depth) {
    String[] names = object.keySet().toArray(String[]::new);
    Arrays.sort(names);
    out.append('{');
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      JsonValue member = object.get(names[i]);
      if (member == null || !string(names[i], out)) {
        return false;
      }
      out.append(':');
      if (!append(member, out, depth + 1)) {
        return false;
      }
    }
    out.append('}');
    return true;
  }

  private static boolean array(JsonArray array, StringBuilder out, int depth) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      if (!append(array.get(i), out, depth + 1)) {
        return false;
      }
    }
    out.append(']');
    return true;
  }

  private static boolean string(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    out.append('"').append(text).append('"');
    return true;
  }

  private static boolean number(JsonNumber number, StringBuilder out) {
    String text = number.toString();
    if (text.length() > 15 || !text.chars().allMatch(c -> (c >= '0' && c <= '9'))) {
      return false; // negative, decimal, with an exponent, or perhaps beyond 2^53
    }
    out.append(text);
    return true;
  }
}
