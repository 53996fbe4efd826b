package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores pauses, including ended ones. Writes join the caller's transaction. */
public interface Pauses {

  /**
   * Returns the pauses in force at {@code now} that block a platform, or any platform when null.
   */
  List<Pause> inForce(@Nullable PlatformId platform, Instant now);

  /** Returns a pause, ended or not. */
  Optional<Pause> find(UUID id);

  /**
   * Returns a page of pauses, the newest first.
   *
   * @param platform only those that block this platform; null for all
   * @param active whether they are in force at {@code now}; null for either
   */
  List<Pause> page(
      @Nullable PlatformId platform,
      @Nullable Boolean active,
      Instant now,
      @Nullable UUID cursor,
      boolean backwards,
      int limit);

  /**
   * Adds a pause, unless another one of the same scope is in force.
   *
   * @return whether it was added
   */
  boolean add(Pause pause);

  /**
   * Ends a pause that is in force.
   *
   * @return whether there was one
   */
  boolean end(UUID id, Instant at, String actor);
}
