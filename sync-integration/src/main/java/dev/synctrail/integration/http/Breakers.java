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
 * One circuit breaker per platform, so that a platform that does not answer is left alone and its
 * neighbours are not. It lives in this server's memory; each server finds out for itself, but heeds
 * what people set for all. Other settings begin to count anew.
 */
@ApplicationScoped
public class Breakers implements CircuitBreakers {
  private static final Duration PROBING = Duration.ofSeconds(1);

  private final BreakerSettings configured;
  private final Clock clock;
  private final Map<PlatformId, Guard> guards = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Breakers() {
    this.configured = null;
    this.clock = null;
  }

  @Inject
  public Breakers(BreakerSettings configured, Clock clock) {
    this.configured = configured;
    this.clock = clock;
  }

  @Override
  public String state(PlatformId platform) {
    return guard(platform).state().name();
  }

  /** Does what people want from now on, and once what they ordered. */
  void heed(TrafficPolicy wanted) {
    BreakerSettings settings = configured.with(wanted.settings());
    Guard guard =
        guards.compute(
            wanted.platform(),
            (platform, known) ->
                known != null && known.settings.equals(settings)
                    ? known
                    : new Guard(platform, settings, known == null ? null : known.heeded));
    Order order = wanted.order();
    if (order != null) {
      guard.heed(order);
    }
  }

  /** Lets one exchange begin, or says from when on it is worth asking again. */
  Optional<Instant> refuse(PlatformId platform) {
    Guard guard = guard(platform);
    guard.giveUpProbe();
    if (guard.breaker.tryAcquirePermission()) {
      return Optional.empty();
    }
    Instant soon = clock.instant().plus(PROBING);
    Instant until = guard.openUntil.isAfter(soon) ? guard.openUntil : soon;
    guard.refusedUntil = until;
    return Optional.of(until);
  }

  /** Returns until when an exchange was refused, unless the breaker has closed since. */
  Optional<Instant> refusedUntil(PlatformId platform) {
    Guard guard = guard(platform);
    return Optional.of(guard.refusedUntil)
        .filter(until -> guard.state() != CircuitBreaker.State.CLOSED)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** The exchange did not take place after all. */
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

  /** Shows it as it stands. */
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

  /** One breaker under the settings it was made with. */
  private final class Guard {
    private final BreakerSettings settings;
    private final CircuitBreaker breaker;
    private volatile Instant openUntil = Instant.EPOCH;
    private volatile Instant probedUntil = Instant.MAX;
    private volatile Instant refusedUntil = Instant.EPOCH;
    private @Nullable Instant heeded;

    Guard(PlatformId platform, BreakerSettings settings, @Nullable Instant heeded) {
      this.settings = settings;
      this.heeded = heeded;
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

    /** The breaker itself learns that it was open for long enough when the next exchange asks. */
    CircuitBreaker.State state() {
      CircuitBreaker.State state = breaker.getState();
      return state == CircuitBreaker.State.OPEN && clock.instant().isAfter(openUntil)
          ? CircuitBreaker.State.HALF_OPEN
          : state;
    }

    /**
     * A probe that never said how it ended must not shut the platform off for good. The library
     * would see to that on a thread of its own, which no server manages, and by another clock.
     */
    synchronized void giveUpProbe() {
      if (clock.instant().isAfter(probedUntil)) {
        breaker.transitionToOpenState();
      }
    }

    /** An order is for once; one that is long over says nothing to a server that just began. */
    synchronized void heed(Order order) {
      if (order.at().equals(heeded)) {
        return;
      }
      heeded = order.at();
      breaker.reset();
      if (order.state() == State.OPEN
          && order.at().plus(settings.openFor()).isAfter(clock.instant())) {
        breaker.transitionToOpenState();
      }
    }
  }
}
