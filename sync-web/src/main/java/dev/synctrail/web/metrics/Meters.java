package dev.synctrail.web.metrics;

import dev.synctrail.anchor.AnchorAttempt;
import dev.synctrail.ledger.FindingReport;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.metrics.JobRan;
import dev.synctrail.startup.SchemaReady;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** Counts and times the events of this server. */
@ApplicationScoped
class Meters {
  private static final Logger LOG = System.getLogger(Meters.class.getName());
  private static final Metadata SYNCS =
      MetricNames.of("synctrail_syncs", "Syncs completed on this server");
  private static final Metadata FAILURES =
      MetricNames.of("synctrail_failures", "Failed syncs by failure class");
  private static final Metadata SYNC =
      MetricNames.of(
          "synctrail_sync",
          "Duration of a sync from the first byte sent to its outcome",
          MetricUnits.NANOSECONDS);
  private static final Metadata EXCHANGE =
      MetricNames.of(
          "synctrail_exchange",
          "Duration of an HTTP exchange with a platform",
          MetricUnits.NANOSECONDS);
  private static final Metadata RECORDING =
      MetricNames.of(
          "synctrail_recording",
          "Duration of recording an exchange in the audit trail",
          MetricUnits.NANOSECONDS);
  private static final Metadata JOB =
      MetricNames.of("synctrail_job", "Duration of background jobs", MetricUnits.NANOSECONDS);
  private static final Metadata FINDINGS =
      MetricNames.of(
          "synctrail_ledger_findings", "Differences that verifications of the ledger have found");
  private static final Metadata ANCHORS =
      MetricNames.of(
          "synctrail_ledger_anchors", "Attempts to tell places outside a checkpoint of the ledger");

  private static final Metadata WITHIN =
      MetricNames.of(
          "synctrail_exchange_within", "Exchanges with a duration of at most le seconds");

  /** In seconds. Counted here because the server's own timers provide no usable percentiles. */
  private static final List<Double> BUCKETS =
      List.of(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, Double.POSITIVE_INFINITY);

  private final ConcurrentMetrics concurrentMetrics;
  private final PlatformLabels platforms;

  @Inject
  Meters(ConcurrentMetrics concurrentMetrics, PlatformLabels platforms) {
    this.concurrentMetrics = concurrentMetrics;
    this.platforms = platforms;
  }

  /**
   * Registered before the lanes start, because their threads find no registry during deployment.
   */
  void start(@Observes @Priority(1) SchemaReady ready) {
    concurrentMetrics.timer(JOB, new Tag("job", "lane"), new Tag("outcome", "success"));
  }

  void settled(@Observes(during = TransactionPhase.AFTER_SUCCESS) SyncSettled event) {
    measure(
        () -> {
          Tag platform = platforms.of(event.platform());
          Tag direction = tag("direction", event.direction());
          Tag dryRun = new Tag("dryRun", String.valueOf(event.dryRun()));
          concurrentMetrics
              .counter(SYNCS, platform, direction, tag("outcome", event.status()), dryRun)
              .inc();
          if (event.failureClass() != null) {
            concurrentMetrics
                .counter(FAILURES, platform, direction, tag("class", event.failureClass()))
                .inc();
          }
          if (event.took() != null) {
            concurrentMetrics.timer(SYNC, platform, direction).update(event.took());
          }
        });
  }

  void exchanged(@Observes ExchangeMeasured event) {
    measure(
        () -> {
          Tag platform = platforms.of(event.platform());
          Tag purpose = tag("purpose", event.purpose());
          Tag status = new Tag("status", event.statusClass());
          concurrentMetrics.timer(EXCHANGE, platform, purpose, status).update(event.exchange());
          double seconds = event.exchange().toNanos() / 1e9;
          for (double bound : BUCKETS) {
            Tag le = new Tag("le", Double.isInfinite(bound) ? "+Inf" : String.valueOf(bound));
            Counter within = concurrentMetrics.counter(WITHIN, platform, purpose, status, le);
            if (seconds <= bound) {
              within.inc();
            }
          }
          concurrentMetrics.timer(RECORDING, platform).update(event.recording());
        });
  }

  void ran(@Observes JobRan event) {
    measure(
        () ->
            concurrentMetrics
                .timer(
                    JOB,
                    new Tag("job", event.job()),
                    new Tag("outcome", event.succeeded() ? "success" : "failure"))
                .update(event.took()));
  }

  void found(@Observes(during = TransactionPhase.AFTER_SUCCESS) FindingReport event) {
    measure(() -> concurrentMetrics.counter(FINDINGS, tag("kind", event.finding().kind())).inc());
  }

  void anchored(@Observes AnchorAttempt event) {
    measure(
        () ->
            concurrentMetrics
                .counter(
                    ANCHORS,
                    tag("kind", event.kind()),
                    new Tag("outcome", event.succeeded() ? "success" : "failure"))
                .inc());
  }

  /** A failure to record a metric must not affect the measured work. */
  private static void measure(Runnable measuring) {
    try {
      measuring.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A metric could not be recorded", e);
    }
  }

  private static Tag tag(String name, Enum<?> value) {
    return new Tag(name, value.name().toLowerCase(Locale.ROOT));
  }
}
