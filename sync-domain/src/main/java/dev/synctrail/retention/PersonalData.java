package dev.synctrail.retention;

import dev.synctrail.retention.Erasure.Progress;
import java.util.Optional;

/** Erases the name of a person, one batch per call, in the caller's transaction. */
public interface PersonalData {

  /** Returns why the name must not be erased; empty if it may be. */
  Optional<Erasure.Refusal> refusal(String person);

  /**
   * Replaces the name by the pseudonym in the next rows, together with what the person has given as
   * reasons.
   */
  Progress names(Erasure erasure);

  /**
   * Returns how far the queue of the ledger was when the last name was replaced.
   *
   * @return the position, which {@link #isSequenced} takes
   */
  long queued();

  /** Returns whether all entries up to a position of the queue are in the ledger. */
  boolean isSequenced(long position);

  /** Destroys the salts of what the next entries of the ledger commit to. */
  Progress salts(Erasure erasure);
}
