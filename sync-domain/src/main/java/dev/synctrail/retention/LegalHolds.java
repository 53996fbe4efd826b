package dev.synctrail.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps the holds, released ones too. Changes join the caller's transaction. */
public interface LegalHolds {

  /** Adds one; when this is committed, no purge that did not know of it is still at work. */
  void add(LegalHold hold);

  /** Returns all that still hold. */
  List<LegalHold> holding();

  /** Returns every one there ever was, the newest first. */
  List<LegalHold> all();

  /** Returns one, whether it holds or not. */
  Optional<LegalHold> find(UUID id);

  /** Ends a hold; tells whether there was one to end. */
  boolean release(UUID id, Instant at, String actor);
}
