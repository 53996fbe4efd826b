package dev.synctrail.metrics;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.RequestPurpose;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one HTTP exchange with a platform took.
 *
 * @param status null when no answer came
 * @param exchange from the first byte to the end of the answer
 * @param recording what the trail took to commit the request and the answer
 */
public record ExchangeMeasured(
    PlatformId platform,
    RequestPurpose purpose,
    @Nullable Integer status,
    Duration exchange,
    Duration recording) {

  /** Returns {@code 2xx} to {@code 5xx}, or {@code none} when no answer came. */
  public String statusClass() {
    return status == null ? "none" : status / 100 + "xx";
  }
}
