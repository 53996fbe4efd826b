package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Metric;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Describes charts for {@code charts.js}: {@code kind} ({@code bars} are stacked, or {@code
 * lines}), {@code days}, whether buckets are whole days, {@code starts} and {@code ends} of the
 * buckets, {@code from} and {@code until} of the period, which may begin and end within a bucket,
 * all in milliseconds since the epoch, and {@code series}, each with {@code label}, {@code color}
 * (a custom property of the style sheet), {@code values}, and {@code status} if its values are
 * numbers of syncs with that status.
 */
final class Charts {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
  private static final List<SyncStatus> LAYERS =
      List.of(
          SyncStatus.SUCCESS,
          SyncStatus.PARTIAL,
          SyncStatus.FAILED,
          SyncStatus.UNKNOWN,
          SyncStatus.IN_PROGRESS);

  private Charts() {}

  /** Stacks the syncs of each bucket by status. */
  static String statuses(
      List<Metric> buckets,
      Reporting.Span span,
      Granularity granularity,
      ZoneId zone,
      UnaryOperator<String> texts) {
    JsonArrayBuilder layers = JSON.createArrayBuilder();
    for (SyncStatus status : LAYERS) {
      JsonArrayBuilder counts = JSON.createArrayBuilder();
      buckets.forEach(bucket -> counts.add(bucket.measures().inHistory(status)));
      layers.add(series(texts.apply(status.name()), color(status), counts, status));
    }
    return chart("bars", buckets, span, granularity, zone, layers);
  }

  /** Draws a line for each measure. */
  static String lines(
      List<Metric> buckets,
      Reporting.Span span,
      Granularity granularity,
      ZoneId zone,
      Map<Measure, String> colors,
      UnaryOperator<String> texts) {
    JsonArrayBuilder lines = JSON.createArrayBuilder();
    colors.forEach(
        (measure, color) -> {
          JsonArrayBuilder values = JSON.createArrayBuilder();
          for (Metric bucket : buckets) {
            Number value = measure.of(bucket.measures());
            if (value == null) {
              values.addNull();
            } else {
              values.add(BigDecimal.valueOf(value.doubleValue()).setScale(1, RoundingMode.HALF_UP));
            }
          }
          lines.add(series(texts.apply("measure." + measure.name()), color, values, null));
        });
    return chart("lines", buckets, span, granularity, zone, lines);
  }

  private static JsonObjectBuilder series(
      String label, String color, JsonArrayBuilder values, @Nullable SyncStatus status) {
    JsonObjectBuilder series =
        JSON.createObjectBuilder().add("label", label).add("color", color).add("values", values);
    return status == null ? series : series.add("status", status.name());
  }

  private static String chart(
      String kind,
      List<Metric> buckets,
      Reporting.Span span,
      Granularity granularity,
      ZoneId zone,
      JsonArrayBuilder series) {
    JsonArrayBuilder starts = JSON.createArrayBuilder();
    JsonArrayBuilder ends = JSON.createArrayBuilder();
    buckets.stream()
        .map(Metric::start)
        .filter(Objects::nonNull)
        .forEach(
            start -> {
              starts.add(start.toEpochMilli());
              ends.add(granularity.end(start, zone).toEpochMilli());
            });
    return JSON.createObjectBuilder()
        .add("kind", kind)
        .add("days", isOfDays(granularity))
        .add("starts", starts)
        .add("ends", ends)
        .add("from", span.from().toEpochMilli())
        .add("until", span.until().toEpochMilli())
        .add("series", series)
        .build()
        .toString();
  }

  static String label(@Nullable Instant start, Granularity granularity, ZoneId zone) {
    return start == null ? "" : (isOfDays(granularity) ? DAY : MINUTE).withZone(zone).format(start);
  }

  private static boolean isOfDays(Granularity granularity) {
    return granularity != Granularity.QUARTER && granularity != Granularity.HOUR;
  }

  /** Returns the custom property of the style sheet with the color of a status. */
  private static String color(SyncStatus status) {
    return switch (status) {
      case SUCCESS -> "--good";
      case PARTIAL -> "--part";
      case FAILED -> "--bad";
      case UNKNOWN -> "--vague";
      case IN_PROGRESS -> "--open";
    };
  }
}
