package dev.synctrail.analytics;

import java.time.Instant;

/**
 * Keeps the sums that answers are read from, and can make them anew from the rows. Every method
 * joins the caller's transaction and fails without one, but for {@link #tidy()}.
 */
public interface RollUps {

  /** Takes over at most so many transitions, each once, and returns how many there were. */
  int consume(int atMost);

  /** Frees the room of what was taken over; outside any transaction. */
  void tidy();

  /**
   * Says that rows of syncs that started before {@code horizon} may be gone from now on; call it in
   * the transaction that removes them, or before. An earlier one than known changes nothing.
   */
  void rowsPurgedBefore(Instant horizon);

  /** Asks for a rebuild; false when one is under way. */
  boolean askRebuild(String actor, Instant at);

  /**
   * Rebuilds one day of what was asked for. Must be the first thing its transaction does.
   *
   * @return false when there was nothing left to do
   */
  boolean rebuildNext(Instant now);

  /** Returns what became of the last rebuild, and where it begins. */
  Rebuild rebuild();
}
