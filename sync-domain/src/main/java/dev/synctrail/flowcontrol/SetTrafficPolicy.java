package dev.synctrail.flowcontrol;

import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes the traffic policy of a platform. Every server applies it from its next exchange on. */
@ApplicationScoped
@Transactional
public class SetTrafficPolicy {
  private final TrafficPolicies trafficPolicies;
  private final Platforms platforms;
  private final WakeLanes wakeLanes;
  private final Clock clock;

  @Inject
  public SetTrafficPolicy(
      TrafficPolicies trafficPolicies, Platforms platforms, WakeLanes wakeLanes, Clock clock) {
    this.trafficPolicies = trafficPolicies;
    this.platforms = platforms;
    this.wakeLanes = wakeLanes;
    this.clock = clock;
  }

  /**
   * Replaces all settings. Unchanged settings create no revision.
   *
   * @return the current revision then; empty when another user changed it at the same time
   * @throws UnknownPlatform when there is no such platform
   */
  public Optional<TrafficPolicy> set(
      TrafficPolicy current, Settings wanted, @Nullable String reason, String actor) {
    platforms.require(current.platform());
    if (wanted.equals(current.settings())) {
      return Optional.of(current);
    }
    return added(current.next(wanted, current.order(), reason, clock.instant(), actor));
  }

  /**
   * Orders the circuit breakers of all servers into a state.
   *
   * @return the current revision then; empty when another user changed it at the same time
   * @throws UnknownPlatform when there is no such platform
   */
  public Optional<TrafficPolicy> order(PlatformId id, State state, String reason, String actor) {
    platforms.require(id);
    TrafficPolicy current = trafficPolicies.of(id);
    Order order = new Order(state, clock.instant());
    return added(current.next(current.settings(), order, reason, order.at(), actor));
  }

  private Optional<TrafficPolicy> added(TrafficPolicy next) {
    if (!trafficPolicies.add(next)) {
      return Optional.empty();
    }
    wakeLanes.wake(next.platform());
    return Optional.of(next);
  }
}
