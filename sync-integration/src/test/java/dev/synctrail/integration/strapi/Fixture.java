package dev.synctrail.integration.strapi;

import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.adapter.RepeatedReads;
import dev.synctrail.integration.http.BreakerSettings;
import dev.synctrail.integration.http.Breakers;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.integration.http.HttpSettings;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.integration.http.TokenBuckets;
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
import org.jspecify.annotations.Nullable;

/** Creates gateways without a container, from configuration values. */
final class Fixture {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Map<String, String> config = new HashMap<>();
  private @Nullable Consumer<Duration> pause = waited -> {};

  Fixture with(String key, String value) {
    config.put(key, value);
    return this;
  }

  /** Waits between reads as in production. */
  Fixture patient() {
    pause = null;
    return this;
  }

  Fixture pause(Consumer<Duration> other) {
    pause = other;
    return this;
  }

  /** Configures the credentials of an administrator for a platform, with one allowed origin. */
  Fixture credentials(String id, URI origin) {
    return credentials(id, origin, ContentTypeBuilder.EMAIL, ContentTypeBuilder.PASSWORD);
  }

  Fixture credentials(String id, URI origin, String email, String password) {
    return with("sync.platform." + id + ".client-id", email)
        .with("sync.platform." + id + ".client-secret", password)
        .with("sync.platform." + id + ".allowed-origin", origin.toString());
  }

  PlatformGateway gateway() {
    Map<String, String> values = new HashMap<>(config);
    values.putIfAbsent("sync.breaker.calls", "1000");
    ConfigValues read = new ConfigValues(key -> Optional.ofNullable(values.get(key)));
    RecordedHttp http =
        RecordedHttp.of(
            HttpSettings.from(read),
            new Breakers(BreakerSettings.from(read), CLOCK),
            new TokenBuckets(read, CLOCK),
            CLOCK);
    Consumer<Duration> sleep = pause == null ? RepeatedReads::sleep : pause;
    return new StrapiAdapter(read, CLOCK, sleep).gateway(http, new Credentials(read));
  }

  static Platform platform(String id, URI baseUrl, String version, Map<String, String> settings) {
    return new Platform(
        new PlatformId(id),
        "strapi",
        "A test platform",
        baseUrl,
        version,
        settings,
        1,
        Instant.EPOCH,
        "test");
  }
}
