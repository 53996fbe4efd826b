package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores change freezes, including removed ones. Writes join the caller's transaction. */
public interface Freezes {

  /** Returns all freezes, the newest first. */
  List<Freeze> all();

  /**
   * Returns the freezes that were not removed and may affect a platform at {@code now} or later.
   */
  List<Freeze> on(PlatformId platform, Instant now);

  /** Returns a freeze, removed or not. */
  Optional<Freeze> find(UUID id);

  /** Adds a freeze. */
  void add(Freeze freeze);

  /**
   * Removes a freeze.
   *
   * @return whether it was there
   */
  boolean remove(UUID id, Instant at, String actor);
}
