package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Metric;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds charts as JSON for Chart.js. The colours are readable on light and dark background,
 * because style sheets do not apply to a canvas.
 */
final class Charts {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int BAR_PIXELS = 48;
  private static final String TEXT = "#7a8594";
  private static final String LINES = "rgba(128,140,155,0.25)";
  private static final List<SyncStatus> LAYERS =
      List.of(
          SyncStatus.SUCCESS,
          SyncStatus.PARTIAL,
          SyncStatus.FAILED,
          SyncStatus.UNKNOWN,
          SyncStatus.IN_PROGRESS);

  private Charts() {}

  /** Stacks the syncs of each bucket by status. */
  static String statuses(List<Metric> buckets, UnaryOperator<String> texts) {
    JsonArrayBuilder layers = JSON.createArrayBuilder();
    for (SyncStatus status : LAYERS) {
      JsonArrayBuilder counts = JSON.createArrayBuilder();
      buckets.forEach(bucket -> counts.add(bucket.measures().counted().count(status)));
      layers.add(
          JSON.createObjectBuilder()
              .add("label", texts.apply(status.name()))
              .add("data", counts)
              .add("backgroundColor", colour(status)));
    }
    return chart("bar", buckets, layers, true);
  }

  /** Draws a line for each measure. */
  static String lines(
      List<Metric> buckets, Map<Measure, String> measures, UnaryOperator<String> texts) {
    JsonArrayBuilder lines = JSON.createArrayBuilder();
    measures.forEach(
        (measure, colour) -> {
          JsonArrayBuilder values = JSON.createArrayBuilder();
          for (Metric bucket : buckets) {
            Number value = measure.of(bucket.measures());
            if (value == null) {
              values.addNull();
            } else {
              values.add(BigDecimal.valueOf(value.doubleValue()).setScale(1, RoundingMode.HALF_UP));
            }
          }
          lines.add(
              JSON.createObjectBuilder()
                  .add("label", texts.apply("measure." + measure.name()))
                  .add("data", values)
                  .add("borderColor", colour)
                  .add("backgroundColor", colour)
                  .add("spanGaps", true));
        });
    return chart("line", buckets, lines, false);
  }

  private static String chart(
      String type, List<Metric> buckets, JsonArrayBuilder datasets, boolean stacked) {
    JsonArrayBuilder labels = JSON.createArrayBuilder();
    boolean days = buckets.stream().allMatch(bucket -> startsDay(bucket.start()));
    buckets.forEach(bucket -> labels.add(label(bucket.start(), days)));
    return JSON.createObjectBuilder()
        .add("type", type)
        .add("data", JSON.createObjectBuilder().add("labels", labels).add("datasets", datasets))
        .add(
            "options",
            JSON.createObjectBuilder()
                .add("animation", false)
                .add("maintainAspectRatio", false)
                .add(
                    "datasets",
                    JSON.createObjectBuilder()
                        .add("bar", JSON.createObjectBuilder().add("maxBarThickness", BAR_PIXELS)))
                .add(
                    "plugins",
                    JSON.createObjectBuilder()
                        .add(
                            "legend",
                            JSON.createObjectBuilder()
                                .add("labels", JSON.createObjectBuilder().add("color", TEXT))))
                .add(
                    "scales",
                    JSON.createObjectBuilder().add("x", axis(stacked)).add("y", axis(stacked))))
        .build()
        .toString();
  }

  private static JsonObject axis(boolean stacked) {
    JsonObjectBuilder ticks =
        JSON.createObjectBuilder().add("color", TEXT).add("maxTicksLimit", 12);
    if (stacked) { // numbers of syncs
      ticks.add("precision", 0);
    }
    JsonObjectBuilder axis =
        JSON.createObjectBuilder()
            .add("stacked", stacked)
            .add("beginAtZero", true)
            .add("ticks", ticks)
            .add("grid", JSON.createObjectBuilder().add("color", LINES));
    return axis.build();
  }

  private static boolean startsDay(@Nullable Instant start) {
    return start == null || start.getEpochSecond() % 86_400 == 0;
  }

  static String label(@Nullable Instant start, boolean days) {
    return start == null ? "" : (days ? DAY : MINUTE).format(start);
  }

  private static String colour(SyncStatus status) {
    return switch (status) {
      case SUCCESS -> "#2f9e58";
      case PARTIAL -> "#d19a1e";
      case FAILED -> "#d64545";
      case UNKNOWN -> "#8a94a3";
      case IN_PROGRESS -> "#3b82d6";
    };
  }
}
