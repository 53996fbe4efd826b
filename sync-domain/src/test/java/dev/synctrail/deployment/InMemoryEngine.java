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
    InMemoryDeployedStates placements,
    InMemoryDriftIncidents episodes,
    InMemoryConflicts disputes,
    DetermineActions possible,
    Retrying repeating,
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
  public static InMemoryEngine reaching(PlatformGateway reached, Platform platform) {
    InMemoryTrail trail = InMemoryTrail.empty();
    return idle(trail, new InMemoryGateway(trail.clock()), reached, platform, DRIFT);
  }

  private static InMemoryEngine idle(
      InMemoryTrail trail,
      InMemoryGateway gateway,
      PlatformGateway reached,
      Platform platform,
      DriftPolicy policy) {
    InMemoryPlatforms platforms = new InMemoryPlatforms();
    InMemoryVersions versions = new InMemoryVersions();
    InMemoryDeployedStates placements = new InMemoryDeployedStates();
    InMemoryDriftIncidents episodes = new InMemoryDriftIncidents();
    InMemoryConflicts disputes = new InMemoryConflicts();
    Accepting accepting = new Accepting(placements, episodes, trail.clock());
    ClosedConflicts.observe(trail.facts(), disputes, accepting);
    InMemoryPins pins = new InMemoryPins(versions, trail.syncs());
    Pinning pinning = new Pinning(pins, versions, trail.syncs(), trail.clock());
    DetermineActions possible =
        new DetermineActions(
            trail.syncs(), trail.runs(), platforms, versions, disputes, trail.snapshots(), pins);
    platforms.add(platform);
    Gateways gateways = new Gateways(List.of(reached));
    PlatformLookup platformLookup = new PlatformLookup(platforms, gateways);
    ReferencedTypes referencedTypes = new ReferencedTypes(trail.snapshots());
    Concluding concluding =
        new Concluding(trail.facts(), RetryPolicy.DEFAULT, LONGEST, trail.clock());
    Retrying repeating =
        new Retrying(
            trail.syncs(),
            trail.runs(),
            trail.backlog(),
            trail.beginning(),
            possible,
            new RetryStages(platforms, gateways, placements, referencedTypes),
            pinning,
            trail.clock());
    Retrieving retrieving = new Retrieving(platforms, trail.beginning());
    return new InMemoryEngine(
        trail,
        platforms,
        gateway,
        versions,
        concluding,
        new Pushing(
            platformLookup,
            trail.snapshots(),
            new Dependents(placements, trail.runs(), referencedTypes),
            new ConflictPolicy(
                placements,
                trail.snapshots(),
                versions,
                disputes,
                new RecordConflict(disputes, trail.snapshots()),
                policy,
                trail.clock()),
            new DataLossGuard(trail.syncs(), trail.runs(), disputes, trail.snapshots(), versions),
            trail.trying(),
            trail.logs(),
            concluding,
            trail.clock()),
        new Pulling(
            platformLookup,
            new Committing(versions, trail.clock()),
            versions,
            placements,
            trail.snapshots(),
            new RecordPullObservation(placements, trail.snapshots(), trail.clock()),
            trail.trying(),
            trail.logs(),
            concluding,
            trail.clock()),
        new Settling(
            platformLookup,
            trail.snapshots(),
            versions,
            trail.logs(),
            trail.facts(),
            RetryPolicy.DEFAULT,
            SETTLING,
            LONGEST,
            trail.clock()),
        new Listing(
            platformLookup,
            trail.logs(),
            new ListedTypes(trail.runs(), trail.backlog(), retrieving, trail.clock()),
            RetryPolicy.DEFAULT,
            LONGEST,
            trail.clock()),
        retrieving,
        placements,
        episodes,
        disputes,
        possible,
        repeating,
        new Deploying(
            platforms,
            gateways,
            placements,
            versions,
            trail.snapshots(),
            trail.syncs(),
            trail.runs(),
            trail.beginning(),
            pins,
            pinning),
        new RollingBack(
            platforms,
            gateways,
            trail.runs(),
            trail.syncs(),
            versions,
            trail.snapshots(),
            trail.beginning(),
            pinning),
        new Resolving(disputes, trail.syncs(), repeating, accepting, trail.clock()),
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
      trail.trying().abandon(taken, trail.clock().instant());
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
      case SYNC -> trail.trying().open(taken).ifPresent(this::work);
      case CHECK -> throw new AssertionError("Nobody queues looks here");
      case SURVEY -> throw new AssertionError("Nobody queues checks here");
    }
  }

  private void work(Opened opened) {
    if (opened.trigger() == Trigger.SETTLE) {
      settling.settle(opened);
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
