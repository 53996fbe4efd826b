package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Freezes;
import dev.synctrail.flowcontrol.Freezing;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.Pauses;
import dev.synctrail.flowcontrol.Pausing;
import dev.synctrail.flowcontrol.SetTrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes pauses, freezes and traffic policies. The audit entry commits in the same transaction.
 */
@ApplicationScoped
@Needs(Right.ADMINISTRATION)
@Transactional
public class FlowControlChanges {
  private final Pausing pausing;
  private final Pauses pauses;
  private final Freezing freezing;
  private final Freezes freezes;
  private final SetTrafficPolicy setTrafficPolicy;
  private final TrafficPolicies trafficPolicies;
  private final Authorization authorization;
  private final Clock clock;

  @Inject
  FlowControlChanges(
      Pausing pausing,
      Pauses pauses,
      Freezing freezing,
      Freezes freezes,
      SetTrafficPolicy setTrafficPolicy,
      TrafficPolicies trafficPolicies,
      Authorization authorization,
      Clock clock) {
    this.pausing = pausing;
    this.pauses = pauses;
    this.freezing = freezing;
    this.freezes = freezes;
    this.setTrafficPolicy = setTrafficPolicy;
    this.trafficPolicies = trafficPolicies;
    this.authorization = authorization;
    this.clock = clock;
  }

  /** Starts a pause; empty if an equal one is active. */
  public Optional<Pause> pause(
      @Nullable PlatformId platform, String reason, @Nullable Instant until) {
    Optional<Pause> started = pausing.start(platform, reason, until, authorization.caller().name());
    started.ifPresent(pause -> authorization.changed(null, PauseAnswer.of(pause, clock.instant())));
    return started;
  }

  /** Ends a pause and returns whether it was active. */
  public boolean endPause(UUID id) {
    Optional<Pause> before = pauses.find(id);
    Optional<Pause> after = pausing.end(id, authorization.caller().name());
    Instant now = clock.instant();
    after.ifPresent(
        ended ->
            authorization.changed(
                before.map(pause -> PauseAnswer.of(pause, now)).orElse(null),
                PauseAnswer.of(ended, now)));
    return after.isPresent();
  }

  /** Sets a freeze. */
  public Freeze freeze(
      @Nullable PlatformId platform, String name, String reason, FreezeWindow freezeWindow) {
    Freeze set = freezing.set(platform, name, reason, freezeWindow, authorization.caller().name());
    authorization.changed(null, FreezeAnswer.of(set, clock.instant()));
    return set;
  }

  /** Removes a freeze and returns whether it existed. */
  public boolean removeFreeze(UUID id) {
    Optional<Freeze> before = freezes.find(id);
    Optional<Freeze> after = freezing.remove(id, authorization.caller().name());
    Instant now = clock.instant();
    after.ifPresent(
        removed ->
            authorization.changed(
                before.map(freeze -> FreezeAnswer.of(freeze, now)).orElse(null),
                FreezeAnswer.of(removed, now)));
    return after.isPresent();
  }

  /** Sets the traffic policy of a platform; empty if it was changed concurrently. */
  public Optional<TrafficPolicy> setPolicy(
      TrafficPolicy current, TrafficPolicy.Settings settings, @Nullable String reason) {
    Optional<TrafficPolicy> set =
        setTrafficPolicy.set(current, settings, reason, authorization.caller().name());
    set.filter(policy -> policy.revision() != current.revision())
        .ifPresent(
            policy ->
                authorization.changed(
                    TrafficPolicyRevision.of(current), TrafficPolicyRevision.of(policy)));
    return set;
  }

  /** Opens or closes the breaker; empty if the policy was changed concurrently. */
  public Optional<TrafficPolicy> order(
      PlatformId platform, TrafficPolicy.State state, String reason) {
    TrafficPolicy current = trafficPolicies.of(platform);
    Optional<TrafficPolicy> set =
        setTrafficPolicy.order(platform, state, reason, authorization.caller().name());
    set.ifPresent(
        policy ->
            authorization.changed(
                TrafficPolicyRevision.of(current), TrafficPolicyRevision.of(policy)));
    return set;
  }
}
