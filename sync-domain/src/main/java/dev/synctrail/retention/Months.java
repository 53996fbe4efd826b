package dev.synctrail.retention;

import java.time.Instant;

/** The months that the trail is kept in; whoever keeps them is their only owner. */
public interface Months {

  /**
   * Does what is due: makes the months to come, gives those that were made late their rows, lets go
   * of those that are over and empty, and packs the indexes of those that are over. Servers that
   * ask at once take turns; all but the first find nothing to do.
   *
   * @param now in the month that is written to
   * @param ahead how many months after it are ready
   */
  Done keep(Instant now, int ahead);

  /**
   * What was done.
   *
   * @param made months
   * @param moved rows that had come before their month
   * @param dropped months
   * @param packed tables, each the part of one month
   * @param postponed months that somebody was using; the next time will do
   */
  record Done(int made, long moved, int dropped, int packed, int postponed) {
    /** Somebody else is at it. */
    public static final Done NOTHING = new Done(0, 0, 0, 0, 0);
  }
}
