package dev.synctrail.json;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Parses one JSON text (RFC 8259) into a {@link Tape} and rejects ambiguous input. */
final class StrictReader {
  /**
   * Longer literals exceed the precision of a double, and exact arithmetic on them takes quadratic
   * time.
   */
  private static final int MAX_NUMBER_LENGTH = 1_000;

  /** Canonical numbers have an exponent from here on; below, they would be rejected integers. */
  private static final double FIRST_WITH_EXPONENT = 1e21;

  private static final int FEW_KEYS = 12;
  private static final int MAX_QUOTE_LENGTH = 80;

  /** Between two members or items, where the position is the object or array itself. */
  private static final int BETWEEN = Integer.MIN_VALUE;

  private final byte[] bytes;
  private final Tape tape;

  /** The current position: per level a key node, or the complement of an array index. */
  private final int[] steps = new int[StrictJson.MAX_DEPTH];

  private int depth;
  private int at;

  StrictReader(byte[] bytes) {
    this.bytes = bytes;
    this.tape = new Tape(bytes);
  }

  Tape read() {
    if (bytes.length >= 3
        && (bytes[0] & 0xFF) == 0xEF
        && (bytes[1] & 0xFF) == 0xBB
        && (bytes[2] & 0xFF) == 0xBF) {
      throw malformed("The text starts with a byte order mark; send UTF-8 without it.", 0);
    }
    skipSpace();
    value();
    skipSpace();
    if (at < bytes.length) {
      throw malformed("Unexpected content after the JSON value.", at);
    }
    return tape;
  }

  private void value() {
    if (at >= bytes.length) {
      throw malformed("The text ends where a value is expected.", at);
    }
    switch (bytes[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string(false);
      case 't' -> word("true", Tape.TRUE);
      case 'f' -> word("false", Tape.FALSE);
      case 'n' -> word("null", Tape.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw malformed("A value is expected here.", at);
    }
  }

  private void object() {
    int object = tape.add(Tape.OBJECT, at, 0, 0);
    open();
    int count = 0;
    if (!closes('}')) {
      do {
        skipSpace();
        if (at >= bytes.length || bytes[at] != '"') {
          throw malformed("A member name in double quotes is expected here.", at);
        }
        steps[depth - 1] = string(true);
        skipSpace();
        if (at >= bytes.length || bytes[at] != ':') {
          throw malformed("A colon is expected after the member name.", at);
        }
        at++;
        skipSpace();
        value();
        count++;
      } while (continues('}'));
    }
    tape.close(object, at);
    rejectDuplicates(object, count);
    depth--;
  }

  private void array() {
    int array = tape.add(Tape.ARRAY, at, 0, 0);
    open();
    int index = 0;
    if (!closes(']')) {
      do {
        steps[depth - 1] = ~index++;
        skipSpace();
        value();
      } while (continues(']'));
    }
    tape.close(array, at);
    depth--;
  }

  private void open() {
    if (depth == StrictJson.MAX_DEPTH) {
      throw malformed("The nesting is deeper than %d levels.".formatted(depth), at);
    }
    at++;
    steps[depth++] = BETWEEN;
  }

  private boolean closes(char close) {
    skipSpace();
    if (at < bytes.length && bytes[at] == close) {
      at++;
      return true;
    }
    return false;
  }

  private boolean continues(char close) {
    steps[depth - 1] = BETWEEN;
    skipSpace();
    if (at >= bytes.length) {
      throw malformed("The text ends before '%c'.".formatted(close), at);
    }
    byte b = bytes[at];
    if (b != ',' && b != close) {
      throw malformed("A comma or '%c' is expected here.".formatted(close), at);
    }
    at++;
    return b == ',';
  }

  private void rejectDuplicates(int object, int count) {
    if (count <= FEW_KEYS) {
      for (int key = tape.first(object), checked = 0; checked < count; checked++) {
        for (int other = tape.first(object); other < key; other = afterMember(other)) {
          if (tape.hash(other) == tape.hash(key) && tape.compareKeys(other, key) == 0) {
            throw duplicate(object, key);
          }
        }
        key = afterMember(key);
      }
      return;
    }
    long[] byHash = new long[count];
    for (int key = tape.first(object), i = 0; i < count; i++, key = afterMember(key)) {
      byHash[i] = (long) tape.hash(key) << 32 | key;
    }
    Arrays.sort(byHash);
    for (int from = 0, to; from < count; from = to) {
      to = from + 1;
      while (to < count && byHash[to] >> 32 == byHash[from] >> 32) {
        to++;
      }
      if (to - from > 1) {
        rejectDuplicates(object, Arrays.stream(byHash, from, to).mapToInt(h -> (int) h));
      }
    }
  }

  /**
   * Sorts instead of comparing all pairs, because an attacker can create thousands of keys with
   * equal hashes.
   */
  private void rejectDuplicates(int object, IntStream suspects) {
    Integer[] keys = suspects.boxed().sorted(tape::compareKeys).toArray(Integer[]::new);
    for (int i = 1; i < keys.length; i++) {
      if (tape.compareKeys(keys[i - 1], keys[i]) == 0) {
        throw duplicate(object, Math.max(keys[i - 1], keys[i]));
      }
    }
  }

  private MalformedJson duplicate(int object, int key) {
    steps[depth - 1] = key;
    int offset = tape.kind(key) == Tape.ESCAPED ? tape.start(object) : tape.start(key) - 1;
    return malformed("The member \"%s\" occurs twice.".formatted(quote(tape.text(key))), offset);
  }

  private int afterMember(int key) {
    return tape.next(tape.valueOf(key));
  }

  /** Reads a string and returns its node. */
  private int string(boolean key) {
    byte[] text = bytes;
    int start = at + 1;
    int i = start;
    while (true) {
      if (i >= text.length) {
        throw malformed("The text ends inside a string.", i);
      }
      byte b = text[i];
      if (b == '"') {
        at = i + 1;
        return add(Tape.STRING, text, start, i, key);
      }
      if (b == '\\') {
        return escaped(start, i, key);
      }
      if (b >= 0x20) {
        i++;
      } else if (b < 0) {
        i = character(i);
      } else {
        throw malformed("A control character in a string must be escaped.", i);
      }
    }
  }

  private int escaped(int start, int firstEscape, boolean key) {
    int decodedStart = tape.decodedSize();
    int copied = start;
    int i = firstEscape;
    while (true) {
      if (i >= bytes.length) {
        throw malformed("The text ends inside a string.", i);
      }
      byte b = bytes[i];
      if (b == '"') {
        tape.decode(bytes, copied, i);
        at = i + 1;
        return add(Tape.ESCAPED, tape.decoded(), decodedStart, tape.decodedSize(), key);
      }
      if (b == '\\') {
        tape.decode(bytes, copied, i);
        i = escape(i);
        copied = i;
      } else if (b >= 0x20) {
        i++;
      } else if (b < 0) {
        i = character(i);
      } else {
        throw malformed("A control character in a string must be escaped.", i);
      }
    }
  }

  private int add(int kind, byte[] source, int start, int end, boolean key) {
    if (!key) {
      return tape.addScalar(kind, start, end);
    }
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + source[i];
    }
    return tape.add(kind, start, end, hash);
  }

  private int escape(int backslash) {
    int letter = backslash + 1 < bytes.length ? bytes[backslash + 1] : -1;
    switch (letter) {
      case '"', '\\', '/' -> tape.decode(letter);
      case 'b' -> tape.decode('\b');
      case 'f' -> tape.decode('\f');
      case 'n' -> tape.decode('\n');
      case 'r' -> tape.decode('\r');
      case 't' -> tape.decode('\t');
      case 'u' -> {
        return unicode(backslash);
      }
      default -> throw malformed("Unknown escape sequence in a string.", backslash);
    }
    return backslash + 2;
  }

  private int unicode(int backslash) {
    int unit = hex(backslash);
    if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
      tape.decode(unit);
      return backslash + 6;
    }
    int second = backslash + 6;
    boolean pair =
        unit <= Character.MAX_HIGH_SURROGATE
            && second + 1 < bytes.length
            && bytes[second] == '\\'
            && bytes[second + 1] == 'u';
    int low = pair ? hex(second) : 0;
    if (!Character.isLowSurrogate((char) low)) {
      throw malformed("A string contains a lone surrogate.", backslash);
    }
    tape.decode(Character.toCodePoint((char) unit, (char) low));
    return second + 6;
  }

  private int hex(int backslash) {
    int unit = 0;
    for (int i = backslash + 2; i < backslash + 6; i++) {
      int digit = i < bytes.length ? Character.digit(bytes[i], 16) : -1;
      if (digit < 0) {
        throw malformed("\\u must be followed by four hexadecimal digits.", backslash);
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Validates one multi-byte character (RFC 3629) and returns the offset after it. */
  private int character(int i) {
    int lead = bytes[i] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    boolean good = lead >= 0xC2 && lead <= 0xF4 && i + length <= bytes.length;
    for (int j = i + 1; good && j < i + length; j++) {
      good = (bytes[j] & 0xC0) == 0x80;
    }
    if (good) {
      int second = bytes[i + 1] & 0xFF;
      good =
          switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
          };
    }
    if (!good) {
      throw malformed("These bytes are not UTF-8.", i);
    }
    return i + length;
  }

  private void word(String word, int kind) {
    int start = at;
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= bytes.length || bytes[at] != word.charAt(i)) {
        throw malformed("A value is expected here.", start);
      }
    }
    tape.addScalar(kind, start, at);
  }

  private void number() {
    int start = at;
    if (bytes[at] == '-') {
      at++;
    }
    int firstDigit = at;
    digits();
    int integerDigits = at - firstDigit;
    if (bytes[firstDigit] == '0' && integerDigits > 1) {
      throw malformed("A number must not start with 0.", start);
    }
    boolean integer = true;
    if (at < bytes.length && bytes[at] == '.') {
      integer = false;
      at++;
      digits();
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      integer = false;
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
    }
    if (!integer) {
      checkDecimal(start);
    } else if (integerDigits > 16) {
      throw tooLarge(start);
    }
    int node = tape.addScalar(integer ? Tape.INTEGER : Tape.DECIMAL, start, at);
    if (integer && Math.abs(tape.integer(node)) > Tape.LARGEST_INTEGER) {
      throw tooLarge(start);
    }
  }

  private void digits() {
    int start = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("A digit is expected here.", at);
    }
  }

  private void checkDecimal(int start) {
    if (at - start > MAX_NUMBER_LENGTH) {
      throw malformed(
          "The number is longer than %d characters.".formatted(MAX_NUMBER_LENGTH), start);
    }
    String literal = tape.literal(start, at);
    double number = Double.parseDouble(literal);
    if (Double.isInfinite(number)) {
      throw malformed("The number is too large for a double.", start);
    }
    if (number == 0 && isNotZero(literal)) {
      throw malformed("The number is too small for a double.", start);
    }
    double size = Math.abs(number);
    if ((size > Tape.LARGEST_INTEGER && size < FIRST_WITH_EXPONENT)
        || losesDigits(literal, number)) {
      throw tooLarge(start);
    }
  }

  private static boolean losesDigits(String literal, double number) {
    if (Math.abs(number) < Tape.LARGEST_INTEGER) {
      return false;
    }
    BigDecimal exact = new BigDecimal(literal);
    return exact.stripTrailingZeros().scale() <= 0
        && exact.compareTo(new BigDecimal(CanonicalJson.number(number))) != 0;
  }

  private static boolean isNotZero(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private MalformedJson tooLarge(int start) {
    return malformed(
        "The number %s is an integer beyond ±2^53 and would lose digits; send it as a string."
            .formatted(quote(tape.literal(start, at))),
        start);
  }

  private void skipSpace() {
    byte[] text = bytes;
    int i = at;
    while (i < text.length) {
      byte b = text[i];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        break;
      }
      i++;
    }
    at = i;
  }

  private MalformedJson malformed(String detail, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset && i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new MalformedJson(pointer(), detail, offset, line, offset - lineStart + 1);
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (int level = 0; level < depth && steps[level] != BETWEEN; level++) {
      int step = steps[level];
      pointer.append('/');
      if (step < 0) {
        pointer.append(~step);
      } else {
        pointer.append(tape.text(step).replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }

  private static String quote(String text) {
    return text.length() <= MAX_QUOTE_LENGTH ? text : text.substring(0, MAX_QUOTE_LENGTH) + "…";
  }
}
