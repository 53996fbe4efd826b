package dev.synctrail.integration.lane;

import dev.synctrail.startup.DatabaseTime;
import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.SteadyClock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Adjusts the clock of this server to the time of the database, so that ids, due times, heartbeats
 * and leases of all servers use one clock.
 */
@ApplicationScoped
class Timekeeping {
  private static final System.Logger LOG = System.getLogger(Timekeeping.class.getName());

  /**
   * The limit for recorded times that the clock starts after. A later one is taken as an error and
   * ignored.
   */
  private static final Duration FURTHEST_AHEAD = Duration.ofDays(1);

  /**
   * A restart takes less time. An older heartbeat may come from a running server that has not yet
   * followed a step of the clock.
   */
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(2);

  private final SteadyClock clock;
  private final DatabaseTime database;
  private final Duration jump;
  private volatile Instant steadySince = Instant.MAX;

  @Inject
  Timekeeping(SteadyClock clock, DatabaseTime database, LaneSettings settings) {
    this.clock = clock;
    this.database = database;
    this.jump = settings.heartbeat();
  }

  void begin(@Observes @Priority(1) SchemaReady ready) {
    begin();
  }

  void begin() {
    Instant machine = clock.instant();
    Instant now = database.now();
    Instant latest = database.latestRecorded();
    if (latest.isAfter(now.plus(FURTHEST_AHEAD))) {
      LOG.log(Level.WARNING, "A record has the time {0}, far ahead of {1}", latest, now);
      latest = now;
    }
    clock.begin(now, latest);
    steadySince = clock.instant();
    database.renewLeases(clock.instant(), LONGEST_RESTART);
    LOG.log(
        Level.INFO,
        "Using the time of the database, {0}; the clock of this machine differs by {1}",
        clock.instant(),
        Duration.between(now, machine));
  }

  /** Follows the time of the database; after a jump, leases are renewed first. */
  void keep() {
    try {
      Instant now = database.now();
      if (Duration.between(clock.instant(), now).compareTo(jump) > 0) {
        LOG.log(Level.WARNING, "The time jumped from {0} to {1}", clock.instant(), now);
        database.renewLeases(now, Duration.ZERO);
        steadySince = now;
      }
      clock.follow(now);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The database clock cannot be read; continuing with the local clock", e);
    }
  }

  /**
   * Returns whether this server has run for that long without a jump of the clock. Before, a record
   * may seem to be that old without being so.
   */
  boolean isSteadyFor(Duration age) {
    return steadySince.isBefore(clock.instant().minus(age));
  }
}
