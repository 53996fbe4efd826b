package dev.synctrail.anchor;

import dev.synctrail.tlog.Note;
import java.util.Optional;

/** Keeps the newest checkpoint apart from the database, so that an older database is noticed. */
public interface KeptCheckpoint {

  /**
   * Returns the checkpoint that was kept last; empty if there is none.
   *
   * @throws AnchorFailed if it cannot be read
   */
  Optional<OutsideCheckpoint> read();

  /**
   * Keeps a checkpoint in place of the last one.
   *
   * @throws AnchorFailed if it cannot be written
   */
  void keep(Note checkpoint);
}
