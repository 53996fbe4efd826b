package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps episodes of drift. Writes join the caller's transaction. */
public interface DriftIncidents {

  /** Returns the episode that lasts of a type on a platform. */
  Optional<DriftIncident> lasting(PlatformId platform, TypeKey typeKey);

  /** Keeps an episode. */
  void save(DriftIncident driftIncident);

  /**
   * Returns episodes, the newest first.
   *
   * @param platform null for every platform
   * @param typeKey null for every type
   * @param lasting whether only those that last, or only those that are over; null for both
   * @param beside the id beside which they begin, itself not among them; null for the newest
   */
  List<DriftIncident> list(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable Boolean lasting,
      @Nullable UUID beside,
      boolean backwards,
      int limit);
}
