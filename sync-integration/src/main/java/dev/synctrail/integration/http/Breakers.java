package dev.synctrail.integration.http;

import dev.synctrail.platform.CircuitBreakers;
import dev.synctrail.platform.PlatformId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One circuit breaker per platform, so that a platform that does not answer is left alone and its
 * neighbours are not. It lives in this server's memory; each server finds out for itself.
 */
@ApplicationScoped
public class Breakers implements CircuitBreakers {
  private static final Duration PROBING = Duration.ofSeconds(1);

  private final CircuitBreakerRegistry registry;
  private final BreakerSettings settings;
  private final Clock clock;
  private final Map<String, Instant> openUntil = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Breakers() {
    this.registry = null;
    this.settings = null;
    this.clock = null;
  }

  @Inject
  public Breakers(BreakerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.registry =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.calls())
                .minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(settings.failures())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .build());
  }

  @Override
  public String state(PlatformId platform) {
    return breaker(platform).getState().name();
  }

  /** Lets one exchange begin, or says from when on it is worth asking again. */
  Optional<Instant> refuse(PlatformId platform) {
    CircuitBreaker breaker = breaker(platform);
    if (breaker.tryAcquirePermission()) {
      return Optional.empty();
    }
    Instant soon = clock.instant().plus(PROBING);
    Instant open = openUntil.getOrDefault(platform.value(), soon);
    return Optional.of(open.isAfter(soon) ? open : soon);
  }

  /** The exchange did not take place after all. */
  void release(PlatformId platform) {
    breaker(platform).releasePermission();
  }

  void answered(PlatformId platform) {
    breaker(platform).onSuccess(0, TimeUnit.MILLISECONDS);
  }

  void failed(PlatformId platform) {
    breaker(platform)
        .onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("The platform failed"));
  }

  private CircuitBreaker breaker(PlatformId platform) {
    return registry
        .find(platform.value())
        .orElseGet(
            () -> {
              CircuitBreaker made = registry.circuitBreaker(platform.value());
              made.getEventPublisher()
                  .onStateTransition(
                      event -> {
                        if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                          openUntil.put(platform.value(), clock.instant().plus(settings.openFor()));
                        }
                      });
              return made;
            });
  }
}
