package dev.synctrail.launcher;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Says when the data folder's disk is full, and waits until it is not. */
final class DiskSpace {

  /** What PostgreSQL needs to go on: two segments of its log, and some to work with. */
  static final long TO_RUN = 64L << 20;

  /** What everything unpacks at a start, and what a new database takes. */
  static final long TO_START = 320L << 20;

  private static final long BETWEEN_LOOKS_MS = 1_000;

  private final String folder;
  private final LongSupplier room;
  private final PrintStream out;

  DiskSpace(String folder, LongSupplier room, PrintStream out) {
    this.folder = folder;
    this.room = room;
    this.out = out;
  }

  static DiskSpace of(DataFolder data, PrintStream out) {
    return new DiskSpace(data.resolve("").toString(), data::room, out);
  }

  /** Tells whether there are that many bytes. */
  boolean has(long bytes) {
    return room.getAsLong() >= bytes;
  }

  /** Returns as soon as there are that many bytes; says what is missing, and when it is there. */
  void await(long bytes) throws InterruptedException {
    if (has(bytes)) {
      return;
    }
    tellFull(bytes);
    while (!has(bytes)) {
      Thread.sleep(BETWEEN_LOOKS_MS);
    }
    out.println("Disk        enough space again");
  }

  /** Looks for as long as it lives; tells once each time the room runs out or comes back. */
  void watch() throws InterruptedException {
    while (true) {
      await(TO_RUN);
      Thread.sleep(BETWEEN_LOOKS_MS);
    }
  }

  private void tellFull(long bytes) {
    out.printf(
        "Disk        full: %d MB free in %s, %d MB required; the server responds with"
            + " 503 until there is enough space%n",
        room.getAsLong() >> 20, folder, bytes >> 20);
  }
}
