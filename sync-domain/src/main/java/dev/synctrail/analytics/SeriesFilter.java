package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Selects the series to measure; null matches everything.
 *
 * @param platformPart a part of the platform, case-insensitively
 * @param typePart a part of the type, case-insensitively
 */
public record SeriesFilter(
    @Nullable PlatformId platform,
    @Nullable String platformPart,
    @Nullable TypeKey typeKey,
    @Nullable String typePart,
    @Nullable Direction direction,
    @Nullable Operation operation) {
  /** Selects everything. */
  public static final SeriesFilter ALL = new SeriesFilter(null, null, null, null, null, null);

  /** Selects the series of a platform. */
  public static SeriesFilter of(PlatformId platform) {
    return new SeriesFilter(platform, null, null, null, null, null);
  }

  /** Returns whether only some types are selected. */
  boolean isOfTypes() {
    return typeKey != null || typePart != null;
  }

  /** Returns whether a series is selected. */
  boolean contains(Series series) {
    TypeKey type = series.typeKey();
    return contains(series.platform())
        && (typeKey == null || typeKey.equals(type))
        && (typePart == null || (type != null && isPart(typePart, type.value())))
        && (direction == null || direction == series.direction())
        && (operation == null || operation == series.operation());
  }

  /** Returns whether the platform is selected. */
  public boolean contains(PlatformId id) {
    return (platform == null || platform.equals(id)) && isPart(platformPart, id.value());
  }

  private static boolean isPart(@Nullable String part, String text) {
    return part == null || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
