package dev.synctrail.ledger;

/**
 * Gives entries to rows that were recorded before the ledger began. Each of these facts says so:
 * what a row was before, nobody can prove.
 */
public interface Backfill {

  /**
   * Gives entries to the next rows, in a transaction of its own. It continues after an interruption
   * where it was.
   *
   * @return whether there may be more to do at once; false if everything is done, or if another
   *     transaction holds the next rows
   * @throws LedgerKeyMissing if there is no key
   */
  boolean next();

  /** Returns whether every row from before the ledger has an entry. */
  boolean isComplete();

  /** Returns how many rows from before the ledger have entries so far. */
  long rows();
}
