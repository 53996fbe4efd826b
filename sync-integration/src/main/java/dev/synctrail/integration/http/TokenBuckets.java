package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.startup.SchemaReady;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One token bucket per platform. The buckets are stored in the database, so that all servers
 * together stay below the rate limit of the platform. A platform without a rate has no bucket.
 *
 * <p>The rate is the one that users have set, otherwise {@code sync.platform.{id}.rate-per-minute},
 * otherwise the platform setting {@code ratePerMinute}. The burst equals the rate unless it is set.
 * Only the first request of an attempt waits for a token. Further requests overdraw the bucket:
 * otherwise an attempt that needs more requests than the burst would restart for ever.
 */
@ApplicationScoped
public class TokenBuckets {
  /** Platform setting that applies when the rate is not configured. */
  public static final String SETTING = "ratePerMinute";

  private static final int LARGEST_RATE = 1_000_000;

  private record Limit(int perMinute, int burst) {}

  private record Refusal(Settings set, Instant until) {}

  private record Bucket(Limit limit, BucketProxy proxy) {}

  private final ConfigValues config;
  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Map<PlatformId, Refusal> refusals = new ConcurrentHashMap<>();
  private volatile @Nullable ProxyManager<String> proxyManager;

  @Inject
  public TokenBuckets(ConfigValues config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  void on(@Observes SchemaReady ready) {
    useDatabase(ready.dataSource());
  }

  /** Stores the buckets in this database from now on. Before the first call no rate is limited. */
  public void useDatabase(DataSource dataSource) {
    buckets.clear();
    proxyManager =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("token_bucket")
            .idColumn("platform")
            .build();
  }

  /** Takes one token, or returns the earliest time to ask again. */
  Optional<Instant> refuse(Platform platform, Settings set) {
    return bucket(platform, set)
        .map(bucket -> bucket.proxy.tryConsumeAndReturnRemaining(1))
        .filter(probe -> !probe.isConsumed())
        .map(probe -> clock.instant().plusNanos(probe.getNanosToWaitForRefill()))
        .map(
            until -> {
              refusals.put(platform.id(), new Refusal(set, until));
              return until;
            });
  }

  /** Returns until when a token was refused; empty when the settings have changed since. */
  Optional<Instant> refusedUntil(PlatformId platform, Settings set) {
    return Optional.ofNullable(refusals.get(platform))
        .filter(refusal -> refusal.set.equals(set))
        .map(Refusal::until)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** Takes one token even when none is left; the next request waits correspondingly longer. */
  void overdraw(Platform platform, Settings set) {
    bucket(platform, set).ifPresent(bucket -> bucket.proxy.consumeIgnoringRateLimits(1));
  }

  /** Returns the status without taking a token; empty when the platform has no rate limit. */
  Optional<BreakerStatus.Bucket> show(Platform platform, Settings set) {
    return bucket(platform, set)
        .map(
            bucket ->
                new BreakerStatus.Bucket(
                    bucket.limit.perMinute,
                    bucket.limit.burst,
                    Math.max(0, bucket.proxy.getAvailableTokens())));
  }

  private Optional<Bucket> bucket(Platform platform, Settings set) {
    int perMinute = Objects.requireNonNullElseGet(set.ratePerMinute(), () -> rate(platform));
    ProxyManager<String> manager = proxyManager;
    if (perMinute == 0 || manager == null) {
      return Optional.empty();
    }
    Limit limit = new Limit(perMinute, Objects.requireNonNullElse(set.burst(), perMinute));
    return Optional.of(bucket(manager, platform.id().value(), limit));
  }

  private Bucket bucket(ProxyManager<String> manager, String platform, Limit limit) {
    Bucket known = buckets.get(platform);
    if (known != null && known.limit.equals(limit)) {
      return known;
    }
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                one ->
                    one.capacity(limit.burst).refillGreedy(limit.perMinute, Duration.ofMinutes(1)))
            .build();
    BucketProxy proxy = manager.builder().build(platform, () -> configuration);
    proxy.replaceConfiguration(configuration, TokensInheritanceStrategy.PROPORTIONALLY);
    Bucket created = new Bucket(limit, proxy);
    buckets.put(platform, created);
    return created;
  }

  private int rate(Platform platform) {
    String key = Credentials.key(platform.id(), "rate-per-minute");
    int configured = config.number(key, 0, LARGEST_RATE);
    if (configured > 0) {
      return configured;
    }
    return new ConfigValues(name -> Optional.ofNullable(platform.settings().get(name)))
        .number(SETTING, 0, LARGEST_RATE);
  }
}
