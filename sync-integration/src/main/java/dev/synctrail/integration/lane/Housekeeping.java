package dev.synctrail.integration.lane;

import dev.synctrail.access.AccessLog;
import dev.synctrail.drift.BeginCheck;
import dev.synctrail.platform.Platforms;
import dev.synctrail.retention.Disposal.Busy;
import dev.synctrail.retention.Erasing;
import dev.synctrail.retention.Months;
import dev.synctrail.retention.Months.Done;
import dev.synctrail.retention.Purging;
import dev.synctrail.tracking.SyncEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Maintenance of the audit trail: monthly partitions, requested purges, expired denials and
 * scheduled platform checks.
 */
@ApplicationScoped
class Housekeeping {
  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

  private final Months months;
  private final Purging purging;
  private final Erasing erasing;
  private final Platforms platforms;
  private final BeginCheck beginCheck;
  private final AccessLog accessLog;
  private final Clock clock;
  private final int monthsAhead;
  private final boolean purgesDaily;
  private final Optional<Duration> checksEvery;

  @Inject
  Housekeeping(
      Months months,
      Purging purging,
      Erasing erasing,
      Platforms platforms,
      BeginCheck beginCheck,
      AccessLog accessLog,
      Clock clock,
      @ConfigProperty(name = "sync.partitions.months-ahead", defaultValue = "2") int monthsAhead,
      @ConfigProperty(name = "sync.retention.daily", defaultValue = "false") boolean purgesDaily,
      @ConfigProperty(name = "sync.drift.every") Optional<Duration> checksEvery) {
    if (checksEvery.filter(every -> every.compareTo(Duration.ofMinutes(1)) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "sync.drift.every must be at least one minute, not " + checksEvery.get());
    }
    if (monthsAhead < 1 || monthsAhead > 120) {
      throw new IllegalArgumentException(
          "sync.partitions.months-ahead must be 1 to 120, not " + monthsAhead);
    }
    this.months = months;
    this.purging = purging;
    this.erasing = erasing;
    this.platforms = platforms;
    this.beginCheck = beginCheck;
    this.accessLog = accessLog;
    this.clock = clock;
    this.monthsAhead = monthsAhead;
    this.purgesDaily = purgesDaily;
    this.checksEvery = checksEvery;
  }

  void keepMonths() {
    Done done = months.maintain(clock.instant(), monthsAhead);
    if (!done.equals(Done.NOTHING)) {
      LOG.log(Level.INFO, "Monthly partitions: {0}", done);
    }
  }

  /**
   * Maintains the partitions at start; a failure is only logged, because the next day repeats it.
   */
  void keepMonthsNow() {
    try {
      keepMonths();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Monthly partitions could not be maintained", e);
    }
  }

  /** Requests a purge by the retention rules, when the daily purge is configured. */
  void purgeDaily() {
    if (purgesDaily) {
      purging.begin(false, "daily", SyncEvent.ENGINE);
    }
  }

  /** Deletes the denied requests of unknown callers after their retention period. */
  void deleteExpiredDenials() {
    int deleted = accessLog.deleteExpiredDenials(clock.instant());
    LOG.log(Level.DEBUG, "{0} denials were deleted", deleted);
  }

  /** Returns the interval of platform checks; empty when they are not scheduled. */
  Optional<Duration> checksEvery() {
    return checksEvery;
  }

  /** Requests a check of every platform. */
  void checkPlatforms() {
    platforms
        .all()
        .forEach(platform -> beginCheck.ask(platform.id(), SyncEvent.ENGINE, "scheduled"));
  }

  /** Works on requested purges and erasures until they are done, or the server stops. */
  void purgeAndErase(BooleanSupplier stopping) {
    purge(stopping);
    erase(stopping);
  }

  private void erase(BooleanSupplier stopping) {
    try {
      while (!stopping.getAsBoolean() && erasing.step()) {
        LOG.log(Level.DEBUG, "Erased a batch");
      }
    } catch (Busy e) {
      LOG.log(Level.DEBUG, e.getMessage());
    } catch (RuntimeException e) {
      erasing.failed(e.getClass().getSimpleName());
      throw e;
    }
  }

  private void purge(BooleanSupplier stopping) {
    try {
      while (!stopping.getAsBoolean() && purging.step()) {
        LOG.log(Level.DEBUG, "Purged a batch");
      }
    } catch (Busy e) {
      LOG.log(Level.DEBUG, e.getMessage());
    } catch (RuntimeException e) {
      purging.failed(e.getClass().getSimpleName());
      throw e;
    }
  }
}
