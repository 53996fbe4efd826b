package dev.synctrail.json;

/**
 * Thrown if bytes are not JSON that can be stored without changing its meaning. States the
 * position.
 */
public final class MalformedJson extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String detail;
  private final int offset;
  private final int line;
  private final int column;

  MalformedJson(String pointer, String detail, int offset, int line, int column) {
    super(
        "Malformed JSON at \"%s\" (line %d, column %d): %s"
            .formatted(pointer, line, column, detail));
    this.pointer = pointer;
    this.detail = detail;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  /** Returns the JSON Pointer (RFC 6901) of the invalid value; empty for the whole text. */
  public String pointer() {
    return pointer;
  }

  /** Returns what is wrong, as a sentence. */
  public String detail() {
    return detail;
  }

  /** Returns the byte offset of the error, from 0. */
  public int offset() {
    return offset;
  }

  /** Returns the line of the error, from 1. */
  public int line() {
    return line;
  }

  /** Returns the column of the error in bytes, from 1. */
  public int column() {
    return column;
  }
}
