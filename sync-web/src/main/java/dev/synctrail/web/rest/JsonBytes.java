package dev.synctrail.web.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects JSON as UTF-8. The caller writes commas and brackets, and flushes at the end.
 *
 * <p>Most answers fit into the buffer. Only then is their length known before they are sent, and
 * they reach the client in one piece.
 */
final class JsonBytes {
  private static final int INITIAL = 8_192;
  private static final int MAXIMUM = 131_072;

  /** Characters that are encoded between two checks of the room in the buffer. */
  private static final int PIECE = 1_024;

  /** The longest encoding of one UTF-16 character: an escape such as {@code \u001f}. */
  private static final int LONGEST = 6;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final OutputStream out;
  private byte[] buffer = new byte[INITIAL];
  private int length;
  private boolean complete = true;

  JsonBytes(OutputStream out) {
    this.out = out;
  }

  /** Writes a character of ASCII. */
  void write(char ascii) throws IOException {
    reserve(1);
    buffer[length++] = (byte) ascii;
  }

  /** Writes JSON of ASCII, such as a number. */
  @SuppressWarnings("deprecation") // the method for exactly this
  void write(String ascii) throws IOException {
    for (int from = 0; from < ascii.length(); from += PIECE) {
      int to = Math.min(ascii.length(), from + PIECE);
      reserve(to - from);
      ascii.getBytes(from, to, buffer, length);
      length += to - from;
    }
  }

  /** Writes a text as a JSON string. A surrogate without its other half becomes a question mark. */
  void string(String text) throws IOException {
    write('"');
    for (int from = 0; from < text.length(); from += PIECE) {
      int to = Math.min(text.length(), from + PIECE);
      reserve((to - from) * LONGEST);
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
          buffer[length++] = (byte) c;
        } else if (c < 0x80) {
          escape(c);
        } else if (!Character.isSurrogate(c)) {
          encode(c);
        } else if (isPair(text, i)) {
          encode(text.codePointAt(i));
        } else if (!isPair(text, i - 1)) {
          encode('?');
        }
      }
    }
    write('"');
  }

  private static boolean isPair(String text, int at) {
    return at >= 0
        && at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    switch (c) {
      case '"', '\\' -> buffer[length++] = (byte) c;
      case '\b' -> buffer[length++] = 'b';
      case '\f' -> buffer[length++] = 'f';
      case '\n' -> buffer[length++] = 'n';
      case '\r' -> buffer[length++] = 'r';
      case '\t' -> buffer[length++] = 't';
      default -> {
        buffer[length++] = 'u';
        buffer[length++] = '0';
        buffer[length++] = '0';
        buffer[length++] = (byte) HEX[c >> 4];
        buffer[length++] = (byte) HEX[c & 0xf];
      }
    }
  }

  private void encode(int codePoint) {
    if (codePoint < 0x80) {
      buffer[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      buffer[length++] = (byte) (0xc0 | (codePoint >> 6));
      continueWith(codePoint);
    } else if (codePoint < 0x10000) {
      buffer[length++] = (byte) (0xe0 | (codePoint >> 12));
      continueWith(codePoint >> 6);
      continueWith(codePoint);
    } else {
      buffer[length++] = (byte) (0xf0 | (codePoint >> 18));
      continueWith(codePoint >> 12);
      continueWith(codePoint >> 6);
      continueWith(codePoint);
    }
  }

  private void continueWith(int bits) {
    buffer[length++] = (byte) (0x80 | (bits & 0x3f));
  }

  private void reserve(int size) throws IOException {
    if (length + size <= buffer.length) {
      return;
    }
    if (buffer.length < MAXIMUM) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      reserve(size);
    } else {
      complete = false;
      flush();
    }
  }

  /** Tells whether the buffer contains everything that was written. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the number of bytes in the buffer. */
  int length() {
    return length;
  }

  /** Passes what was written to the stream, which it does not flush. */
  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }
}
