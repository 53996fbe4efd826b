package dev.synctrail.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits at one moment, in the whole cluster.
 *
 * @param platforms by id; only those where anything is open
 * @param jobs by name
 */
public record OpenWorkCounts(
    Instant at,
    Map<String, OfPlatform> platforms,
    Map<String, Job> jobs,
    RollUp rollUp,
    Purged purged) {
  /** Nothing at all. */
  public static final OpenWorkCounts NOTHING =
      new OpenWorkCounts(
          Instant.EPOCH, Map.of(), Map.of(), new RollUp(0), new Purged(0, 0, 0, 0, 0, null));

  public OpenWorkCounts {
    platforms = Map.copyOf(platforms);
    jobs = Map.copyOf(jobs);
  }

  /** Returns what waits for a platform, which may be nothing. */
  public OfPlatform of(String platform) {
    return platforms.getOrDefault(platform, OfPlatform.NOTHING);
  }

  /**
   * What waits for one platform.
   *
   * @param inProgress syncs begun and not over, those of outside recorders included
   * @param unknown syncs whose outcome nobody knows
   * @param settling of those, how many are looked after by us; the others wait for somebody else
   * @param waiting entries of the backlog that no lane has taken
   * @param taken entries of the backlog in the hands of a lane
   * @param oldestDue since when the oldest entry that no lane has taken could have been worked on
   */
  public record OfPlatform(
      long inProgress,
      long unknown,
      long settling,
      long waiting,
      long taken,
      @Nullable Instant oldestDue) {
    /** Nothing waits. */
    public static final OfPlatform NOTHING = new OfPlatform(0, 0, 0, 0, 0, null);
  }

  /** How a job of the durable work goes. */
  public record Job(@Nullable Instant lastSuccess, int failuresInARow) {}

  /**
   * How far sums are behind what has happened.
   *
   * @param transitions not taken over yet; not counted beyond {@value #MOST}
   */
  public record RollUp(long transitions) {
    /** More are as many. */
    public static final long MOST = 100_000;
  }

  /**
   * What purges have taken, dry runs aside.
   *
   * @param open purges asked for and not over
   * @param bytes of payloads
   * @param openSince when the oldest open one was asked for
   */
  public record Purged(
      long open,
      long syncs,
      long attempts,
      long snapshots,
      long bytes,
      @Nullable Instant openSince) {}

  /** Returns what is waited for, by platform, in the order of names. */
  public List<String> names() {
    return platforms.keySet().stream().sorted().toList();
  }
}
