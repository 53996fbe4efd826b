package dev.synctrail.web.access;

/**
 * Counts the memory of a body that is processed line by line, where one line can be much larger
 * than the batch that is reserved for every such body.
 */
final class LineBudget implements BodyCount {
  /** The size of a batch of lines in bytes, which is reserved from the start. */
  static final long BATCH = 10_000_000;

  private final InFlightLimits.Bytes bytes;
  private long line;
  private long reserved;
  private boolean ended;
  private long next;

  LineBudget(InFlightLimits.Bytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public void received(byte[] buffer, int offset, int length) {
    if (ended) {
      // More is read only when the lines before have been processed.
      line = next;
      ended = false;
    }
    line += length;
    for (int i = offset + length - 1; i >= offset && !ended; i--) {
      if (buffer[i] == '\n') {
        ended = true;
        next = offset + length - 1L - i;
      }
    }
    long beyond = Math.max(0, line - BATCH);
    if (beyond > reserved) {
      long more = beyond - reserved;
      reserved = beyond;
      bytes.reserve(more);
    } else if (beyond < reserved) {
      bytes.release(reserved - beyond);
      reserved = beyond;
    }
  }
}
