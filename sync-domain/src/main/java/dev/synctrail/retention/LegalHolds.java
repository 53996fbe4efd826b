package dev.synctrail.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores legal holds, including released ones. Changes join the caller's transaction. */
public interface LegalHolds {

  /**
   * Adds a hold. Once this is committed, no batch of a purge that ignores the hold is still
   * running.
   */
  void add(LegalHold hold);

  /** Returns the holds in force. */
  List<LegalHold> holding();

  /** Returns all holds, including released ones, newest first. */
  List<LegalHold> all();

  /** Returns a hold, whether in force or released. */
  Optional<LegalHold> find(UUID id);

  /** Releases a hold and returns whether it was in force. */
  boolean release(UUID id, Instant at, String actor);
}
