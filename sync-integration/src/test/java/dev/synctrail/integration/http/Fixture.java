package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.integration.tracing.Spans;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates the classes of this package without a container. */
final class Fixture {
  final Map<String, String> config = new HashMap<>();
  final TestClock clock = new TestClock();
  final List<ExchangeMeasured> measured = new ArrayList<>();

  Fixture with(String key, Object value) {
    config.put(key, value.toString());
    return this;
  }

  ConfigValues values() {
    return new ConfigValues(key -> Optional.ofNullable(config.get(key)));
  }

  RecordedHttp http() {
    return http(new BareHttp(HttpSettings.from(values())));
  }

  RecordedHttp http(BareHttp bare) {
    return http(bare, new TokenBuckets(values(), clock));
  }

  RecordedHttp http(BareHttp bare, TokenBuckets buckets) {
    return new RecordedHttp(
        bare,
        HttpSettings.from(values()),
        TrafficPolicy::unset,
        new Breakers(BreakerSettings.from(values()), clock),
        buckets,
        measured::add,
        Spans.disabled(),
        clock);
  }

  static Platform platform(String id) {
    return new Platform(
        new PlatformId(id),
        "test",
        "A test platform",
        URI.create("http://127.0.0.1:1"),
        "v1",
        Map.of(),
        1,
        Instant.EPOCH,
        "test");
  }

  /** A clock that tests advance. */
  static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
