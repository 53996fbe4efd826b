package dev.synctrail.analytics;

import dev.synctrail.platform.CircuitBreakers;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.Dependent;
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

/** Reports on a platform: how it goes, what is wrong, what to do. */
@Dependent
public class Reporting {
  /** How many kinds of failure a report tells. */
  public static final int MOST_PATTERNS = 20;

  private static final int ALL_PATTERNS = 10_000;

  private static final Set<FailureClass> UNREACHABLE =
      EnumSet.of(
          FailureClass.UNAVAILABLE,
          FailureClass.CONNECT_FAILED,
          FailureClass.TIMEOUT,
          FailureClass.CONNECTION_RESET,
          FailureClass.INTERMEDIARY_ANSWER,
          FailureClass.MALFORMED_ANSWER);

  private static final Set<FailureClass> CHANGED_ELSEWHERE =
      EnumSet.of(
          FailureClass.PRECONDITION_FAILED,
          FailureClass.CONFLICT,
          FailureClass.CONFLICT_AFTER_UNKNOWN);

  private static final Set<FailureClass> REFUSED =
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
   * Returns the period that is meant.
   *
   * @param from null for the day in UTC that is the configured period before the end
   * @param until null for now
   * @throws InvalidMetricsQuery when it ends before it starts or is too long
   */
  public Span span(@Nullable Instant from, @Nullable Instant until) {
    Instant end = until == null ? QuarterHour.of(clock.instant()).plus(QuarterHour.LENGTH) : until;
    Instant start = from == null ? end.minus(settings.period()).truncatedTo(ChronoUnit.DAYS) : from;
    MetricsQuery checked =
        new MetricsQuery(null, null, null, null, start, end, null, ZoneOffset.UTC, Set.of());
    return new Span(checked.from(), checked.until());
  }

  /**
   * Returns the health of a platform.
   *
   * @throws UnknownPlatform when it is not configured and nothing was ever synced with it
   */
  public HealthReport health(PlatformId platform, Span span) {
    requireKnown(platform);
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
        patterns.subList(0, Math.min(MOST_PATTERNS, patterns.size())),
        anomalies,
        settings.rules().recommend(facts, words),
        statistics.latest(platform, SyncStatus.SUCCESS).orElse(null),
        statistics.latest(platform, SyncStatus.FAILED).orElse(null),
        breaker);
  }

  /**
   * Returns the measures of a platform as a whole.
   *
   * @throws UnknownPlatform when it is not configured and nothing was ever synced with it
   */
  public Measures measures(PlatformId platform, Span span) {
    requireKnown(platform);
    return sums(platform, span).total;
  }

  /**
   * Returns the most frequent kinds of failure of a platform.
   *
   * @throws UnknownPlatform when it is not configured and nothing was ever synced with it
   */
  public List<FailurePattern> failures(PlatformId platform, Span span, int atMost) {
    requireKnown(platform);
    return statistics.patterns(platform, span.firstDay(), span.afterLastDay(), atMost);
  }

  /**
   * Makes sure that there is something to say of a platform.
   *
   * @throws UnknownPlatform when it is not configured and nothing was ever synced with it
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
            platform, null, false, null, null, earliest, span.until(), sums.recentSince),
        (series, at, tally) -> {
          if (!at.isBefore(span.from())) {
            sums.total.add(series, tally);
            sums.days
                .computeIfAbsent(LocalDate.ofInstant(at, ZoneOffset.UTC), absent -> new Measures())
                .add(series, tally);
          }
          if (!at.isBefore(sums.recentSince)) {
            sums.recent.add(series, tally);
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
    share(facts, patterns, "changedElsewhere", CHANGED_ELSEWHERE);
    share(facts, patterns, "refused", REFUSED);
    return facts;
  }

  private static void share(
      Map<String, Double> facts,
      List<FailurePattern> patterns,
      String name,
      Set<FailureClass> classes) {
    long all = 0;
    long these = 0;
    for (FailurePattern pattern : patterns) {
      all += pattern.count();
      these += classes.contains(pattern.fingerprint().failureClass()) ? pattern.count() : 0;
    }
    facts.put("failures." + name, (double) these);
    facts.put("failureShare." + name, all == 0 ? 0.0 : 100.0 * these / all);
  }

  /**
   * A period of whole quarters of an hour.
   *
   * @param until the first instant outside
   */
  public record Span(Instant from, Instant until) {
    /** Returns the day in UTC that it begins in. */
    public LocalDate firstDay() {
      return LocalDate.ofInstant(from, ZoneOffset.UTC);
    }

    /** Returns the first day in UTC that no part of it is in. */
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
