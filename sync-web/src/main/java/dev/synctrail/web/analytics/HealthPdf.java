package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Anomaly;
import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.HealthReport;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import dev.synctrail.analytics.Recommendation;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.console.PdfPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The health report of a platform as PDF; the figures equal those of the JSON, times are in UTC.
 */
final class HealthPdf {
  static final String MEDIA_TYPE = "application/pdf";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final String NO_VALUE = "–";

  private HealthPdf() {}

  static byte[] of(HealthReport report, Instant generatedAt) {
    String title = "Health of " + report.platform();
    try (PdfPages pages = new PdfPages(title)) {
      pages.title(title);
      pages.paragraph("From " + time(report.from()) + " until " + time(report.until()));
      pages.paragraph("Generated at " + time(generatedAt));
      figures(pages, report);
      recommendations(pages, report);
      patterns(pages, report);
      anomalies(pages, report);
      return pages.finish("Synctrail: " + title + ", generated at " + time(generatedAt));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void figures(PdfPages pages, HealthReport report) throws IOException {
    Measures measures = report.measures();
    pages.heading("Key figures");
    pages.row("Success rate", number(Measure.SUCCESS_RATE, measures, " %"));
    pages.row("Syncs", String.valueOf(measures.counted().total()));
    for (SyncStatus status : SyncStatus.values()) {
      pages.row("    " + status, String.valueOf(measures.counted().count(status)));
    }
    pages.row("Dry runs (counted separately)", String.valueOf(measures.dryRuns()));
    pages.row("Unchanged (counted separately)", String.valueOf(measures.unchanged()));
    pages.row("Average duration", number(Measure.AVERAGE_DURATION, measures, " ms"));
    pages.row("Median duration", number(Measure.MEDIAN_DURATION, measures, " ms"));
    pages.row("p95 duration", number(Measure.P95_DURATION, measures, " ms"));
    pages.row("Attempts per final sync", number(Measure.AVERAGE_ATTEMPTS, measures, ""));
    pages.row("Failures since " + time(report.recentSince()), "" + report.recentFailures());
    pages.row("Last success", sync(report.lastSuccessful()));
    pages.row("Last failure", sync(report.lastFailed()));
    pages.row("Circuit breaker of this server", report.breaker());
  }

  private static void recommendations(PdfPages pages, HealthReport report) throws IOException {
    pages.heading("Recommendations");
    if (report.recommendations().isEmpty()) {
      pages.paragraph(NO_VALUE);
    }
    for (Recommendation one : report.recommendations()) {
      pages.paragraph(one.text());
      pages.indented(
          "Rule "
              + one.rule()
              + one.numbers().entrySet().stream()
                  .map(entry -> ", " + entry.getKey() + " = " + rounded(entry.getValue()))
                  .collect(Collectors.joining()));
      for (String link : one.links()) {
        pages.indented(link);
      }
    }
  }

  private static void patterns(PdfPages pages, HealthReport report) throws IOException {
    pages.heading("Failure patterns");
    if (report.patterns().isEmpty()) {
      pages.paragraph(NO_VALUE);
    }
    for (FailurePattern one : report.patterns()) {
      pages.paragraph(one.count() + " × " + one.summary());
      pages.indented(
          "First "
              + time(one.firstSeen())
              + ", last "
              + time(one.lastSeen())
              + ", types "
              + one.types().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
  }

  private static void anomalies(PdfPages pages, HealthReport report) throws IOException {
    pages.heading("Anomalies");
    if (report.anomalies().isEmpty()) {
      pages.paragraph(NO_VALUE);
    }
    for (Anomaly one : report.anomalies()) {
      pages.paragraph(
          "%s on %s (UTC): %s, usually %s"
              .formatted(one.measure(), one.day(), rounded(one.value()), rounded(one.usual())));
    }
  }

  private static String number(Measure measure, Measures measures, String unit) {
    Number value = measure.of(measures);
    return value == null ? NO_VALUE : rounded(value.doubleValue()) + unit;
  }

  private static String rounded(double value) {
    return Numbers.rounded(value).toPlainString();
  }

  private static String sync(@Nullable SyncId id) {
    return id == null ? NO_VALUE : time(id.startedAt()) + "  " + id;
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }
}
