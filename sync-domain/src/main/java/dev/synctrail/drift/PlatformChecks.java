package dev.synctrail.drift;

import dev.synctrail.gateway.TypeListing;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores platform checks. Writes join the caller's transaction and fail without one. */
public interface PlatformChecks {

  /** Adds a check. */
  void add(PlatformCheck platformCheck);

  /** Returns a check. */
  Optional<PlatformCheck> find(UUID id);

  /** Returns the unfinished check of a platform. */
  Optional<PlatformCheck> open(PlatformId platform);

  /**
   * Records that the platform has listed its types and which type checks belong to the platform
   * check.
   *
   * @param skipped the listed items that cannot be checked
   */
  void begun(UUID id, Collection<UUID> checks, List<TypeListing.Skipped> skipped, Instant at);

  /** Records that the platform could not list its types. */
  void failed(UUID id, String errorMessage, Instant at);

  /** Records that a type check is finished. The last one finishes the platform check. */
  void checked(UUID check, Instant at);

  /**
   * Returns checks, the newest first.
   *
   * @param platform null for every platform
   * @param cursor the id next to which the page begins, itself excluded; null for the newest
   */
  List<PlatformCheck> list(
      @Nullable PlatformId platform, @Nullable UUID cursor, boolean backwards, int limit);
}
