package dev.synctrail.drift;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * The settings of drift detection.
 *
 * @param readBackAfter delay between a push and its read-back, so that the platform can show it
 * @param reads how many equal results right after a push confirm that the type was altered
 * @param between delay between these checks
 * @param goodFor age from which a verdict is reported as stale
 * @param ignored JSON Pointers (RFC 6901); differences at or below them are not drift
 */
public record DriftPolicy(
    Duration readBackAfter, int reads, Duration between, Duration goodFor, List<String> ignored) {

  /**
   * @throws IllegalArgumentException naming the invalid setting
   */
  public DriftPolicy {
    ignored = List.copyOf(ignored);
    if (readBackAfter.isNegative()) {
      throw new IllegalArgumentException("sync.read-back.after must not be negative");
    }
    if (reads < 1 || reads > 10) {
      throw new IllegalArgumentException("sync.read-back.looks must be 1 to 10, not " + reads);
    }
    if (between.isNegative()) {
      throw new IllegalArgumentException("sync.read-back.between must not be negative");
    }
    if (goodFor.isNegative() || goodFor.isZero()) {
      throw new IllegalArgumentException("sync.drift.good-for must be positive");
    }
    for (String pointer : ignored) {
      if (!pointer.startsWith("/")) {
        throw new IllegalArgumentException(
            "sync.drift.ignore must list JSON Pointers, which begin with a slash, not " + pointer);
      }
    }
  }

  /** Returns the pointers that are not ignored. */
  public List<String> regarded(List<String> pointers) {
    return pointers.stream()
        .filter(pointer -> ignored.stream().noneMatch(within(pointer)))
        .toList();
  }

  private static Predicate<String> within(String pointer) {
    return place -> pointer.equals(place) || pointer.startsWith(place + "/");
  }
}
