package dev.synctrail.web.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a body and holds only one of them in memory. */
final class LineReader {
  /**
   * The maximum length of a line in bytes. All payloads of a sync are in its line: two contents and
   * two answers of the maximum size, encoded in base64.
   */
  static final int MAX_LINE_LENGTH = 120_000_000;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int maxLength;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int number;

  LineReader(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** Returns the next line without its line terminator, or null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean started = false;
    while (position < limit || fill()) {
      started = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      tooLong = tooLong || line.size() + end - position > maxLength;
      if (!tooLong) {
        line.write(buffer, position, end - position);
      }
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    return started ? new Line(++number, line.toByteArray(), tooLong) : null;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param tooLong whether the line is longer than the limit; {@code bytes} is incomplete then
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on once and never compared
  record Line(int number, byte[] bytes, boolean tooLong) {

    /** Tells whether the line contains only white space. */
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
