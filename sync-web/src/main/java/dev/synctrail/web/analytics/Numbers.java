package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measures;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers as they are answered: exact when whole, else with four decimals; null when unknown. */
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

  /** Null, and so left out, when it was not asked for. */
  static @Nullable JsonValue wanted(Measure measure, Measures measures, Set<Measure> wanted) {
    return wanted.contains(measure) ? json(measure, measures) : null;
  }
}
