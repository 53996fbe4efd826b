package dev.synctrail.evidence;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, decimals and flags. The verifier cannot use a
 * library, and {@code dev.synctrail.json} needs one for numbers.
 */
final class PlainJson {
  private static final int MAX_DEPTH = 50;

  private final String name;
  private final String text;
  private int at;
  private int depth;

  private PlainJson(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @param name the file, for messages
   * @throws BrokenEvidence if it is no JSON object, or a member is in it twice
   */
  static Members object(String name, byte[] bytes) {
    PlainJson json = new PlainJson(name, text(name, bytes));
    Object value = json.value();
    if (json.at != json.text.length() || !(value instanceof Map<?, ?>)) {
      throw json.malformed();
    }
    return new Members(name, members(value));
  }

  static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BrokenEvidence(name + " is not text in UTF-8");
    }
  }

  @SuppressWarnings("unchecked") // objects are read into such maps only
  private static Map<String, @Nullable Object> members(Object object) {
    return (Map<String, @Nullable Object>) object;
  }

  private BrokenEvidence malformed() {
    return new BrokenEvidence(name + " is not the JSON that Synctrail writes");
  }

  private @Nullable Object value() {
    skipSpace();
    if (++depth > MAX_DEPTH) {
      throw malformed();
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        };
    depth--;
    skipSpace();
    return value;
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        take(',');
        skipSpace();
      }
      String member = string();
      skipSpace();
      take(':');
      if (members.containsKey(member)) {
        throw malformed();
      }
      members.put(member, value());
    }
    at++;
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    skipSpace();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        take(',');
      }
      items.add(value());
    }
    at++;
    return items;
  }

  private String string() {
    take('"');
    StringBuilder characters = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      if (next < ' ') {
        throw malformed();
      }
      characters.append(next == '\\' ? escape() : next);
    }
    at++;
    return characters.toString();
  }

  private char escape() {
    char escape = peek();
    at++;
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed();
    };
  }

  private char unicode() {
    int end = at + 4;
    if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
      throw malformed();
    }
    char character = (char) Integer.parseInt(text.substring(at, end), 16);
    at = end;
    return character;
  }

  private BigDecimal number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(start, at);
    if (!number.matches("-?(0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")) {
      throw malformed();
    }
    return new BigDecimal(number);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private void take(char expected) {
    if (peek() != expected) {
      throw malformed();
    }
    at++;
  }

  /**
   * The members of an object, of the types that the reader expects.
   *
   * @param file for messages
   */
  record Members(String file, Map<String, @Nullable Object> all) {
    boolean has(String member) {
      return all.get(member) != null;
    }

    String text(String member) {
      return typed(member, String.class);
    }

    boolean flag(String member) {
      return has(member) && typed(member, Boolean.class);
    }

    long number(String member) {
      try {
        return typed(member, BigDecimal.class).longValueExact();
      } catch (ArithmeticException e) {
        throw unexpected(member);
      }
    }

    Members object(String member) {
      return new Members(file, members(typed(member, Map.class)));
    }

    List<Members> objects(String member) {
      List<Members> objects = new ArrayList<>();
      for (Object item : typed(member, List.class)) {
        if (!(item instanceof Map<?, ?>)) {
          throw unexpected(member);
        }
        objects.add(new Members(file, members(item)));
      }
      return objects;
    }

    List<String> texts(String member) {
      List<String> texts = new ArrayList<>();
      for (Object item : typed(member, List.class)) {
        if (!(item instanceof String text)) {
          throw unexpected(member);
        }
        texts.add(text);
      }
      return texts;
    }

    private <T> T typed(String member, Class<T> type) {
      Object value = all.get(member);
      if (!type.isInstance(value)) {
        throw unexpected(member);
      }
      return type.cast(value);
    }

    private BrokenEvidence unexpected(String member) {
      return new BrokenEvidence(file + ": \"" + member + "\" is missing or of another type");
    }
  }
}
