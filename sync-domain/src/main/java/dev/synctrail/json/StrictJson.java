package dev.synctrail.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON text that was parsed without loss. All JSON bytes are read through this class.
 *
 * <p>Input that other parsers silently repair is rejected: invalid UTF-8, a byte order mark,
 * duplicate keys, integers beyond ±2^53, numbers that do not fit a double, lone surrogates, more
 * than {@value #MAX_DEPTH} levels, anything after the value. Numbers are returned as doubles (RFC
 * 8785), so that {@code equals} on two values tells whether they mean the same.
 *
 * <p>The text is held as a tape of tokens over its bytes, so that hashing does not build a tree.
 */
public final class StrictJson {
  /** The maximum nesting depth of objects and arrays. */
  public static final int MAX_DEPTH = 200;

  private static final JsonProvider VALUES = JsonProvider.provider();
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

  private final Tape tape;

  private StrictJson(Tape tape) {
    this.tape = tape;
  }

  /**
   * Reads any JSON value.
   *
   * @throws MalformedJson with the position of the first error
   */
  public static StrictJson read(byte[] bytes) {
    return new StrictJson(new StrictReader(bytes).read());
  }

  /**
   * Reads a JSON object.
   *
   * @throws MalformedJson with the position of the first error, or the root if it is not an object
   */
  public static StrictJson readObject(byte[] bytes) {
    StrictJson json = read(bytes);
    if (json.tape.kind(0) != Tape.OBJECT) {
      throw new MalformedJson("", "A JSON object is expected.", 0, 1, 1);
    }
    return json;
  }

  /** Returns the value as JSON-P. */
  public JsonValue value() {
    return value(0);
  }

  /**
   * Returns the object as JSON-P.
   *
   * @throws ClassCastException if the text is not an object
   */
  public JsonObject object() {
    return value(0).asJsonObject();
  }

  /**
   * Returns the object as JSON-P, in which the named members are empty if they are objects or
   * arrays, for callers that read those members through {@link #bytesOf}.
   *
   * @throws ClassCastException if the text is not an object
   */
  public JsonObject objectWithEmpty(Set<String> members) {
    if (tape.kind(0) != Tape.OBJECT) {
      throw new ClassCastException("Not an object");
    }
    JsonObjectBuilder object = BUILDERS.createObjectBuilder();
    for (int key = tape.first(0); key < tape.next(0); key = tape.next(tape.valueOf(key))) {
      String name = tape.text(key);
      int value = tape.valueOf(key);
      boolean emptied = members.contains(name);
      if (emptied && tape.kind(value) == Tape.OBJECT) {
        object.add(name, JsonValue.EMPTY_JSON_OBJECT);
      } else if (emptied && tape.kind(value) == Tape.ARRAY) {
        object.add(name, JsonValue.EMPTY_JSON_ARRAY);
      } else {
        object.add(name, value(value));
      }
    }
    return object.build();
  }

  /**
   * Returns the exact bytes of a top-level member that is an object or an array; empty if there is
   * no such member.
   */
  public Optional<byte[]> bytesOf(String member) {
    if (tape.kind(0) == Tape.OBJECT) {
      for (int key = tape.first(0); key < tape.next(0); key = tape.next(tape.valueOf(key))) {
        int value = tape.valueOf(key);
        boolean structure = tape.kind(value) == Tape.OBJECT || tape.kind(value) == Tape.ARRAY;
        if (structure && tape.text(key).equals(member)) {
          return Optional.of(Arrays.copyOfRange(tape.bytes(), tape.start(value), tape.end(value)));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the tokens, for processing large contents without a tree. */
  public Tape tape() {
    return tape;
  }

  /** Returns the value at a node of the {@link #tape()} as JSON-P. */
  public JsonValue value(int node) {
    return switch (tape.kind(node)) {
      case Tape.OBJECT -> {
        JsonObjectBuilder object = BUILDERS.createObjectBuilder();
        int end = tape.next(node);
        for (int key = tape.first(node); key < end; ) {
          int value = tape.valueOf(key);
          object.add(tape.text(key), value(value));
          key = tape.next(value);
        }
        yield object.build();
      }
      case Tape.ARRAY -> {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        int end = tape.next(node);
        for (int item = tape.first(node); item < end; item = tape.next(item)) {
          array.add(value(item));
        }
        yield array.build();
      }
      case Tape.STRING, Tape.ESCAPED -> VALUES.createValue(tape.text(node));
      case Tape.INTEGER -> VALUES.createValue(tape.integer(node));
      case Tape.DECIMAL -> decimal(tape.decimal(node));
      case Tape.TRUE -> JsonValue.TRUE;
      case Tape.FALSE -> JsonValue.FALSE;
      default -> JsonValue.NULL;
    };
  }

  private static JsonValue decimal(double number) {
    if (Math.rint(number) == number && Math.abs(number) <= Tape.LARGEST_INTEGER) {
      return VALUES.createValue((long) number);
    }
    return VALUES.createValue(new BigDecimal(CanonicalJson.number(number)));
  }

  @Override
  public String toString() {
    return new String(tape.bytes(), StandardCharsets.UTF_8);
  }
}
