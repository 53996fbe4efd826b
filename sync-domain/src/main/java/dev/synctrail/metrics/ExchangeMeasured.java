package dev.synctrail.metrics;

import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Event: the durations of one HTTP exchange with a platform.
 *
 * @param status null if no response was received
 * @param exchange the time from the first byte sent to the end of the response
 * @param recording the time taken to commit the request and response to the audit trail
 */
public record ExchangeMeasured(
    PlatformId platform,
    RequestPurpose purpose,
    @Nullable Integer status,
    Duration exchange,
    Duration recording) {

  /** Returns {@code 2xx} to {@code 5xx}, or {@code none} if no response was received. */
  public String statusClass() {
    return status == null ? "none" : status / 100 + "xx";
  }
}
