package dev.synctrail.launcher;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Reports that the disk of the data folder is full, and waits for free space. */
final class DiskSpace {

  /** What PostgreSQL needs to run: two segments of its log, and some working space. */
  static final long TO_RUN = 64L << 20;

  /** What is unpacked at a start, plus a new database. */
  static final long TO_START = 320L << 20;

  private static final long POLL_INTERVAL_MS = 1_000;

  private final String folder;
  private final LongSupplier freeBytes;
  private final PrintStream out;

  DiskSpace(String folder, LongSupplier freeBytes, PrintStream out) {
    this.folder = folder;
    this.freeBytes = freeBytes;
    this.out = out;
  }

  static DiskSpace of(DataFolder data, PrintStream out) {
    return new DiskSpace(data.resolve("").toString(), data::freeBytes, out);
  }

  /** Tells whether this many bytes are free. */
  boolean has(long bytes) {
    return freeBytes.getAsLong() >= bytes;
  }

  /**
   * Returns as soon as this many bytes are free; prints when space is missing and when it is free
   * again.
   */
  void await(long bytes) throws InterruptedException {
    if (has(bytes)) {
      return;
    }
    printFull(bytes);
    while (!has(bytes)) {
      Thread.sleep(POLL_INTERVAL_MS);
    }
    out.println("Disk        enough space again");
  }

  /** Checks until interrupted; prints once each time the disk becomes full or has space again. */
  void watch() throws InterruptedException {
    while (true) {
      await(TO_RUN);
      Thread.sleep(POLL_INTERVAL_MS);
    }
  }

  private void printFull(long bytes) {
    out.printf(
        "Disk        full: %d MB free in %s, %d MB required; the server responds with"
            + " 503 until there is enough space%n",
        freeBytes.getAsLong() >> 20, folder, bytes >> 20);
  }
}
