package dev.synctrail.analytics;

import java.time.Instant;

/**
 * Stores the roll-ups that statistics are read from, and can rebuild them from the sync rows. Every
 * method except {@link #tidy()} joins the caller's transaction and fails without one.
 */
public interface RollUps {

  /** Adds pending transitions to the roll-ups, each exactly once, and returns their number. */
  int consume(int limit);

  /** Frees the space of processed transitions. Must be called outside a transaction. */
  void tidy();

  /**
   * Records that rows of syncs that started before {@code horizon} may be deleted from now on. Must
   * be called in the transaction that deletes them, or before. A time before the known horizon has
   * no effect.
   */
  void rowsPurgedBefore(Instant horizon);

  /** Requests a rebuild; returns false if one is queued or in progress. */
  boolean requestRebuild(String actor, Instant at);

  /**
   * Rebuilds the next day of a requested rebuild. Must be the first operation of its transaction.
   *
   * @return false if nothing was left to do
   */
  boolean rebuildNext(Instant now);

  /** Returns the state of the last rebuild, and the horizon. */
  Rebuild rebuild();
}
