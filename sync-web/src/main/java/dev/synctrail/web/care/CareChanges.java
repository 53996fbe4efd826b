package dev.synctrail.web.care;

import dev.synctrail.access.Right;
import dev.synctrail.care.Freeze;
import dev.synctrail.care.Freezes;
import dev.synctrail.care.Freezing;
import dev.synctrail.care.Pause;
import dev.synctrail.care.Pauses;
import dev.synctrail.care.Pausing;
import dev.synctrail.care.Protecting;
import dev.synctrail.care.Protection;
import dev.synctrail.care.Protections;
import dev.synctrail.care.Window;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.Gate;
import dev.synctrail.web.access.Needs;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes what holds platforms back or protects them; what is recorded of it commits with it. */
@Dependent
@Needs(Right.ADMINISTRATION)
@Transactional
public class CareChanges {
  private final Pausing pausing;
  private final Pauses pauses;
  private final Freezing freezing;
  private final Freezes freezes;
  private final Protecting protecting;
  private final Protections protections;
  private final Gate gate;
  private final Clock clock;

  @Inject
  CareChanges(
      Pausing pausing,
      Pauses pauses,
      Freezing freezing,
      Freezes freezes,
      Protecting protecting,
      Protections protections,
      Gate gate,
      Clock clock) {
    this.pausing = pausing;
    this.pauses = pauses;
    this.freezing = freezing;
    this.freezes = freezes;
    this.protecting = protecting;
    this.protections = protections;
    this.gate = gate;
    this.clock = clock;
  }

  /** Starts a pause; empty when one of the same lasts. */
  public Optional<Pause> pause(
      @Nullable PlatformId platform, String reason, @Nullable Instant until) {
    Optional<Pause> started = pausing.start(platform, reason, until, gate.caller().name());
    started.ifPresent(pause -> gate.changed(null, PauseAnswer.of(pause, clock.instant())));
    return started;
  }

  /** Ends a pause; says whether it lasted. */
  public boolean endPause(UUID id) {
    Optional<Pause> before = pauses.find(id);
    Optional<Pause> after = pausing.end(id, gate.caller().name());
    Instant now = clock.instant();
    after.ifPresent(
        ended ->
            gate.changed(
                before.map(pause -> PauseAnswer.of(pause, now)).orElse(null),
                PauseAnswer.of(ended, now)));
    return after.isPresent();
  }

  /** Sets a freeze. */
  public Freeze freeze(@Nullable PlatformId platform, String name, String reason, Window window) {
    Freeze set = freezing.set(platform, name, reason, window, gate.caller().name());
    gate.changed(null, FreezeAnswer.of(set, clock.instant()));
    return set;
  }

  /** Removes a freeze; says whether it was there. */
  public boolean removeFreeze(UUID id) {
    Optional<Freeze> before = freezes.find(id);
    Optional<Freeze> after = freezing.remove(id, gate.caller().name());
    Instant now = clock.instant();
    after.ifPresent(
        removed ->
            gate.changed(
                before.map(freeze -> FreezeAnswer.of(freeze, now)).orElse(null),
                FreezeAnswer.of(removed, now)));
    return after.isPresent();
  }

  /** Sets how a platform is protected; empty when somebody else did just now. */
  public Optional<Protection> protect(
      Protection current, Protection.Settings wanted, @Nullable String reason) {
    Optional<Protection> set = protecting.set(current, wanted, reason, gate.caller().name());
    set.filter(protection -> protection.revision() != current.revision())
        .ifPresent(
            protection ->
                gate.changed(ProtectionRevision.of(current), ProtectionRevision.of(protection)));
    return set;
  }

  /** Tells the breaker what to be; empty when somebody else changed something just now. */
  public Optional<Protection> order(PlatformId platform, Protection.State state, String reason) {
    Protection current = protections.of(platform);
    Optional<Protection> set = protecting.order(platform, state, reason, gate.caller().name());
    set.ifPresent(
        protection ->
            gate.changed(ProtectionRevision.of(current), ProtectionRevision.of(protection)));
    return set;
  }
}
