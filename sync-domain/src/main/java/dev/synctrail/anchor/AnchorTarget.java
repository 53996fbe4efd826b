package dev.synctrail.anchor;

import java.util.Optional;

/** A place outside that can be told checkpoints. */
public interface AnchorTarget {

  AnchorKind kind();

  /** Returns the name of the place, which never contains a secret. */
  String name();

  /**
   * Tells the place a checkpoint.
   *
   * @return what the place has signed; empty if it signs nothing
   * @throws AnchorFailed if it does not know the checkpoint now, or what it has signed is not valid
   */
  String anchor(Submission submission);

  /**
   * Asks for the newest checkpoint that the place knows; empty if it does not say, or if it is the
   * submitted one or an earlier one.
   *
   * @param submission the newest checkpoint of the ledger
   * @throws AnchorFailed if it cannot be asked
   */
  default Optional<OutsideCheckpoint> newest(Submission submission) {
    return Optional.empty();
  }
}
