package dev.synctrail.analytics;

import dev.synctrail.tracking.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change shortly before the first failure of a pattern. It is a hint for the cause, not a proof.
 *
 * @param at the start of the first sync with the new value
 * @param syncsBetween the number of syncs with the new value before the first failure
 */
public record Precedent(Kind kind, String from, String to, Instant at, int syncsBetween) {
  /** The number of syncs before the first failure that are examined. */
  public static final int WINDOW = 50;

  /** The maximum age of a change before the first failure. */
  public static final Duration RECENT = Duration.ofHours(24);

  /**
   * Finds the changes.
   *
   * @param ofType the first failed sync, then the preceding ones of its type and platform
   * @param ofPlatform the first failed sync, then the preceding ones of its platform
   */
  public static List<Precedent> of(List<Footprint> ofType, List<Footprint> ofPlatform) {
    List<Precedent> found = new ArrayList<>();
    change(Kind.VERSION, ofType, Footprint::version).ifPresent(found::add);
    change(Kind.ADAPTER_VERSION, ofPlatform, Footprint::adapterVersion).ifPresent(found::add);
    change(Kind.CREDENTIALS, ofPlatform, Footprint::credentials).ifPresent(found::add);
    change(Kind.PLATFORM_SETTINGS, ofPlatform, Footprint::platformRevision).ifPresent(found::add);
    return found;
  }

  private static Optional<Precedent> change(
      Kind kind, List<Footprint> newestFirst, Function<Footprint, @Nullable String> value) {
    if (newestFirst.isEmpty()) {
      return Optional.empty();
    }
    Footprint failed = newestFirst.get(0);
    String now = value.apply(failed);
    if (now == null) {
      return Optional.empty();
    }
    Footprint first = failed;
    int between = 0;
    for (Footprint earlier : newestFirst.subList(1, newestFirst.size())) {
      String then = value.apply(earlier);
      if (now.equals(then)) {
        first = earlier;
        between++;
      } else if (then != null) {
        Instant changed = first.sync().startedAt();
        return changed.plus(RECENT).isBefore(failed.sync().startedAt())
            ? Optional.empty()
            : Optional.of(new Precedent(kind, then, now, changed, between));
      }
    }
    return Optional.empty();
  }

  /** The kind of change. */
  public enum Kind {
    /** Another version of the type. */
    VERSION,
    /** Another version of the platform adapter. */
    ADAPTER_VERSION,
    /** Other credentials, known by their fingerprint. */
    CREDENTIALS,
    /** Another revision of the platform's settings. */
    PLATFORM_SETTINGS
  }

  /** The circumstances of a sync; null if unknown. */
  public record Footprint(
      SyncId sync,
      @Nullable String version,
      @Nullable String adapterVersion,
      @Nullable String credentials,
      @Nullable String platformRevision) {}
}
