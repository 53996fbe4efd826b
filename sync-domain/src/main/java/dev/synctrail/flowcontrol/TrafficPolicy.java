package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The traffic policy of a platform as set by users; null values are as configured.
 *
 * @param revision 1 for the first; 0 when nothing was ever set
 * @param order the last order to the circuit breaker; null when there was none
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

  /** Returns the policy of a platform before anything is set. */
  public static TrafficPolicy unset(PlatformId platform) {
    return new TrafficPolicy(platform, 0, Settings.AS_CONFIGURED, null, null, null, null);
  }

  TrafficPolicy next(
      Settings wanted, @Nullable Order newOrder, @Nullable String why, Instant now, String actor) {
    return new TrafficPolicy(platform, revision + 1, wanted, newOrder, why, now, actor);
  }

  /**
   * The settings; null values are as configured.
   *
   * @param calls the number of exchanges in the window of the circuit breaker
   * @param failuresPercent the percentage of failures in the window that opens it
   * @param openFor how long it stays open, with no requests sent
   * @param ratePerMinute how many requests may be sent per minute; 0 for no limit
   * @param burst how many of them may be sent at once
   */
  public record Settings(
      @Nullable Integer calls,
      @Nullable Integer failuresPercent,
      @Nullable Duration openFor,
      @Nullable Integer ratePerMinute,
      @Nullable Integer burst) {
    /** Everything as configured. */
    public static final Settings AS_CONFIGURED = new Settings(null, null, null, null, null);

    /** The longest time that a circuit breaker can be configured to stay open. */
    public static final Duration LONGEST_OPEN = Duration.ofHours(24);

    /** The largest window of a circuit breaker, in exchanges. */
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

  /**
   * An order to the circuit breakers of all servers. It applies once; afterwards they change state
   * automatically.
   */
  public record Order(State state, Instant at) {}

  /** A state that a circuit breaker can be ordered into. */
  public enum State {
    /** The counts are reset and requests are sent again. */
    CLOSED,
    /** No requests are sent for the configured open time; then it becomes half-open. */
    OPEN
  }
}
