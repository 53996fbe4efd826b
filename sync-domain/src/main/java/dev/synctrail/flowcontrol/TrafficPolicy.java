package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a platform is to be protected from us, as people set it; what is null is as configured.
 *
 * @param revision 1 for the first; 0 when nobody ever set anything
 * @param order what the breaker was told last; null when it never was
 * @param reason why this revision was made
 */
public record TrafficPolicy(
    PlatformId platform,
    int revision,
    Settings settings,
    @Nullable Order order,
    @Nullable String reason,
    @Nullable Instant changedAt,
    @Nullable String changedBy) {

  /** Returns what holds for a platform before anybody sets anything. */
  public static TrafficPolicy unset(PlatformId platform) {
    return new TrafficPolicy(platform, 0, Settings.AS_CONFIGURED, null, null, null, null);
  }

  TrafficPolicy next(
      Settings wanted, @Nullable Order told, @Nullable String why, Instant now, String actor) {
    return new TrafficPolicy(platform, revision + 1, wanted, told, why, now, actor);
  }

  /**
   * What can be set; null for as configured.
   *
   * @param calls how many of the last exchanges the breaker looks at
   * @param failuresPercent how many of them must have failed for it to open
   * @param openFor how long nothing leaves then
   * @param ratePerMinute how many requests may leave in a minute; 0 for any number
   * @param burst how many of them may leave at once
   */
  public record Settings(
      @Nullable Integer calls,
      @Nullable Integer failuresPercent,
      @Nullable Duration openFor,
      @Nullable Integer ratePerMinute,
      @Nullable Integer burst) {
    /** Everything as configured. */
    public static final Settings AS_CONFIGURED = new Settings(null, null, null, null, null);

    /** The longest that a breaker stays open by itself. */
    public static final Duration LONGEST_OPEN = Duration.ofHours(24);

    /** The most exchanges that a breaker looks at. */
    public static final int MOST_CALLS = 1_000;

    /** The highest rate. */
    public static final int MOST_PER_MINUTE = 1_000_000;

    /**
     * @throws IllegalArgumentException naming what is out of range
     */
    public Settings {
      within("calls", calls, 1, MOST_CALLS);
      within("failuresPercent", failuresPercent, 1, 100);
      within("ratePerMinute", ratePerMinute, 0, MOST_PER_MINUTE);
      within("burst", burst, 1, MOST_PER_MINUTE);
      if (openFor != null
          && (openFor.compareTo(Duration.ofSeconds(1)) < 0
              || openFor.compareTo(LONGEST_OPEN) > 0)) {
        throw new IllegalArgumentException("openFor must be from PT1S to PT24H, not " + openFor);
      }
    }

    private static void within(String name, @Nullable Integer value, int min, int max) {
      if (value != null && (value < min || value > max)) {
        throw new IllegalArgumentException(
            name + " must be from " + min + " to " + max + ", not " + value);
      }
    }
  }

  /** What a person told the breaker of every server to do, once; it goes on by itself then. */
  public record Order(State state, Instant at) {}

  /** What a breaker can be told to be. */
  public enum State {
    /** What it counted is forgotten, and requests leave again. */
    CLOSED,
    /** Nothing leaves for as long as it stays open by itself; then it tries. */
    OPEN
  }
}
