package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * Returns the status of circuit breakers and token buckets after applying the policies of users.
 */
@ApplicationScoped
class PlatformBreakerStatuses implements BreakerStatuses {
  private final TrafficPolicies trafficPolicies;
  private final Breakers breakers;
  private final TokenBuckets buckets;

  @Inject
  PlatformBreakerStatuses(
      TrafficPolicies trafficPolicies, Breakers breakers, TokenBuckets buckets) {
    this.trafficPolicies = trafficPolicies;
    this.breakers = breakers;
    this.buckets = buckets;
  }

  @Override
  public BreakerStatus of(Platform platform) {
    TrafficPolicy trafficPolicy = trafficPolicies.of(platform.id());
    return new BreakerStatus(
        breaker(trafficPolicy), buckets.show(platform, trafficPolicy.settings()).orElse(null));
  }

  @Override
  public Optional<Instant> refusedUntil(PlatformId platform) {
    TrafficPolicy trafficPolicy = trafficPolicies.of(platform);
    breakers.apply(trafficPolicy);
    return breakers
        .refusedUntil(platform)
        .or(() -> buckets.refusedUntil(platform, trafficPolicy.settings()));
  }

  @Override
  public BreakerStatus.Breaker breaker(PlatformId platform) {
    return breaker(trafficPolicies.of(platform));
  }

  private BreakerStatus.Breaker breaker(TrafficPolicy trafficPolicy) {
    breakers.apply(trafficPolicy);
    return breakers.show(trafficPolicy.platform());
  }
}
