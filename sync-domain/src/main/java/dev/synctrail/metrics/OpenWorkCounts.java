package dev.synctrail.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open work of the whole cluster at one time.
 *
 * @param platforms the counts by platform id; only platforms with open work
 * @param jobs the durable jobs by name
 */
public record OpenWorkCounts(
    Instant at,
    Map<String, OfPlatform> platforms,
    Map<String, Job> jobs,
    RollUp rollUp,
    Purged purged) {
  /** No open work. */
  public static final OpenWorkCounts NOTHING =
      new OpenWorkCounts(
          Instant.EPOCH, Map.of(), Map.of(), new RollUp(0), new Purged(0, 0, 0, 0, 0, null));

  public OpenWorkCounts {
    platforms = Map.copyOf(platforms);
    jobs = Map.copyOf(jobs);
  }

  /** Returns the counts of a platform; zero if it has no open work. */
  public OfPlatform of(String platform) {
    return platforms.getOrDefault(platform, OfPlatform.NOTHING);
  }

  /**
   * The open work of one platform.
   *
   * @param inProgress syncs in progress, including those of external recorders
   * @param unknown syncs whose outcome is unknown
   * @param settling how many of those this system is settling; the others wait for a user or an
   *     external recorder
   * @param waiting backlog entries that are not taken by a lane
   * @param taken backlog entries that are taken by a lane
   * @param oldestDue the due time of the oldest entry that is not taken by a lane
   */
  public record OfPlatform(
      long inProgress,
      long unknown,
      long settling,
      long waiting,
      long taken,
      @Nullable Instant oldestDue) {
    /** No open work. */
    public static final OfPlatform NOTHING = new OfPlatform(0, 0, 0, 0, 0, null);
  }

  /** The state of a durable job. */
  public record Job(@Nullable Instant lastSuccess, int failuresInARow) {}

  /**
   * How far the roll-ups lag behind.
   *
   * @param transitions the number of transitions that are not rolled up yet, counted up to {@value
   *     #MAX_COUNT}
   */
  public record RollUp(long transitions) {
    /** The maximum count; larger numbers are reported as this one. */
    public static final long MAX_COUNT = 100_000;
  }

  /**
   * What purges have deleted, excluding dry runs.
   *
   * @param open the number of purges that are requested and not completed
   * @param bytes the number of bytes of deleted payloads
   * @param openSince the time at which the oldest open purge was requested
   */
  public record Purged(
      long open,
      long syncs,
      long attempts,
      long snapshots,
      long bytes,
      @Nullable Instant openSince) {}

  /** Returns the ids of the platforms with open work, sorted. */
  public List<String> names() {
    return platforms.keySet().stream().sorted().toList();
  }
}
