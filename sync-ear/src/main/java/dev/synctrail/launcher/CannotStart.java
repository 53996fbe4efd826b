package dev.synctrail.launcher;

/** Its message is the one line that the operator gets to read. */
final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotStart(String line) {
    super(line);
  }

  CannotStart(String line, Throwable cause) {
    super(line, cause);
  }
}
