package dev.synctrail.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tokens of one JSON text in document order, four numbers each: kind, start, end, next. Hashing
 * and comparison can process megabytes without creating an object per value.
 *
 * <p>A node is an index into the tape. A member is a key node followed by its value node. Start and
 * end are byte offsets into the text, for {@link #ESCAPED} into the decoded characters. Strings
 * exclude their quotes. Next is the node after the value including its children; for a key, this
 * cell holds its hash.
 */
public final class Tape {
  public static final int OBJECT = 0;
  public static final int ARRAY = 1;
  public static final int STRING = 2;
  public static final int ESCAPED = 3;
  public static final int INTEGER = 4;
  public static final int DECIMAL = 5;
  public static final int TRUE = 6;
  public static final int FALSE = 7;
  public static final int NULL = 8;

  static final long LARGEST_INTEGER = 1L << 53;

  private static final int WIDTH = 4;

  private final byte[] bytes;
  private byte[] decoded = {};
  private int decodedSize;
  private int[] cells;
  private int size;

  Tape(byte[] bytes) {
    this.bytes = bytes;
    this.cells = new int[Math.max(64, bytes.length / 16 * WIDTH)];
  }

  byte[] bytes() {
    return bytes;
  }

  /** Returns the kind of the node: one of the constants. */
  public int kind(int node) {
    return cells[node];
  }

  /** Returns the start of the token in its {@link #source}. */
  public int start(int node) {
    return cells[node + 1];
  }

  /** Returns the end of the token in its {@link #source}, exclusive. */
  public int end(int node) {
    return cells[node + 2];
  }

  /** Returns the node after the value including its children. */
  public int next(int node) {
    return cells[node + 3];
  }

  /** Returns a hash of a key's bytes. */
  public int hash(int key) {
    return cells[key + 3];
  }

  /**
   * Returns the first item or key of an array or object. If it is empty, this equals its {@link
   * #next}.
   */
  public int first(int structure) {
    return structure + WIDTH;
  }

  /** Returns the value of a member. */
  public int valueOf(int key) {
    return key + WIDTH;
  }

  /** Returns the array that the start and end of a string or key refer to. */
  public byte[] source(int node) {
    return cells[node] == ESCAPED ? decoded : bytes;
  }

  /** Returns the characters of a string or key. */
  public String text(int node) {
    int start = start(node);
    return new String(source(node), start, end(node) - start, StandardCharsets.UTF_8);
  }

  long integer(int node) {
    int at = start(node);
    boolean negative = bytes[at] == '-';
    long number = 0;
    for (int i = negative ? at + 1 : at; i < end(node); i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return negative ? -number : number;
  }

  /** Returns the value of an integer or decimal. */
  public double decimal(int node) {
    return kind(node) == INTEGER
        ? integer(node)
        : Double.parseDouble(literal(start(node), end(node)));
  }

  String literal(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Orders keys by their UTF-16 code units, as RFC 8785 §3.2.3 requires, without decoding them. */
  int compareKeys(int left, int right) {
    byte[] a = source(left);
    byte[] b = source(right);
    int aStart = start(left);
    int bStart = start(right);
    int aLength = end(left) - aStart;
    int bLength = end(right) - bStart;
    if (aLength > 0 && bLength > 0 && a[aStart] != b[bStart]) {
      return rank(a[aStart]) - rank(b[bStart]);
    }
    int at = Arrays.mismatch(a, aStart, aStart + aLength, b, bStart, bStart + bLength);
    if (at < 0) {
      return 0;
    }
    if (at >= aLength || at >= bLength) {
      return Integer.compare(aLength, bLength);
    }
    return rank(a[aStart + at]) - rank(b[bStart + at]);
  }

  /** Surrogate pairs (lead bytes F0-F4) come before U+E000-U+FFFF (EE, EF) in UTF-16. */
  private static int rank(byte utf8) {
    int unsigned = utf8 & 0xFF;
    return unsigned == 0xEE || unsigned == 0xEF ? unsigned + 0x10 : unsigned;
  }

  int add(int kind, int start, int end, int next) {
    if (size + WIDTH > cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    int node = size;
    cells[node] = kind;
    cells[node + 1] = start;
    cells[node + 2] = end;
    cells[node + 3] = next;
    size += WIDTH;
    return node;
  }

  int addScalar(int kind, int start, int end) {
    return add(kind, start, end, size + WIDTH);
  }

  void close(int structure, int end) {
    cells[structure + 2] = end;
    cells[structure + 3] = size;
  }

  void decode(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, decoded, decodedSize, end - start);
    decodedSize += end - start;
  }

  void decode(int codePoint) {
    reserve(4);
    if (codePoint < 0x80) {
      decoded[decodedSize++] = (byte) codePoint;
      return;
    }
    int tails = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    int lead = tails == 1 ? 0xC0 : tails == 2 ? 0xE0 : 0xF0;
    decoded[decodedSize++] = (byte) (lead | (codePoint >> (6 * tails)));
    for (int tail = tails - 1; tail >= 0; tail--) {
      decoded[decodedSize++] = (byte) (0x80 | ((codePoint >> (6 * tail)) & 0x3F));
    }
  }

  byte[] decoded() {
    return decoded;
  }

  int decodedSize() {
    return decodedSize;
  }

  private void reserve(int more) {
    if (decodedSize + more > decoded.length) {
      decoded = Arrays.copyOf(decoded, Math.max(256, (decodedSize + more) * 2));
    }
  }
}
