package dev.synctrail.json;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes JSON in canonical form (JSON Canonicalization Scheme, RFC 8785), so that equal values give
 * equal bytes: no white space, keys sorted by UTF-16 code units, ECMAScript numbers, minimal
 * escaping.
 */
public final class CanonicalJson {
  private static final int FEW_KEYS = 24;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Tape tape;
  private byte[] out;
  private int size;
  private int[] keys = new int[64];
  private int keyCount;

  private CanonicalJson(Tape tape) {
    this.tape = tape;
    this.out = new byte[tape.bytes().length + 16];
  }

  /**
   * Returns the canonical form of the JSON text in {@code bytes}.
   *
   * @throws MalformedJson if the text cannot be read without changing its meaning
   */
  public static byte[] of(byte[] bytes) {
    return of(StrictJson.read(bytes));
  }

  /** Returns the canonical form of a parsed text. */
  public static byte[] of(StrictJson json) {
    return without(json, Set.of());
  }

  /**
   * Returns the canonical form of a value that was built in code.
   *
   * @throws MalformedJson if it contains something that {@link StrictJson} rejects
   * @throws IllegalArgumentException if it contains a lone surrogate
   */
  public static byte[] of(JsonValue value) {
    StringBuilder plain = new StringBuilder();
    if (PlainValues.append(value, plain)) {
      return plain.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    try {
      ByteBuffer utf8 =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value.toString()));
      byte[] bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      return of(bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A string contains a lone surrogate", e);
    }
  }

  /** Returns the canonical form of a parsed text without the given top-level members. */
  public static byte[] without(StrictJson json, Set<String> members) {
    CanonicalJson canonical = new CanonicalJson(json.tape());
    canonical.value(0, members);
    return canonical.size == canonical.out.length
        ? canonical.out
        : Arrays.copyOf(canonical.out, canonical.size);
  }

  /** Formats a finite number as ECMAScript does. */
  static String number(double number) {
    try {
      return NumberToJSON.serializeNumber(number);
    } catch (IOException e) {
      throw new IllegalArgumentException("A number must be finite", e);
    }
  }

  private void value(int node, Set<String> without) {
    switch (tape.kind(node)) {
      case Tape.OBJECT -> object(node, without);
      case Tape.ARRAY -> array(node);
      case Tape.STRING, Tape.ESCAPED -> string(node);
      case Tape.INTEGER -> integer(node);
      case Tape.DECIMAL -> ascii(number(tape.decimal(node)));
      case Tape.TRUE, Tape.FALSE, Tape.NULL -> copy(tape.bytes(), tape.start(node), tape.end(node));
      default -> throw new IllegalStateException("Unknown kind: " + tape.kind(node));
    }
  }

  private void object(int node, Set<String> without) {
    int from = keyCount;
    int end = tape.next(node);
    boolean sorted = true;
    for (int key = tape.first(node); key < end; key = tape.next(tape.valueOf(key))) {
      if (!without.isEmpty() && without.contains(tape.text(key))) {
        continue;
      }
      if (keyCount == keys.length) {
        keys = Arrays.copyOf(keys, keyCount * 2);
      }
      sorted = sorted && (keyCount == from || tape.compareKeys(keys[keyCount - 1], key) < 0);
      keys[keyCount++] = key;
    }
    int to = keyCount;
    if (!sorted) {
      sort(from, to);
    }
    put('{');
    for (int i = from; i < to; i++) {
      if (i > from) {
        put(',');
      }
      int key = keys[i];
      string(key);
      put(':');
      value(tape.valueOf(key), Set.of());
    }
    put('}');
    keyCount = from;
  }

  private void sort(int from, int to) {
    if (to - from > FEW_KEYS) {
      Integer[] boxed = Arrays.stream(keys, from, to).boxed().toArray(Integer[]::new);
      Arrays.sort(boxed, tape::compareKeys);
      for (int i = from; i < to; i++) {
        keys[i] = boxed[i - from];
      }
      return;
    }
    for (int i = from + 1; i < to; i++) {
      int key = keys[i];
      int j = i;
      for (; j > from && tape.compareKeys(keys[j - 1], key) > 0; j--) {
        keys[j] = keys[j - 1];
      }
      keys[j] = key;
    }
  }

  private void array(int node) {
    put('[');
    int first = tape.first(node);
    int end = tape.next(node);
    for (int item = first; item < end; item = tape.next(item)) {
      if (item > first) {
        put(',');
      }
      value(item, Set.of());
    }
    put(']');
  }

  private void integer(int node) {
    if (tape.integer(node) == 0) {
      put('0');
    } else {
      copy(tape.bytes(), tape.start(node), tape.end(node));
    }
  }

  private void string(int node) {
    put('"');
    if (tape.kind(node) == Tape.STRING) {
      copy(tape.bytes(), tape.start(node), tape.end(node));
    } else {
      escape(tape.source(node), tape.start(node), tape.end(node));
    }
    put('"');
  }

  private void escape(byte[] decoded, int start, int end) {
    int copied = start;
    for (int i = start; i < end; i++) {
      byte b = decoded[i];
      if (b < 0 || (b >= 0x20 && b != '"' && b != '\\')) {
        continue;
      }
      copy(decoded, copied, i);
      copied = i + 1;
      put('\\');
      switch (b) {
        case '"', '\\' -> put(b);
        case '\b' -> put('b');
        case '\f' -> put('f');
        case '\n' -> put('n');
        case '\r' -> put('r');
        case '\t' -> put('t');
        default -> {
          ascii("u00");
          put(HEX[b >> 4]);
          put(HEX[b & 0xF]);
        }
      }
    }
    copy(decoded, copied, end);
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void copy(byte[] from, int start, int end) {
    int length = end - start;
    reserve(length);
    System.arraycopy(from, start, out, size, length);
    size += length;
  }

  private void put(int b) {
    reserve(1);
    out[size++] = (byte) b;
  }

  private void reserve(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(size + more, out.length + (out.length >> 1)));
    }
  }
}
