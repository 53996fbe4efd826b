package dev.synctrail.web.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a body, of which only one is in memory. */
final class LineReader {
  /** What one line may have, in bytes; the payloads of a sync are all in one. */
  static final int LONGEST = 32 * 1024 * 1024;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int until;
  private int number;

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Returns the next line without its end; null after the last one. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean begun = false;
    while (from < until || fill()) {
      begun = true;
      int end = from;
      while (end < until && buffer[end] != '\n') {
        end++;
      }
      tooLong = tooLong || line.size() + end - from > longest;
      if (!tooLong) {
        line.write(buffer, from, end - from);
      }
      boolean ended = end < until;
      from = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    return begun ? new Line(++number, line.toByteArray(), tooLong) : null;
  }

  private boolean fill() throws IOException {
    from = 0;
    until = Math.max(0, in.read(buffer));
    return until > 0;
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param tooLong whether it has more bytes than are taken; {@code bytes} are not all then
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
  record Line(int number, byte[] bytes, boolean tooLong) {

    /** Tells whether there is nothing but white space. */
    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return !tooLong;
    }
  }
}
