package dev.synctrail.web.analytics;

import dev.synctrail.access.Right;
import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Measuring;
import dev.synctrail.analytics.Metric;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.Recommendation;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.analytics.SyncStatistics;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PageZone;
import dev.synctrail.web.deployment.RunPage;
import dev.synctrail.web.history.OpenFailures;
import dev.synctrail.web.history.SyncListRow;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the overview: key figures, failures, drift, running work and recommendations. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class OverviewPage {
  private static final int RECENT = 10;
  private static final int MOST_RUNNING = 50;
  private static final int MAX_PATTERNS = 5;
  private static final int MOST_PLATFORMS = 5;
  private static final int MOST_FAILURES = 10;
  private static final int RECENT_RUNS = 5;

  private final Measuring measuring;
  private final Reporting reporting;
  private final SyncStatistics statistics;
  private final Platforms platforms;
  private final RunHistory runs;
  private final SyncHistory history;
  private final Conflicts conflicts;
  private final ZoneId zone;
  private final OpenFailures openFailures;
  private final Reporting.Span span;
  private List<Metric> days = List.of();
  private Measures all = new Measures();
  private List<SyncListRow> recent = List.of();
  private List<Run> running = List.of();
  private List<Run> finished = List.of();
  private List<FailurePattern> patterns = List.of();
  private List<Advice> advice = List.of();
  private long openConflicts;

  @Inject
  OverviewPage(
      Measuring measuring,
      Reporting reporting,
      SyncStatistics statistics,
      Platforms platforms,
      RunHistory runs,
      SyncHistory history,
      Conflicts conflicts,
      PageZone pageZone,
      OpenFailures openFailures) {
    this.measuring = measuring;
    this.reporting = reporting;
    this.statistics = statistics;
    this.platforms = platforms;
    this.runs = runs;
    this.history = history;
    this.conflicts = conflicts;
    this.zone = pageZone.zone();
    this.openFailures = openFailures;
    this.span = reporting.span(null, null);
  }

  @PostConstruct
  void read() {
    days = measure(span.from(), span.until(), Granularity.DAY);
    all = only(measure(span.from(), span.until(), null));
    openConflicts = conflicts.countOpen();
    recent =
        history
            .page(SyncQuery.latest(new SyncFilter(Map.of(Criterion.DRY_RUN, false)), RECENT))
            .data()
            .stream()
            .map(SyncListRow::of)
            .toList();
    running = runs.open(MOST_RUNNING);
    finished = runs.finishedDeployments(RECENT_RUNS);
    patterns = statistics.patterns(null, span.firstDay(), span.afterLastDay(), MAX_PATTERNS);
    advice =
        platforms.all().stream()
            .limit(MOST_PLATFORMS)
            .map(Platform::id)
            .flatMap(
                platform ->
                    reporting.health(platform, span).recommendations().stream()
                        .map(one -> Advice.of(platform.value(), one)))
            .toList();
  }

  private List<Metric> measure(Instant from, Instant until, @Nullable Granularity granularity) {
    return measuring.measure(
        new MetricsQuery(SeriesFilter.ALL, from, until, granularity, zone, Set.of()));
  }

  private static Measures only(List<Metric> metrics) {
    return metrics.isEmpty() ? new Measures() : metrics.get(0).measures();
  }

  /** Returns the success rate over the reported period. */
  public @Nullable Number getSuccessRate() {
    return Measure.SUCCESS_RATE.of(all);
  }

  /** Returns the reported period. */
  public Reporting.Span getSpan() {
    return span;
  }

  /** Returns the number of syncs in the reported period with a status, without dry runs. */
  public long count(String status) {
    return all.inHistory(SyncStatus.valueOf(status));
  }

  /** Returns the history of exactly these syncs. */
  public String rows(String status) {
    return "history.xhtml?dryRun=false&status=%s&startDate=%s&endDate=%s"
        .formatted(status, span.from(), span.until());
  }

  /** Returns the 95th percentile of the durations. */
  public @Nullable Number getP95() {
    return Measure.P95_DURATION.of(all);
  }

  /** Returns the newest of the failed pushes that no successful push followed. */
  public List<OpenFailures.OpenFailure> getOpenFailures() {
    return openFailures.withConflicts(openFailures.all().stream().limit(MOST_FAILURES).toList());
  }

  /** Tells whether more failures are open than the page shows. */
  public boolean isMoreFailures() {
    return openFailures.all().size() > MOST_FAILURES;
  }

  /** Returns the number of open failures. */
  public String getOpenFailureCount() {
    return openFailures.count();
  }

  /** Returns the number of open conflicts. */
  public long getOpenConflicts() {
    return openConflicts;
  }

  /** Returns the chart of syncs per day. */
  public String getChart() {
    return Charts.statuses(days, span, Granularity.DAY, zone, PageContext::text);
  }

  /** Returns the syncs per day, as a table for users who do not see the chart. */
  public List<Bucket> getBuckets() {
    return Bucket.of(days, Granularity.DAY, zone);
  }

  /** Returns the most frequent failure patterns of the reported period. */
  public List<FailurePattern> getPatterns() {
    return patterns;
  }

  /** Returns the recommendations for each platform in use. */
  public List<Advice> getAdvice() {
    return advice;
  }

  /** Returns the active runs. */
  public List<Run> getRunning() {
    return running;
  }

  /** Returns the newest deployments that have finished, without dry runs. */
  public List<Run> getFinished() {
    return finished;
  }

  /** Returns the page of a run. */
  public String pageOf(Run run) {
    return RunPage.pageOf(run);
  }

  /** Returns the newest syncs. */
  public List<SyncListRow> getRecent() {
    return recent;
  }

  /** Tells whether anything on the page may still change. */
  public boolean isOpen() {
    return !running.isEmpty() || !recent.stream().allMatch(SyncListRow::settled);
  }

  /**
   * The measures of one bucket.
   *
   * @param label start of the bucket, in the zone of the page
   */
  public record Bucket(String label, Measures measures) {
    static List<Bucket> of(List<Metric> metrics, Granularity granularity, ZoneId zone) {
      return metrics.stream()
          .map(one -> new Bucket(Charts.label(one.start(), granularity, zone), one.measures()))
          .toList();
    }

    /** Returns the number of syncs with a status. */
    public long count(String status) {
      return measures.inHistory(SyncStatus.valueOf(status));
    }

    /** Returns the value of a measure. */
    public @Nullable Number of(String measure) {
      return Measure.valueOf(measure).of(measures);
    }
  }

  /**
   * A recommendation for a platform, with links to the syncs behind it.
   *
   * @param links pages of the console
   */
  public record Advice(String platform, Recommendation recommendation, List<String> links) {
    private static final String API = "/api/v1/sync/";

    static Advice of(String platform, Recommendation recommendation) {
      return new Advice(
          platform,
          recommendation,
          recommendation.links().stream()
              .filter(link -> link.startsWith(API))
              .map(link -> page(link.substring(API.length())))
              .toList());
    }

    private static String page(String link) {
      return link.startsWith("history")
          ? "history.xhtml" + link.substring("history".length())
          : "sync.xhtml?id=" + link.replaceAll("[/?].*", "");
    }
  }
}
