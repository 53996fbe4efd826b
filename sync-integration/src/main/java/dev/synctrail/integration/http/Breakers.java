package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
import dev.synctrail.gateway.CircuitBreakers;
import dev.synctrail.platform.PlatformId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One circuit breaker per platform, so that a failing platform does not affect the others. The
 * state is kept in memory: each server detects failures itself, but all servers apply the settings
 * and orders of users. Changed settings reset the counters.
 */
@ApplicationScoped
public class Breakers implements CircuitBreakers {
  private static final Duration PROBING = Duration.ofSeconds(1);

  private final BreakerSettings configured;
  private final Clock clock;
  private final Map<PlatformId, Guard> guards = new ConcurrentHashMap<>();

  @Inject
  public Breakers(BreakerSettings configured, Clock clock) {
    this.configured = configured;
    this.clock = clock;
  }

  @Override
  public String state(PlatformId platform) {
    return guard(platform).state().name();
  }

  /** Applies the settings of the policy, and its order once. */
  void apply(TrafficPolicy policy) {
    BreakerSettings settings = configured.with(policy.settings());
    Guard guard =
        guards.compute(
            policy.platform(),
            (platform, known) ->
                known != null && known.settings.equals(settings)
                    ? known
                    : new Guard(platform, settings, known == null ? null : known.applied));
    Order order = policy.order();
    if (order != null) {
      guard.apply(order);
    }
  }

  /** Acquires permission for one exchange, or returns the earliest time to ask again. */
  Optional<Instant> refuse(PlatformId platform) {
    Guard guard = guard(platform);
    guard.abandonProbe();
    if (guard.breaker.tryAcquirePermission()) {
      return Optional.empty();
    }
    Instant soon = clock.instant().plus(PROBING);
    Instant until = guard.openUntil.isAfter(soon) ? guard.openUntil : soon;
    guard.refusedUntil = until;
    return Optional.of(until);
  }

  /** Returns until when exchanges are refused; empty when the breaker has closed since. */
  Optional<Instant> refusedUntil(PlatformId platform) {
    Guard guard = guard(platform);
    return Optional.of(guard.refusedUntil)
        .filter(until -> guard.state() != CircuitBreaker.State.CLOSED)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** Gives the permission back: the exchange did not take place. */
  void release(PlatformId platform) {
    guard(platform).breaker.releasePermission();
  }

  void answered(PlatformId platform) {
    guard(platform).breaker.onSuccess(0, TimeUnit.MILLISECONDS);
  }

  void failed(PlatformId platform) {
    guard(platform)
        .breaker
        .onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("The platform failed"));
  }

  /** Returns the current state. */
  BreakerStatus.Breaker show(PlatformId platform) {
    Guard guard = guard(platform);
    CircuitBreaker.State state = guard.state();
    return new BreakerStatus.Breaker(
        state.name(),
        state == CircuitBreaker.State.OPEN ? guard.openUntil : null,
        guard.breaker.getMetrics().getNumberOfBufferedCalls(),
        guard.breaker.getMetrics().getNumberOfFailedCalls(),
        guard.settings.calls(),
        guard.settings.failures(),
        guard.settings.openFor());
  }

  private Guard guard(PlatformId platform) {
    return guards.computeIfAbsent(platform, id -> new Guard(id, configured, null));
  }

  /** One breaker with the settings that it was created with. */
  private final class Guard {
    private final BreakerSettings settings;
    private final CircuitBreaker breaker;
    private volatile Instant openUntil = Instant.EPOCH;
    private volatile Instant probedUntil = Instant.MAX;
    private volatile Instant refusedUntil = Instant.EPOCH;
    private @Nullable Instant applied;

    Guard(PlatformId platform, BreakerSettings settings, @Nullable Instant applied) {
      this.settings = settings;
      this.applied = applied;
      this.breaker =
          CircuitBreaker.of(
              platform.value(),
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
      breaker
          .getEventPublisher()
          .onStateTransition(
              event -> {
                Instant end = clock.instant().plus(settings.openFor());
                CircuitBreaker.State now = event.getStateTransition().getToState();
                openUntil = now == CircuitBreaker.State.OPEN ? end : openUntil;
                probedUntil = now == CircuitBreaker.State.HALF_OPEN ? end : Instant.MAX;
              });
    }

    /** The library leaves the open state only when the next exchange asks for permission. */
    CircuitBreaker.State state() {
      CircuitBreaker.State state = breaker.getState();
      return state == CircuitBreaker.State.OPEN && clock.instant().isAfter(openUntil)
          ? CircuitBreaker.State.HALF_OPEN
          : state;
    }

    /**
     * A probe whose end was never reported must not block the platform for ever. The library could
     * also do this, but on an unmanaged thread of its own and with another clock.
     */
    synchronized void abandonProbe() {
      if (clock.instant().isAfter(probedUntil)) {
        breaker.transitionToOpenState();
      }
    }

    /**
     * Applies an order once. A server that has just started ignores an order that has already
     * expired.
     */
    synchronized void apply(Order order) {
      if (order.at().equals(applied)) {
        return;
      }
      applied = order.at();
      breaker.reset();
      if (order.state() == State.OPEN
          && order.at().plus(settings.openFor()).isAfter(clock.instant())) {
        breaker.transitionToOpenState();
      }
    }
  }
}
