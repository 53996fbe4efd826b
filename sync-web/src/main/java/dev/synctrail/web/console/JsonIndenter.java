package dev.synctrail.web.console;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Indents JSON with one member per line, keeping every token as it is written. Text that is not
 * JSON does not fail.
 */
public final class JsonIndenter {
  private static final String STEP = "  ";
  private static final int MAX_DEPTH = 200;

  private final Appendable out;
  private int left;

  private JsonIndenter(Appendable out, int left) {
    this.out = out;
    this.left = left;
  }

  /** Returns the indented text. */
  public static String of(String json) {
    StringBuilder out = new StringBuilder(json.length() * 2);
    try {
      write(json, Integer.MAX_VALUE, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /**
   * Writes the indented text, or its beginning.
   *
   * @param limit number of characters to write at most; deep nesting can indent a small text to
   *     gigabytes
   * @return whether the text was written completely
   */
  public static boolean write(String json, int limit, Appendable out) throws IOException {
    JsonIndenter indenter = new JsonIndenter(out, limit);
    indenter.indent(json);
    return indenter.left >= 0;
  }

  private void indent(String json) throws IOException {
    int depth = 0;
    for (int i = 0; i < json.length() && left >= 0; i++) {
      char c = json.charAt(i);
      switch (c) {
        case '"' -> {
          int end = endOfString(json, i);
          put(json, i, end);
          i = end - 1;
        }
        case '{', '[' -> {
          int next = nextToken(json, i + 1);
          if (next < json.length() && json.charAt(next) == (c == '{' ? '}' : ']')) {
            put(c);
            put(json.charAt(next));
            i = next;
          } else {
            put(c);
            line(++depth);
          }
        }
        case '}', ']' -> {
          depth = Math.max(0, depth - 1);
          line(depth);
          put(c);
        }
        case ',' -> {
          put(c);
          line(depth);
        }
        case ':' -> put(": ", 0, 2);
        case ' ', '\t', '\r', '\n' -> {}
        default -> put(c);
      }
    }
  }

  /** Returns the index after the closing quote, or the end of the text if there is none. */
  private static int endOfString(String json, int quote) {
    for (int i = quote + 1; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      }
    }
    return json.length();
  }

  private static int nextToken(String json, int from) {
    int at = from;
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private void line(int depth) throws IOException {
    put('\n');
    for (int i = 0; i < Math.min(depth, MAX_DEPTH); i++) {
      put(STEP, 0, STEP.length());
    }
  }

  private void put(char c) throws IOException {
    if (left > 0) {
      out.append(c);
    }
    left--;
  }

  private void put(String text, int start, int end) throws IOException {
    int length = Math.min(end - start, Math.max(0, left));
    out.append(text, start, start + length);
    left -= length < end - start ? length + 1 : length;
  }
}
