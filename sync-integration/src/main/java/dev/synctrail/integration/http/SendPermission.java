package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Function;

/**
 * Checks pauses, change freezes and the traffic policy of a platform. They are read again before
 * every request, so that they apply on every server as soon as they are committed. Halts are
 * checked once more when the request is recorded.
 */
@ApplicationScoped
class SendPermission {
  private static final System.Logger LOG = System.getLogger(SendPermission.class.getName());

  private final Halts halts;
  private final Function<PlatformId, TrafficPolicy> trafficPolicies;
  private final Clock clock;

  @Inject
  SendPermission(Halts halts, TrafficPolicies trafficPolicies, Clock clock) {
    this(halts, trafficPolicies::of, clock);
  }

  SendPermission(Halts halts, Function<PlatformId, TrafficPolicy> trafficPolicies, Clock clock) {
    this.halts = halts;
    this.trafficPolicies = trafficPolicies;
    this.clock = clock;
  }

  /** Returns a permission without any halt or policy. */
  static SendPermission open(Clock clock) {
    return new SendPermission(platform -> Halt.NONE, TrafficPolicy::unset, clock);
  }

  /**
   * Returns the traffic policy of the platform.
   *
   * @throws Deferred when the request is blocked, or when the policies cannot be read
   */
  TrafficPolicy of(PlatformId platform, RequestPurpose requestPurpose, ExchangeLog log) {
    Halt halt;
    TrafficPolicy trafficPolicy;
    try {
      halt = log.isManual() ? Halt.NONE : halts.on(platform);
      trafficPolicy = trafficPolicies.apply(platform);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, () -> "It could not be determined whether " + platform + " is paused", e);
      throw new Deferred(
          Failure.of(
              FailureClass.INTERNAL,
              "It could not be determined whether " + platform + " is paused"),
          clock.instant().plusSeconds(1));
    }
    halt.requireNone(requestPurpose, clock.instant());
    return trafficPolicy;
  }
}
