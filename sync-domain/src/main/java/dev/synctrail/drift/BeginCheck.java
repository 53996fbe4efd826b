package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRED;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins the check of a platform and queues the check of each of its types. */
@ApplicationScoped
@Transactional(REQUIRED)
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
   * Requests a check of a platform. If one is unfinished, that one is returned.
   *
   * @throws UnknownPlatform when the platform is not configured
   */
  public PlatformCheck ask(PlatformId platform, String actor, @Nullable String reason) {
    platforms.require(platform);
    return platformChecks.open(platform).orElseGet(() -> request(platform, actor, reason));
  }

  /**
   * Requests a check of some types of a platform, without listing it. If a check of the platform is
   * unfinished, that one is returned.
   *
   * @throws UnknownPlatform when the platform is not configured
   */
  public PlatformCheck ask(
      PlatformId platform, Collection<TypeKey> typeKeys, String actor, @Nullable String reason) {
    platforms.require(platform);
    return platformChecks
        .open(platform)
        .orElseGet(() -> request(platform, typeKeys, actor, reason));
  }

  private PlatformCheck request(PlatformId platform, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    PlatformCheck platformCheck = added(platform, actor, reason, now);
    backlog.addPlatformCheck(platformCheck.id(), platform, now);
    facts.fire(new WorkQueued(platform));
    return platformCheck;
  }

  private PlatformCheck request(
      PlatformId platform, Collection<TypeKey> typeKeys, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    PlatformCheck platformCheck = added(platform, actor, reason, now);
    platformChecks.begun(platformCheck.id(), queued(platform, typeKeys, now), List.of(), now);
    facts.fire(new WorkQueued(platform));
    return platformCheck;
  }

  private PlatformCheck added(
      PlatformId platform, String actor, @Nullable String reason, Instant now) {
    PlatformCheck platformCheck =
        new PlatformCheck(
            SyncId.at(now).value(), platform, actor, reason, now, null, 0, null, null, List.of());
    platformChecks.add(platformCheck);
    return platformCheck;
  }

  /**
   * Queues a check of every type that is on the platform or should be, and stores the skipped
   * items.
   */
  void begin(PlatformId platform, AttemptKey key, TypeListing found) {
    backlog.requireHeld(key);
    Instant now = clock.instant();
    Set<TypeKey> types = new HashSet<>(deployedStates.known(platform));
    types.addAll(found.typeKeys());
    platformChecks.begun(key.workId(), queued(platform, types, now), found.skipped(), now);
    facts.fire(new WorkQueued(platform));
    backlog.remove(key.workId());
  }

  /** Queues a check of each type, in order, since each is locked. */
  private List<UUID> queued(PlatformId platform, Collection<TypeKey> typeKeys, Instant now) {
    Set<TypeKey> sorted = new TreeSet<>(Comparator.comparing(TypeKey::value));
    sorted.addAll(typeKeys);
    List<UUID> checks = new ArrayList<>();
    for (TypeKey typeKey : sorted) {
      DeployedState deployedState =
          deployedStates
              .lock(platform, typeKey)
              .orElseGet(() -> DeployedState.unknown(platform, typeKey));
      checks.add(checkOf(deployedState, now));
    }
    return checks;
  }

  /** Reuses a waiting check; replacing it could interfere with one that is just ending. */
  private UUID checkOf(DeployedState deployedState, Instant now) {
    UUID waiting = deployedState.check();
    if (waiting != null) {
      return waiting;
    }
    DeployedState checked = recordDeployedState.look(deployedState, now, now);
    deployedStates.save(checked);
    return Objects.requireNonNull(checked.check());
  }

  /** Ends the platform check without checking any type. */
  void fail(AttemptKey key, Failure failure) {
    backlog.requireHeld(key);
    platformChecks.failed(key.workId(), failure.message(), clock.instant());
    backlog.remove(key.workId());
  }
}
