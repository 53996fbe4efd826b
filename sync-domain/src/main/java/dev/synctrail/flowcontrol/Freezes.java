package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps change freezes, removed ones too. Writes join the caller's transaction. */
public interface Freezes {

  /** Returns every one, the newest first. */
  List<Freeze> all();

  /** Returns those that were not removed and may hold a platform at {@code now} or later. */
  List<Freeze> on(PlatformId platform, Instant now);

  /** Returns one, removed or not. */
  Optional<Freeze> find(UUID id);

  /** Adds one. */
  void add(Freeze freeze);

  /** Removes one; says whether it was there. */
  boolean remove(UUID id, Instant at, String actor);
}
