package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.http.BreakerSettings;
import dev.synctrail.integration.http.Breakers;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.integration.http.HttpSettings;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.integration.http.TokenBuckets;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Creates gateways without a container, from configuration values. */
final class Fixture {
  static final Clock CLOCK = Clock.systemUTC();

  private final Map<String, String> config = new HashMap<>();
  private Clock clock = CLOCK;
  private Consumer<Duration> pause = waited -> {};
  private @Nullable DataSource database;

  Fixture with(String key, String value) {
    config.put(key, value);
    return this;
  }

  Fixture clock(Clock other) {
    clock = other;
    return this;
  }

  Fixture pause(Consumer<Duration> other) {
    pause = other;
    return this;
  }

  /** Enables rate limits, with the buckets in this database. */
  Fixture buckets(DataSource other) {
    database = other;
    return this;
  }

  /** Configures the credentials of the stand-in for a platform, with one allowed origin. */
  Fixture credentials(String id, URI origin) {
    return with("sync.platform." + id + ".client-id", StandIn.CLIENT_ID)
        .with("sync.platform." + id + ".client-secret", StandIn.CLIENT_SECRET)
        .with("sync.platform." + id + ".allowed-origin", origin.toString());
  }

  PlatformGateway gateway() {
    Map<String, String> values = new HashMap<>(config);
    values.putIfAbsent("sync.breaker.calls", "1000");
    ConfigValues read = new ConfigValues(key -> Optional.ofNullable(values.get(key)));
    TokenBuckets buckets = new TokenBuckets(read, clock);
    if (database != null) {
      buckets.useDatabase(database);
    }
    RecordedHttp http =
        RecordedHttp.of(
            HttpSettings.from(read),
            new Breakers(BreakerSettings.from(read), clock),
            buckets,
            clock);
    return new OptimizelyAdapter(read, clock, pause).gateway(http, new Credentials(read));
  }

  static Platform platform(String id, URI baseUrl, String version, Map<String, String> settings) {
    return new Platform(
        new PlatformId(id),
        "optimizely",
        "A test platform",
        baseUrl,
        version,
        settings,
        1,
        Instant.EPOCH,
        "test");
  }
}
