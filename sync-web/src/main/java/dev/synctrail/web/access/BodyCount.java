package dev.synctrail.web.access;

/** Counts the bytes of a request body that are in memory. */
@FunctionalInterface
interface BodyCount {
  /** The size of the body was counted before it is read. */
  BodyCount NONE = (buffer, offset, length) -> {};

  /**
   * Counts bytes that were just read.
   *
   * @throws Problem 503 if other bodies leave no room for them
   */
  void received(byte[] buffer, int offset, int length);
}
