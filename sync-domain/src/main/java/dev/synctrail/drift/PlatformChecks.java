package dev.synctrail.drift;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the checks of platforms. Writes join the caller's transaction and fail without one. */
public interface PlatformChecks {

  /** Adds a check. */
  void add(PlatformCheck platformCheck);

  /** Returns a check. */
  Optional<PlatformCheck> find(UUID id);

  /** Returns the check of a platform that is not over. */
  Optional<PlatformCheck> open(PlatformId platform);

  /** The platform has told its types; these looks are part of the check. */
  void begun(UUID id, Collection<UUID> looks, Instant at);

  /** The platform could not be asked. */
  void failed(UUID id, String errorMessage, Instant at);

  /** A look is over; the check it is part of is, too, if it was the last. */
  void looked(UUID look, Instant at);

  /**
   * Returns checks, the newest first.
   *
   * @param platform null for every platform
   * @param beside the id beside which they begin, itself not among them; null for the newest
   */
  List<PlatformCheck> list(
      @Nullable PlatformId platform, @Nullable UUID beside, boolean backwards, int limit);
}
