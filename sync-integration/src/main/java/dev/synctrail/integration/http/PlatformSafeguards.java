package dev.synctrail.integration.http;

import dev.synctrail.care.Protection;
import dev.synctrail.care.Protections;
import dev.synctrail.care.Safeguard;
import dev.synctrail.care.Safeguards;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** The breaker and the bucket as they stand, after heeding what people set. */
@Dependent
class PlatformSafeguards implements Safeguards {
  private final Protections protections;
  private final Breakers breakers;
  private final TokenBuckets buckets;

  @Inject
  PlatformSafeguards(Protections protections, Breakers breakers, TokenBuckets buckets) {
    this.protections = protections;
    this.breakers = breakers;
    this.buckets = buckets;
  }

  @Override
  public Safeguard of(Platform platform) {
    Protection protection = protections.of(platform.id());
    return new Safeguard(
        breaker(protection), buckets.show(platform, protection.settings()).orElse(null));
  }

  @Override
  public Optional<Instant> refusedUntil(PlatformId platform) {
    Protection protection = protections.of(platform);
    breakers.heed(protection);
    return breakers
        .refusedUntil(platform)
        .or(() -> buckets.refusedUntil(platform, protection.settings()));
  }

  @Override
  public Safeguard.Breaker breaker(PlatformId platform) {
    return breaker(protections.of(platform));
  }

  private Safeguard.Breaker breaker(Protection protection) {
    breakers.heed(protection);
    return breakers.show(protection.platform());
  }
}
