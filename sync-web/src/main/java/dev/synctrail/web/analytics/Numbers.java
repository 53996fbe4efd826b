package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Formats numbers for responses: whole numbers exactly, others with four decimals, unknown ones as
 * null.
 */
final class Numbers {
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final int DECIMALS = 4;

  private Numbers() {}

  static JsonValue json(@Nullable Number value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    return value instanceof Long whole
        ? JSON.createValue(whole)
        : JSON.createValue(rounded(value.doubleValue()));
  }

  static BigDecimal rounded(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  static JsonValue json(Measure measure, Measures measures) {
    return json(measure.of(measures));
  }

  /** Returns null, so that the member is omitted, if the measure was not requested. */
  static @Nullable JsonValue ifRequested(
      Measure measure, Measures measures, Set<Measure> requested) {
    return requested.contains(measure) ? json(measure, measures) : null;
  }
}
