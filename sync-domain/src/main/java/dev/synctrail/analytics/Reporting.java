package dev.synctrail.analytics;

import dev.synctrail.gateway.CircuitBreakers;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates health reports of platforms: measures, failure patterns, anomalies and recommendations.
 */
@ApplicationScoped
public class Reporting {
  /** The maximum number of failure patterns in a report. */
  public static final int MAX_PATTERNS = 20;

  private static final int ALL_PATTERNS = 10_000;

  private static final Set<FailureClass> UNREACHABLE =
      EnumSet.of(
          FailureClass.UNAVAILABLE,
          FailureClass.CONNECT_FAILED,
          FailureClass.TIMEOUT,
          FailureClass.CONNECTION_RESET,
          FailureClass.INTERMEDIARY_ANSWER,
          FailureClass.MALFORMED_ANSWER);

  private static final Set<FailureClass> CHANGED_BY_OTHERS =
      EnumSet.of(
          FailureClass.PRECONDITION_FAILED,
          FailureClass.CONFLICT,
          FailureClass.CONFLICT_AFTER_UNKNOWN);

  private static final Set<FailureClass> REJECTED_CONTENT =
      EnumSet.of(
          FailureClass.REJECTED, FailureClass.INVALID_CONTENT, FailureClass.PAYLOAD_TOO_LARGE);

  private final SyncStatistics statistics;
  private final Platforms platforms;
  private final CircuitBreakers breakers;
  private final ReportSettings settings;
  private final Clock clock;

  @Inject
  public Reporting(
      SyncStatistics statistics,
      Platforms platforms,
      CircuitBreakers breakers,
      ReportSettings settings,
      Clock clock) {
    this.statistics = statistics;
    this.platforms = platforms;
    this.breakers = breakers;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Returns the reported period, with defaults for missing ends.
   *
   * @param from null for the start of the day in UTC that is the configured period before the end
   * @param until null for now
   * @throws InvalidMetricsQuery if it ends before it starts or is too long
   */
  public Span span(@Nullable Instant from, @Nullable Instant until) {
    Instant end = until == null ? QuarterHour.of(clock.instant()).plus(QuarterHour.LENGTH) : until;
    Instant start = from == null ? end.minus(settings.period()).truncatedTo(ChronoUnit.DAYS) : from;
    MetricsQuery checked =
        new MetricsQuery(SeriesFilter.ALL, start, end, null, ZoneOffset.UTC, Set.of());
    return new Span(checked.from(), checked.until());
  }

  /**
   * Returns the health of a platform.
   *
   * @throws UnknownPlatform if it is not configured and was never synced with
   */
  public HealthReport health(PlatformId platform, Span span) {
    Map<SyncStatus, SyncId> latest = statistics.latest(platform);
    if (latest.isEmpty()) {
      requireKnown(platform);
    }
    Sums sums = sums(platform, span);
    List<FailurePattern> patterns =
        statistics.patterns(platform, span.firstDay(), span.afterLastDay(), ALL_PATTERNS);
    List<Anomaly> anomalies = Anomaly.of(sums.days);
    String breaker = breakers.state(platform);
    Map<String, Double> facts = facts(sums, patterns, span);
    facts.put("breakerOpen", breaker.equals("CLOSED") ? 0.0 : 1.0);
    Map<String, String> words = new HashMap<>();
    words.put("platform", platform.value());
    words.put("startDate", span.from().toString());
    words.put("endDate", span.until().toString());
    words.put("recentDate", sums.recentSince.toString());
    for (Anomaly anomaly : anomalies) {
      String name = "anomaly." + anomaly.measure();
      facts.put(name, anomaly.deviation());
      facts.put(name + ".value", anomaly.value());
      facts.put(name + ".usual", anomaly.usual());
      words.put(name + ".day", anomaly.day().toString());
    }
    return new HealthReport(
        platform,
        span.from(),
        span.until(),
        sums.total,
        sums.recent.counted().count(SyncStatus.FAILED),
        sums.recentSince,
        patterns.subList(0, Math.min(MAX_PATTERNS, patterns.size())),
        anomalies,
        settings.rules().recommend(facts, words),
        latest.get(SyncStatus.SUCCESS),
        latest.get(SyncStatus.FAILED),
        breaker);
  }

  /**
   * Returns the total measures of a platform.
   *
   * @throws UnknownPlatform if it is not configured and was never synced with
   */
  public Measures measures(PlatformId platform, Span span) {
    requireKnown(platform);
    return sums(platform, span).total;
  }

  /**
   * Returns the most frequent failure patterns of a platform.
   *
   * @throws UnknownPlatform if it is not configured and was never synced with
   */
  public List<FailurePattern> failures(PlatformId platform, Span span, int limit) {
    requireKnown(platform);
    return statistics.patterns(platform, span.firstDay(), span.afterLastDay(), limit);
  }

  /**
   * Checks that a platform is known.
   *
   * @throws UnknownPlatform if it is not configured and was never synced with
   */
  public void requireKnown(PlatformId platform) {
    if (!statistics.knows(platform) && platforms.find(platform).isEmpty()) {
      throw new UnknownPlatform(platform);
    }
  }

  private Sums sums(PlatformId platform, Span span) {
    Sums sums = new Sums(QuarterHour.of(span.until().minus(settings.recent())));
    Instant earliest = sums.recentSince.isBefore(span.from()) ? sums.recentSince : span.from();
    statistics.visit(
        new SyncStatistics.Scope(
            SeriesFilter.of(platform), false, earliest, span.until(), sums.recentSince),
        (series, at, counts) -> {
          if (!at.isBefore(span.from())) {
            sums.total.add(series, counts);
            sums.days
                .computeIfAbsent(LocalDate.ofInstant(at, ZoneOffset.UTC), absent -> new Measures())
                .add(series, counts);
          }
          if (!at.isBefore(sums.recentSince)) {
            sums.recent.add(series, counts);
          }
        });
    return sums;
  }

  private static Map<String, Double> facts(Sums sums, List<FailurePattern> patterns, Span span) {
    Map<String, Double> facts = new HashMap<>();
    for (Measure measure : Measure.values()) {
      Number value = measure.of(sums.total);
      if (value != null) {
        facts.put(measure.text(), value.doubleValue());
      }
    }
    facts.put("settled", (double) sums.total.counted().settled());
    facts.put("recentFailures", (double) sums.recent.counted().count(SyncStatus.FAILED));
    facts.put(
        "risingPatterns",
        (double)
            patterns.stream()
                .map(pattern -> pattern.trend(span.firstDay(), span.afterLastDay()))
                .filter(
                    trend ->
                        trend == FailurePattern.Trend.NEW || trend == FailurePattern.Trend.RISING)
                .count());
    facts.put(
        "patternsAfterChange",
        (double)
            patterns.stream()
                .filter(pattern -> !pattern.beganAfter().isEmpty())
                .filter(pattern -> !pattern.firstSeen().isBefore(span.from()))
                .count());
    for (FailureClass failureClass : FailureClass.values()) {
      share(facts, patterns, failureClass.name(), EnumSet.of(failureClass));
    }
    share(facts, patterns, "unreachable", UNREACHABLE);
    share(facts, patterns, "changedElsewhere", CHANGED_BY_OTHERS);
    share(facts, patterns, "refused", REJECTED_CONTENT);
    return facts;
  }

  private static void share(
      Map<String, Double> facts,
      List<FailurePattern> patterns,
      String name,
      Set<FailureClass> classes) {
    long all = 0;
    long matching = 0;
    for (FailurePattern pattern : patterns) {
      all += pattern.count();
      matching += classes.contains(pattern.fingerprint().failureClass()) ? pattern.count() : 0;
    }
    facts.put("failures." + name, (double) matching);
    facts.put("failureShare." + name, all == 0 ? 0.0 : 100.0 * matching / all);
  }

  /**
   * A period of whole quarter hours.
   *
   * @param until the end, exclusive
   */
  public record Span(Instant from, Instant until) {
    /** Returns the first day in UTC. */
    public LocalDate firstDay() {
      return LocalDate.ofInstant(from, ZoneOffset.UTC);
    }

    /** Returns the first day in UTC after the period. */
    public LocalDate afterLastDay() {
      return LocalDate.ofInstant(until.minus(Duration.ofNanos(1)), ZoneOffset.UTC).plusDays(1);
    }
  }

  private static final class Sums {
    private final Instant recentSince;
    private final Measures total = new Measures();
    private final Measures recent = new Measures();
    private final Map<LocalDate, Measures> days = new HashMap<>();

    Sums(Instant recentSince) {
      this.recentSince = recentSince;
    }
  }
}
