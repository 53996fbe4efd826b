package dev.synctrail.ledger;

import java.time.Instant;
import java.util.List;

/** Stores that the ledger was set back. Changes join the caller's transaction. */
public interface Rollbacks {

  /** Returns everything that was found, newest first. */
  List<Rollback> all();

  void add(Rollback found);

  /**
   * Acknowledges everything that was found so far.
   *
   * @return how many were not acknowledged before
   */
  int acknowledge(String actor, String reason, Instant at);
}
