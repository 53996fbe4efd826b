package dev.synctrail.tlog;

import java.util.Base64;

/** The characters that signed notes allow (C2SP signed-note). */
final class NoteText {
  private NoteText() {}

  /**
   * Returns a text that can be signed: it ends in a newline and has no other control characters.
   */
  static String requireSignable(String text) {
    if (!text.endsWith("\n")) {
      throw new MalformedLog("The text of a note must end in a newline");
    }
    if (text.codePoints().anyMatch(c -> (c < ' ' && c != '\n') || isSurrogate(c))) {
      throw new MalformedLog("The text of a note must not contain control characters");
    }
    return text;
  }

  /** Returns a name of a key: not empty, without spaces and plus signs. */
  static String requireName(String name) {
    if (name.isEmpty()
        || name.codePoints()
            .anyMatch(
                c ->
                    c == '+'
                        || c < ' '
                        || isSurrogate(c)
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c))) {
      throw new MalformedLog("Not the name of a key: \"" + name + "\"");
    }
    return name;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  static byte[] base64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedLog("Not base64: " + e.getMessage());
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new MalformedLog("Not the canonical base64 of these bytes");
    }
    return bytes;
  }
}
