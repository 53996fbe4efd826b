package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps pauses, those that are over too. Writes join the caller's transaction. */
public interface Pauses {

  /** Returns those that last at {@code now} and hold a platform back; of any when null. */
  List<Pause> lasting(@Nullable PlatformId platform, Instant now);

  /** Returns one, over or not. */
  Optional<Pause> find(UUID id);

  /**
   * Returns pauses, the newest first, beginning beside one.
   *
   * @param platform only those that hold this one back; null for all
   * @param lasting whether they last at {@code now}; null for either
   */
  List<Pause> page(
      @Nullable PlatformId platform,
      @Nullable Boolean lasting,
      Instant now,
      @Nullable UUID beside,
      boolean backwards,
      int limit);

  /** Adds one, unless another lasts for the same; says whether. */
  boolean add(Pause pause);

  /** Ends one that lasts; says whether there was one. */
  boolean end(UUID id, Instant at, String actor);
}
