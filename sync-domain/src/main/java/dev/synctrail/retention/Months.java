package dev.synctrail.retention;

import java.time.Instant;

/** Maintains the monthly partitions of the audit trail. Only the implementation changes them. */
public interface Months {

  /**
   * Performs the maintenance that is due: creates future partitions, moves rows into partitions
   * that were created late, drops past partitions that are empty, and repacks the indexes of past
   * partitions. Concurrent calls of several servers are serialized; all but the first find nothing
   * to do.
   *
   * @param now the current time, which determines the current month
   * @param ahead the number of future months to prepare
   */
  Done maintain(Instant now, int ahead);

  /**
   * The work that was done.
   *
   * @param created the number of partitions created
   * @param moved the number of rows that were written before their partition existed
   * @param dropped the number of partitions dropped
   * @param packed the number of partitions of tables whose indexes were repacked
   * @param postponed the number of partitions that were in use and are left for the next call
   */
  record Done(int created, long moved, int dropped, int packed, int postponed) {
    /** Another server is performing the maintenance. */
    public static final Done NOTHING = new Done(0, 0, 0, 0, 0);
  }
}
