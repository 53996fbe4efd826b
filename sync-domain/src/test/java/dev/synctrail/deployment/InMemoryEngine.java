package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.CMS;

import dev.synctrail.conflict.ClosedConflicts;
import dev.synctrail.conflict.ConflictPolicy;
import dev.synctrail.conflict.InMemoryConflicts;
import dev.synctrail.conflict.RecordConflict;
import dev.synctrail.drift.Accepting;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.InMemoryDeployedStates;
import dev.synctrail.drift.InMemoryDriftIncidents;
import dev.synctrail.drift.RecordPullObservation;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Platform;
import dev.synctrail.retrieval.ListedTypes;
import dev.synctrail.retrieval.Listing;
import dev.synctrail.retrieval.Pulling;
import dev.synctrail.retrieval.Retrieving;
import dev.synctrail.retry.Concluding;
import dev.synctrail.retry.ReadWork;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.retry.Settling;
import dev.synctrail.retry.SettlingPolicy;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.Committing;
import dev.synctrail.version.InMemoryVersions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The whole engine without a container, against a platform in memory, with one lane. */
public record InMemoryEngine(
    InMemoryTrail trail,
    InMemoryPlatforms platforms,
    InMemoryGateway gateway,
    InMemoryVersions versions,
    Concluding concluding,
    Pushing pushing,
    Pulling pulling,
    Settling settling,
    Listing listing,
    Retrieving retrieving,
    InMemoryDeployedStates deployedStates,
    InMemoryDriftIncidents driftIncidents,
    InMemoryConflicts conflicts,
    DetermineActions determineActions,
    Retrying retrying,
    Deploying deploying,
    RollingBack rollingBack,
    Resolving resolving,
    InMemoryPins pins,
    Pinning pinning) {
  /** Always yields the longest delay that jitter allows, so that times are predictable. */
  public static final RandomGenerator LONGEST = () -> -1L;

  /** Accepts the result of the first check. */
  public static final DriftPolicy DRIFT =
      new DriftPolicy(Duration.ZERO, 1, Duration.ZERO, Duration.ofDays(1), List.of());

  /** Checks again after 2 s, doubled each time up to 5 min, for an hour. */
  public static final SettlingPolicy SETTLING =
      new SettlingPolicy(
          Duration.ofHours(1), new RetryPolicy(1, 2, Duration.ofSeconds(2), Duration.ofMinutes(5)));

  /** Returns an engine without work and with one platform, {@link InMemoryTrail#CMS}. */
  public static InMemoryEngine idle() {
    return idle(DRIFT);
  }

  /** Returns an engine without work that detects drift by a policy. */
  public static InMemoryEngine idle(DriftPolicy policy) {
    InMemoryTrail trail = InMemoryTrail.empty();
    InMemoryGateway gateway = new InMemoryGateway(trail.clock());
    return idle(trail, gateway, gateway, gateway.platform(CMS), policy);
  }

  /**
   * Returns the same engine with a platform behind another gateway; the gateway in memory is not
   * used.
   */
  public static InMemoryEngine connectedTo(PlatformGateway connected, Platform platform) {
    InMemoryTrail trail = InMemoryTrail.empty();
    return idle(trail, new InMemoryGateway(trail.clock()), connected, platform, DRIFT);
  }

  private static InMemoryEngine idle(
      InMemoryTrail trail,
      InMemoryGateway gateway,
      PlatformGateway connected,
      Platform platform,
      DriftPolicy policy) {
    InMemoryPlatforms platforms = new InMemoryPlatforms();
    InMemoryVersions versions = new InMemoryVersions();
    InMemoryDeployedStates deployedStates = new InMemoryDeployedStates();
    InMemoryDriftIncidents driftIncidents = new InMemoryDriftIncidents();
    InMemoryConflicts conflicts = new InMemoryConflicts();
    Accepting accepting = new Accepting(deployedStates, driftIncidents, trail.clock());
    ClosedConflicts.observe(trail.facts(), conflicts, accepting);
    InMemoryPins pins = new InMemoryPins(versions, trail.syncs());
    Pinning pinning = new Pinning(pins, versions, trail.syncs(), conflicts, trail.clock());
    trail.facts().leftAloneObservedBy(pinning::leftAlone);
    DetermineActions determineActions =
        new DetermineActions(
            trail.syncs(), trail.runs(), platforms, versions, conflicts, trail.snapshots(), pins);
    platforms.add(platform);
    Gateways gateways = new Gateways(List.of(connected));
    PlatformLookup platformLookup = new PlatformLookup(platforms, gateways);
    ReferencedTypes referencedTypes = new ReferencedTypes(trail.snapshots());
    Concluding concluding = new Concluding(RetryPolicy.DEFAULT, LONGEST, trail.clock());
    Retrying retrying =
        new Retrying(
            trail.syncs(),
            trail.runs(),
            trail.backlog(),
            trail.recordIntent(),
            determineActions,
            new RetryStages(platforms, gateways, deployedStates, referencedTypes),
            pinning,
            trail.clock());
    Retrieving retrieving = new Retrieving(platforms, trail.recordIntent());
    return new InMemoryEngine(
        trail,
        platforms,
        gateway,
        versions,
        concluding,
        new Pushing(
            platformLookup,
            trail.snapshots(),
            new Dependents(deployedStates, trail.runs(), referencedTypes),
            new ConflictPolicy(
                trail.syncs(),
                deployedStates,
                trail.snapshots(),
                versions,
                conflicts,
                new RecordConflict(conflicts, trail.snapshots()),
                policy,
                trail.clock()),
            new DataLossGuard(trail.syncs(), trail.runs(), conflicts, trail.snapshots(), versions),
            trail.logs(),
            concluding,
            trail.clock()),
        new Pulling(
            platformLookup,
            new Committing(versions, trail.clock()),
            versions,
            deployedStates,
            trail.snapshots(),
            new RecordPullObservation(deployedStates, trail.snapshots(), trail.clock()),
            trail.logs(),
            concluding,
            trail.clock()),
        new Settling(
            platformLookup,
            trail.snapshots(),
            versions,
            trail.logs(),
            RetryPolicy.DEFAULT,
            SETTLING,
            LONGEST,
            trail.clock()),
        new Listing(
            new ReadWork(
                platformLookup,
                trail.logs(),
                trail.attemptOpening(),
                RetryPolicy.DEFAULT,
                LONGEST,
                trail.clock()),
            new ListedTypes(trail.runs(), trail.backlog(), retrieving, trail.clock())),
        retrieving,
        deployedStates,
        driftIncidents,
        conflicts,
        determineActions,
        retrying,
        new Deploying(
            platforms,
            gateways,
            deployedStates,
            versions,
            trail.snapshots(),
            trail.syncs(),
            trail.runs(),
            trail.recordIntent(),
            pins,
            pinning),
        new RollingBack(
            platforms,
            gateways,
            trail.runs(),
            trail.syncs(),
            versions,
            trail.snapshots(),
            trail.recordIntent(),
            pinning),
        new Resolving(conflicts, trail.syncs(), retrying, accepting, pinning, trail.clock()),
        pins,
        pinning);
  }

  /**
   * Does the next due work as a lane does, advancing the clock if necessary; a simulated server
   * stop leaves the work as it is.
   */
  public void step() {
    Taken taken = trail.take();
    try {
      work(taken);
    } catch (FailureCase.Death | StaleLane e) {
      // the next step takes over what a stopped server leaves
    } catch (RuntimeException e) {
      abandon(taken);
    }
  }

  private void abandon(Taken taken) {
    try {
      trail.attemptOpening().abandon(taken, trail.clock().instant());
    } catch (StaleLane e) {
      // it was released nevertheless
    }
  }

  /** Works until the backlog is empty. */
  public void run() {
    while (!trail.backlog().platforms().isEmpty()) {
      step();
    }
  }

  /** Does work that was taken, except checks. */
  public void work(Taken taken) {
    switch (taken.kind()) {
      case LISTING -> listing.list(taken);
      case SYNC -> trail.attemptOpening().open(taken).ifPresent(opened -> work(taken, opened));
      case CHECK -> throw new AssertionError("This engine runs no read-backs");
      case PLATFORM_CHECK -> throw new AssertionError("This engine runs no platform checks");
    }
  }

  private void work(Taken taken, Opened opened) {
    if (opened.trigger() == Trigger.SETTLE) {
      settling.settle(opened);
    } else if (BatchPushing.isMeant(opened)) {
      new BatchPushing(pushing, trail.attemptOpening(), trail.logs(), concluding)
          .push(taken, opened);
    } else if (opened.sync().intent().direction() == Direction.PUSH) {
      pushing.push(opened);
    } else {
      pulling.pull(opened);
    }
  }

  /** Returns a sync as it is now. */
  public Sync sync(SyncId id) {
    return trail.sync(id);
  }
}
