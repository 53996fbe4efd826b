package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRED;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins the check of a platform, and the looks that it is made of. */
@Dependent
@Transactional(REQUIRES_NEW)
public class BeginCheck {
  private final Platforms platforms;
  private final PlatformChecks platformChecks;
  private final DeployedStates deployedStates;
  private final RecordDeployedState recordDeployedState;
  private final Backlog backlog;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public BeginCheck(
      Platforms platforms,
      PlatformChecks platformChecks,
      DeployedStates deployedStates,
      RecordDeployedState recordDeployedState,
      Backlog backlog,
      Event<TrackingEvent> facts,
      Clock clock) {
    this.platforms = platforms;
    this.platformChecks = platformChecks;
    this.deployedStates = deployedStates;
    this.recordDeployedState = recordDeployedState;
    this.backlog = backlog;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Asks for a check of a platform; one that is not over is given back instead of a second.
   *
   * @throws UnknownPlatform when the platform is not configured
   */
  @Transactional(REQUIRED)
  public PlatformCheck ask(PlatformId platform, String actor, @Nullable String reason) {
    platforms.require(platform);
    return platformChecks.open(platform).orElseGet(() -> asked(platform, actor, reason));
  }

  private PlatformCheck asked(PlatformId platform, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    PlatformCheck platformCheck =
        new PlatformCheck(
            SyncId.at(now).value(), platform, actor, reason, now, null, 0, null, null);
    platformChecks.add(platformCheck);
    backlog.addSurvey(platformCheck.id(), platform, now);
    facts.fire(new WorkQueued(platform));
    return platformCheck;
  }

  /** Queues a look at every type that is there or should be. */
  void begin(PlatformId platform, AttemptKey key, Collection<TypeKey> found) {
    backlog.requireHeld(key);
    Instant now = clock.instant();
    Set<TypeKey> types = new TreeSet<>(Comparator.comparing(TypeKey::value));
    types.addAll(deployedStates.known(platform));
    types.addAll(found);
    List<UUID> looks = new ArrayList<>();
    for (TypeKey typeKey : types) {
      DeployedState deployedState =
          deployedStates
              .lock(platform, typeKey)
              .orElseGet(() -> DeployedState.unknown(platform, typeKey));
      looks.add(lookAt(deployedState, now));
    }
    platformChecks.begun(key.trail(), looks, now);
    facts.fire(new WorkQueued(platform));
    backlog.remove(key.trail());
  }

  /** A look that waits already serves; to replace it could cross one that is just ending. */
  private UUID lookAt(DeployedState deployedState, Instant now) {
    UUID waiting = deployedState.check();
    if (waiting != null) {
      return waiting;
    }
    DeployedState looked = recordDeployedState.look(deployedState, now, now);
    deployedStates.save(looked);
    return Objects.requireNonNull(looked.check());
  }

  /** Leaves the question for later. */
  void postpone(AttemptKey key, Instant due) {
    backlog.release(key, due, null);
  }

  /** Leaves the question for later because it failed. */
  void retry(AttemptKey key, Instant due) {
    backlog.retry(key, due);
  }

  /** Ends the check without any look. */
  void fail(AttemptKey key, Failure failure) {
    backlog.requireHeld(key);
    platformChecks.failed(key.trail(), failure.message(), clock.instant());
    backlog.remove(key.trail());
  }
}
