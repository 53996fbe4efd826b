package dev.synctrail.integration.http;

import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.platform.PlatformId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Times one exchange finer than the clock of the record ticks, the wire apart from the trail. */
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
