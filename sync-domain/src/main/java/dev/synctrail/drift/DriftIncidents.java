package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores drift incidents. Writes join the caller's transaction. */
public interface DriftIncidents {

  /** Returns the ongoing incident of a type on a platform. */
  Optional<DriftIncident> ongoing(PlatformId platform, TypeKey typeKey);

  /** Stores an incident. */
  void save(DriftIncident driftIncident);

  /**
   * Returns incidents, the newest first.
   *
   * @param platform null for every platform
   * @param typeKey null for every type
   * @param ongoing true for ongoing ones only, false for ended ones only; null for both
   * @param cursor the id next to which the page begins, itself excluded; null for the newest
   */
  List<DriftIncident> list(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable Boolean ongoing,
      @Nullable UUID cursor,
      boolean backwards,
      int limit);
}
