package dev.synctrail.history;

/** Thrown if a cursor was altered or belongs to a list with another filter or order. */
public final class InvalidCursor extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message of the exception. */
  public static final String MESSAGE =
      "Not a cursor of this list: it was altered, or belongs to another filter or order";

  InvalidCursor() {
    super(MESSAGE);
  }

  InvalidCursor(Throwable cause) {
    super(MESSAGE, cause);
  }
}
