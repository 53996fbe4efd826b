package dev.synctrail.web.console;

/**
 * Indents JSON with one member per line, keeping every token as it is written. Text that is not
 * JSON does not fail.
 */
public final class JsonIndenter {
  private static final String STEP = "  ";

  private JsonIndenter() {}

  public static String of(String json) {
    StringBuilder out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (text) {
        out.append(c);
        if (c == '\\' && i + 1 < json.length()) {
          out.append(json.charAt(++i));
        } else if (c == '"') {
          text = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> {
          text = true;
          out.append(c);
        }
        case '{', '[' -> {
          int next = nextToken(json, i + 1);
          if (next < json.length() && json.charAt(next) == (c == '{' ? '}' : ']')) {
            out.append(c).append(json.charAt(next));
            i = next;
          } else {
            line(out.append(c), ++depth);
          }
        }
        case '}', ']' -> {
          depth = Math.max(0, depth - 1);
          line(out, depth).append(c);
        }
        case ',' -> line(out.append(c), depth);
        case ':' -> out.append(": ");
        case ' ', '\t', '\r', '\n' -> {}
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static int nextToken(String json, int from) {
    int at = from;
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static StringBuilder line(StringBuilder out, int depth) {
    return out.append('\n').append(STEP.repeat(Math.min(depth, 200)));
  }
}
