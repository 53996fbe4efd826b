package dev.synctrail.web.analytics;

import dev.synctrail.access.Right;
import dev.synctrail.analytics.Dimension;
import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.HealthReport;
import dev.synctrail.analytics.InvalidMetricsQuery;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Measuring;
import dev.synctrail.analytics.Metric;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Period;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PagePeriod;
import dev.synctrail.web.console.PageZone;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the health of a platform, its metrics and recommendations. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class AnalyticsPage {
  private static final List<String> PARAMETERS =
      List.of(
          "platform",
          "platformContains",
          "typeKey",
          "typeKeyContains",
          PagePeriod.START,
          PagePeriod.END,
          PagePeriod.PRESET,
          "granularity");
  private static final int MAX_TYPES = 25;
  private static final Duration MAX_OF_QUARTERS = Duration.ofHours(6);
  private static final Duration MAX_OF_HOURS = Duration.ofDays(3);

  private final Measuring measuring;
  private final Reporting reporting;
  private final Platforms platforms;
  private final PageAddress pageAddress;
  private final ZoneId zone;
  private Reporting.@Nullable Span span;
  private @Nullable HealthReport health;
  private List<Metric> buckets = List.of();
  private List<Metric> types = List.of();
  private List<PlatformId> matching = List.of();
  private Measures all = new Measures();
  private Granularity granularity = Granularity.DAY;
  private String fault = "";

  @Inject
  AnalyticsPage(
      Measuring measuring,
      Reporting reporting,
      Platforms platforms,
      PageContext pageContext,
      PageZone pageZone) {
    this.measuring = measuring;
    this.reporting = reporting;
    this.platforms = platforms;
    this.pageAddress = pageContext.address(PARAMETERS);
    this.zone = pageZone.zone();
  }

  @PostConstruct
  void read() {
    try {
      String start = pageAddress.get(PagePeriod.START);
      String end = pageAddress.get(PagePeriod.END);
      Reporting.Span requested =
          reporting.span(
              start == null ? null : Period.start(start), end == null ? null : Period.end(end));
      span = requested;
      measure(
          requested,
          new SeriesFilter(
              value(Criterion.PLATFORM, PlatformId.class),
              value(Criterion.PLATFORM_CONTAINS, String.class),
              value(Criterion.TYPE_KEY, TypeKey.class),
              value(Criterion.TYPE_KEY_CONTAINS, String.class),
              null,
              null));
    } catch (UnknownPlatform e) {
      fault = PageContext.text("unknownPlatform", e.id());
    } catch (InvalidMetricsQuery | IllegalArgumentException e) {
      fault = String.valueOf(e.getMessage());
    }
  }

  private <T> @Nullable T value(Criterion criterion, Class<T> type) {
    String text = pageAddress.get(criterion.toString());
    return text == null ? null : type.cast(criterion.parse(text));
  }

  private void measure(Reporting.Span requested, SeriesFilter filter) {
    String text = pageAddress.get("granularity");
    granularity = text == null ? usual(requested) : Granularity.of(text);
    buckets = measuring.measure(query(requested, filter, granularity, Set.of()));
    List<Metric> whole = measuring.measure(query(requested, filter, null, Set.of()));
    all = whole.isEmpty() ? new Measures() : whole.get(0).measures();
    types = measuring.measure(query(requested, filter, null, Set.of(Dimension.TYPE)));
    matching = platforms.all().stream().map(Platform::id).filter(filter::contains).toList();
    PlatformId platform = filter.platform();
    if (platform == null && filter.platformPart() != null && matching.size() == 1) {
      platform = matching.get(0);
    }
    if (platform != null) {
      health = reporting.health(platform, requested);
    }
  }

  /** Returns a length of buckets that shows the course of a period. */
  private static Granularity usual(Reporting.Span requested) {
    Duration length = Duration.between(requested.from(), requested.until());
    if (length.compareTo(MAX_OF_QUARTERS) <= 0) {
      return Granularity.QUARTER;
    }
    return length.compareTo(MAX_OF_HOURS) <= 0 ? Granularity.HOUR : Granularity.DAY;
  }

  private MetricsQuery query(
      Reporting.Span requested,
      SeriesFilter filter,
      @Nullable Granularity granularity,
      Set<Dimension> groupBy) {
    return new MetricsQuery(
        filter, requested.from(), requested.until(), granularity, zone, groupBy);
  }

  /** Returns the error of the query; empty if it is valid. */
  public String getFault() {
    return fault;
  }

  /** Returns the text of the field of the platform. */
  public String getPlatform() {
    return pageAddress.entered(Criterion.PLATFORM_CONTAINS);
  }

  /** Returns the text of the field of the type. */
  public String getType() {
    return pageAddress.entered(Criterion.TYPE_KEY_CONTAINS);
  }

  /** Returns the length of the buckets. */
  public Granularity getGranularity() {
    return granularity;
  }

  /** Returns the bucket lengths to choose from. */
  public List<Granularity> getGranularities() {
    return List.of(Granularity.values());
  }

  /**
   * Returns the platforms to choose from; ids of other platforms with recorded syncs can be typed.
   */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the platforms that match the filter. */
  public List<PlatformId> getMatching() {
    return matching;
  }

  /** Returns this page for a platform. */
  public String linkTo(PlatformId platform) {
    return "analytics.xhtml?"
        + pageAddress.with("platformContains", null).with("platform", platform.value()).query();
  }

  /** Returns the reported period. */
  public Reporting.@Nullable Span getSpan() {
    return span;
  }

  /** Returns the health report of the platform; null unless one is selected. */
  public @Nullable HealthReport getHealth() {
    return health;
  }

  /** Returns the recommendations with links to the syncs behind them. */
  public List<OverviewPage.Advice> getAdvice() {
    HealthReport report = health;
    return report == null
        ? List.of()
        : report.recommendations().stream()
            .map(one -> OverviewPage.Advice.of(report.platform().value(), one))
            .toList();
  }

  /** Returns the trend of a failure pattern. */
  public FailurePattern.Trend trend(FailurePattern pattern) {
    Reporting.Span requested = Objects.requireNonNull(span);
    return pattern.trend(requested.firstDay(), requested.afterLastDay());
  }

  /** Returns the measures over the whole query. */
  public OverviewPage.Bucket getAll() {
    return new OverviewPage.Bucket("", all);
  }

  /** Returns the buckets, as a table for users who do not see the chart. */
  public List<OverviewPage.Bucket> getBuckets() {
    return OverviewPage.Bucket.of(buckets, granularity, zone);
  }

  /** Returns the chart of syncs by status. */
  public String getStatusChart() {
    return Charts.statuses(
        buckets, Objects.requireNonNull(span), granularity, zone, PageContext::text);
  }

  /** Returns the chart of durations. */
  public String getDurationChart() {
    Map<Measure, String> lines = new LinkedHashMap<>();
    lines.put(Measure.MEDIAN_DURATION, "--open");
    lines.put(Measure.P95_DURATION, "--part");
    return lines(lines);
  }

  /** Returns the chart of the success rate. */
  public String getRateChart() {
    return lines(Map.of(Measure.SUCCESS_RATE, "--good"));
  }

  private String lines(Map<Measure, String> colors) {
    return Charts.lines(
        buckets, Objects.requireNonNull(span), granularity, zone, colors, PageContext::text);
  }

  /** Returns the history of the selected platform and type, without the period. */
  public String getRowsLink() {
    return "history.xhtml?" + rows().query();
  }

  /** Returns the history of a type in the reported period, on the selected platform. */
  public String rowsOf(String typeKey) {
    Reporting.Span reported = Objects.requireNonNull(span);
    return "history.xhtml?"
        + rows()
            .with("typeKeyContains", null)
            .with("typeKey", typeKey)
            .with(PagePeriod.START, reported.from().toString())
            .with(PagePeriod.END, reported.until().toString())
            .query();
  }

  private PageAddress rows() {
    return pageAddress
        .with(PagePeriod.START, null)
        .with(PagePeriod.END, null)
        .with(PagePeriod.PRESET, null)
        .with("granularity", null)
        .with("dryRun", "false");
  }

  /** Returns this page without the length of the buckets, which a shorter period selects anew. */
  public String getZoomLink() {
    return "analytics.xhtml?" + pageAddress.with("granularity", null).query();
  }

  /** Returns the types by number of failures, then by number of syncs. */
  public List<OverviewPage.Bucket> getTypes() {
    return types.stream()
        .sorted(
            Comparator.comparing(
                    (Metric metric) -> metric.measures().counted().count(SyncStatus.FAILED))
                .thenComparing(metric -> metric.measures().counted().total())
                .reversed())
        .limit(MAX_TYPES)
        .map(metric -> new OverviewPage.Bucket(String.valueOf(metric.typeKey()), metric.measures()))
        .toList();
  }
}
