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
 * Something that changed shortly before failures of a kind began; where to look first, not a proof.
 *
 * @param at when the first sync with the new value started
 * @param syncsBetween how many syncs the new value was good for before the first failure
 */
public record Precedent(Kind kind, String from, String to, Instant at, int syncsBetween) {
  /** How many syncs before the first failure are looked at. */
  public static final int WINDOW = 50;

  /** How long before the first failure a change may be. */
  public static final Duration RECENT = Duration.ofHours(24);

  /**
   * Finds what changed.
   *
   * @param ofType the first sync that failed, then those of its type and platform before it
   * @param ofPlatform the same one, then those of its platform before it
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

  /** What changed. */
  public enum Kind {
    /** Another version of the type. */
    VERSION,
    /** Another release of the code that speaks to the platform. */
    ADAPTER_VERSION,
    /** Other credentials, known by their fingerprint. */
    CREDENTIALS,
    /** Another revision of the platform's settings. */
    PLATFORM_SETTINGS
  }

  /** What a sync was done with; null where it is not known. */
  public record Footprint(
      SyncId sync,
      @Nullable String version,
      @Nullable String adapterVersion,
      @Nullable String credentials,
      @Nullable String platformRevision) {}
}
