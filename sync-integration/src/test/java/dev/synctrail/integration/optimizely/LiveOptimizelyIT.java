package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.integration.contract.GatewayContract;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.http.BreakerSettings;
import dev.synctrail.integration.http.Breakers;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.integration.http.HttpSettings;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.integration.http.TokenBuckets;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a real Optimizely instance; only {@code mvn -Plive} runs it. Everything is
 * configured as in production, by system property or environment variable, for the platform id
 * {@code live}; {@code sync.live.base-url} and {@code sync.live.api-version} define the instance.
 *
 * <p>The types that it creates have keys beginning with {@code SynctrailContract} and are removed
 * after each test.
 */
@Tag("live")
class LiveOptimizelyIT extends GatewayContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ConfigValues config = new ConfigValues(LiveOptimizelyIT::configured);
  private final List<TypeKey> keys = new ArrayList<>();
  private final PlatformGateway gateway =
      new OptimizelyAdapter(config, Fixture.CLOCK)
          .gateway(
              RecordedHttp.of(
                  HttpSettings.from(config),
                  new Breakers(BreakerSettings.from(config), Fixture.CLOCK),
                  new TokenBuckets(config, Fixture.CLOCK),
                  Fixture.CLOCK),
              new Credentials(config));

  private static Optional<String> configured(String key) {
    String variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(key))
        .or(() -> Optional.ofNullable(System.getenv(variable)));
  }

  @AfterEach
  void cleanUp() {
    for (TypeKey key : keys) {
      gateway.push(
          new PushOrder(
              platform(),
              key,
              new DesiredState.Gone(),
              PushOptions.NONE,
              null,
              new RecordingLog()));
    }
  }

  private Platform at(String id) {
    return Fixture.platform(
        id,
        config.address("sync.live.base-url").orElse(OptimizelyPlatformSettings.SAAS),
        config.text("sync.live.api-version").orElse("v1"),
        config.text("sync.live.token-url").map(url -> Map.of("tokenUrl", url)).orElse(Map.of()));
  }

  @Override
  protected PlatformGateway gateway() {
    return gateway;
  }

  @Override
  protected Platform platform() {
    return at("live");
  }

  @Override
  protected Platform stranger() {
    return at("stranger");
  }

  @Override
  protected TypeKey key() {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    TypeKey key = new TypeKey("SynctrailContract" + HexFormat.of().formatHex(random));
    keys.add(key);
    return key;
  }

  @Override
  protected Snapshot sample(TypeKey key) {
    return Samples.sample(key);
  }

  @Override
  protected Snapshot changed(TypeKey key) {
    return Samples.changed(key);
  }

  @Override
  protected Snapshot reduced(TypeKey key) {
    return Samples.reduced(key);
  }
}
