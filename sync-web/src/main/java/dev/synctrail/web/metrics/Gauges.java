package dev.synctrail.web.metrics;

import dev.synctrail.gateway.CircuitBreakers;
import dev.synctrail.metrics.OpenWork;
import dev.synctrail.metrics.OpenWorkCounts;
import dev.synctrail.metrics.OpenWorkCounts.Job;
import dev.synctrail.metrics.OpenWorkCounts.OfPlatform;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.startup.SchemaReady;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the queue, open syncs, purges and jobs. Values are read on a scrape and cached briefly,
 * so that one scrape of dozens of gauges queries the database once. If reading fails, gauges are
 * NaN instead of outdated.
 *
 * <p>All gauges except those of circuit breakers describe the whole cluster, so every server
 * reports the same values.
 */
@ApplicationScoped
class Gauges {
  private static final Logger LOG = System.getLogger(Gauges.class.getName());
  private static final String NO_UNIT = MetricUnits.NONE;
  private static final String SECONDS = MetricUnits.SECONDS;
  private static final String BYTES = MetricUnits.BYTES;

  private final ConcurrentMetrics concurrentMetrics;
  private final PlatformLabels labels;
  private final OpenWork openWork;
  private final Platforms platforms;
  private final CircuitBreakers breakers;
  private final Duration cacheFor;
  private final Clock clock;
  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private @Nullable OpenWorkCounts latest;
  private Instant readAt = Instant.EPOCH;

  @Inject
  Gauges(
      ConcurrentMetrics concurrentMetrics,
      PlatformLabels labels,
      OpenWork openWork,
      Platforms platforms,
      CircuitBreakers breakers,
      @ConfigProperty(name = "sync.metrics.keep", defaultValue = "PT2S") Duration cacheFor,
      Clock clock) {
    this.concurrentMetrics = concurrentMetrics;
    this.labels = labels;
    this.openWork = openWork;
    this.platforms = platforms;
    this.breakers = breakers;
    this.cacheFor = cacheFor;
    this.clock = clock;
  }

  void start(@Observes SchemaReady ready) {
    gauge(
        "synctrail_roll_up_waiting",
        "Status transitions not yet added to the roll-ups, at most "
            + OpenWorkCounts.RollUp.MAX_COUNT,
        NO_UNIT,
        openWorkCounts -> openWorkCounts.rollUp().transitions());
    gauge(
        "synctrail_roll_up_lag",
        "Age of the oldest transition not yet added to the roll-ups; 0 if none",
        SECONDS,
        openWorkCounts ->
            openWorkCounts.rollUp().transitions() == 0 ? 0 : age(openWorkCounts, "roll-up"));
    gauge("synctrail_purges_open", "Running purges", NO_UNIT, at -> at.purged().open());
    gauge(
        "synctrail_purge_age",
        "Age of the oldest running purge",
        SECONDS,
        at -> seconds(at, at.purged().openSince()));
    gauge("synctrail_purged_syncs", "Purged syncs", NO_UNIT, at -> at.purged().syncs());
    gauge("synctrail_purged_attempts", "Purged attempts", NO_UNIT, at -> at.purged().attempts());
    gauge("synctrail_purged_payloads", "Purged payloads", NO_UNIT, at -> at.purged().snapshots());
    gauge("synctrail_purged_size", "Purged bytes", BYTES, at -> at.purged().bytes());
    latest();
  }

  private void registerNew(OpenWorkCounts openWorkCounts) {
    Set<String> names = new TreeSet<>(openWorkCounts.names());
    platforms.all().stream().map(Platform::id).map(PlatformId::value).forEach(names::add);
    names.stream()
        .filter(name -> !registered.contains("platform " + name))
        .forEach(this::registerPlatform);
    openWorkCounts.jobs().keySet().stream()
        .filter(job -> registered.add("job " + job))
        .forEach(this::registerJob);
  }

  private void registerPlatform(String name) {
    registered.add("platform " + name);
    PlatformId id = new PlatformId(name);
    Tag label = labels.of(id);
    if (label.getTagValue().equals(PlatformLabels.OTHER)) {
      return;
    }
    String open = "Syncs without an outcome";
    platform("synctrail_open", open, name, OfPlatform::inProgress, label, status("in_progress"));
    platform("synctrail_open", open, name, OfPlatform::unknown, label, status("unknown"));
    platform(
        "synctrail_settling",
        "Syncs of unknown outcome that are checked automatically; the others need a" + " user",
        name,
        OfPlatform::settling,
        label);
    String backlog = "Queued work";
    platform("synctrail_backlog", backlog, name, OfPlatform::waiting, label, state("waiting"));
    platform("synctrail_backlog", backlog, name, OfPlatform::taken, label, state("taken"));
    gauge(
        "synctrail_backlog_oldest",
        "Waiting time of the oldest due entry",
        SECONDS,
        openWorkCounts -> seconds(openWorkCounts, openWorkCounts.of(name).oldestDue()),
        label);
    concurrentMetrics.gauge(
        MetricNames.of(
            "synctrail_breaker", "Circuit breaker of this server: 0 closed, 1 half open, 2 open"),
        () -> breaker(breakers.state(id)),
        label);
  }

  private void registerJob(String job) {
    Tag label = new Tag("job", job);
    gauge(
        "synctrail_job_age",
        "Time since the last successful run of a job, on any server",
        SECONDS,
        openWorkCounts -> age(openWorkCounts, job),
        label);
    gauge(
        "synctrail_job_failures_in_a_row",
        "Failed runs of a job since its last success",
        NO_UNIT,
        openWorkCounts -> {
          Job details = openWorkCounts.jobs().get(job);
          return details == null ? 0 : details.failuresInARow();
        },
        label);
  }

  private static Tag status(String value) {
    return new Tag("status", value);
  }

  private static Tag state(String value) {
    return new Tag("state", value);
  }

  private static double age(OpenWorkCounts openWorkCounts, String job) {
    Job details = openWorkCounts.jobs().get(job);
    return seconds(openWorkCounts, details == null ? null : details.lastSuccess());
  }

  private static double seconds(OpenWorkCounts openWorkCounts, @Nullable Instant since) {
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, openWorkCounts.at()).toMillis() / 1e3);
  }

  private static int breaker(String state) {
    return switch (state) {
      case "CLOSED" -> 0;
      case "HALF_OPEN" -> 1;
      default -> 2;
    };
  }

  private void platform(
      String name,
      String description,
      String platform,
      Function<OfPlatform, Long> value,
      Tag... tags) {
    gauge(
        name,
        description,
        NO_UNIT,
        openWorkCounts -> value.apply(openWorkCounts.of(platform)),
        tags);
  }

  private void gauge(
      String name,
      String description,
      String unit,
      Function<OpenWorkCounts, ? extends Number> value,
      Tag... tags) {
    concurrentMetrics.gauge(
        MetricNames.of(name, description, unit),
        () -> {
          OpenWorkCounts openWorkCounts = latest();
          return openWorkCounts == null ? Double.NaN : value.apply(openWorkCounts).doubleValue();
        },
        tags);
  }

  private synchronized @Nullable OpenWorkCounts latest() {
    Instant now = clock.instant();
    if (now.isBefore(readAt.plus(cacheFor)) && !now.isBefore(readAt)) {
      return latest;
    }
    readAt = now;
    try {
      OpenWorkCounts openWorkCounts = openWork.at(now);
      registerNew(openWorkCounts);
      latest = Objects.requireNonNull(openWorkCounts);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Queue metrics could not be read", e);
      latest = null;
    }
    return latest;
  }
}
