package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
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
   * @param cursor the id next to which the page begins, itself excluded; null for the newest
   */
  List<DriftIncident> list(Filter filter, @Nullable UUID cursor, boolean backwards, int limit);

  /**
   * Selects incidents; null matches everything.
   *
   * @param typePart a part of the type, case-insensitively
   * @param ongoing true for ongoing ones only, false for ended ones only
   * @param period a time in which the incident was ongoing
   */
  record Filter(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable String typePart,
      @Nullable Boolean ongoing,
      Period period) {}
}
