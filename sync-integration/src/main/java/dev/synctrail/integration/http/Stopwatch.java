package dev.synctrail.integration.http;

import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.platform.PlatformId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measures one exchange with the nanosecond timer: the time on the network and, separately, the
 * time for recording.
 */
final class Stopwatch {
  private final long begun = System.nanoTime();
  private long left;
  private long ended;

  void leaving() {
    left = System.nanoTime();
  }

  void ended() {
    ended = System.nanoTime();
  }

  ExchangeMeasured recorded(
      PlatformId platform, RequestPurpose requestPurpose, @Nullable Integer status) {
    long recording = left - begun + System.nanoTime() - ended;
    return new ExchangeMeasured(
        platform,
        requestPurpose,
        status,
        Duration.ofNanos(ended - left),
        Duration.ofNanos(recording));
  }
}
