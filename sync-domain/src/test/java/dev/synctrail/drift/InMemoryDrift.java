package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.history.Period;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retry.ReadWork;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An engine that also reads back and checks, all in memory. */
final class InMemoryDrift {
  private final InMemoryEngine engine;
  private final List<TypeListing.Skipped> skipped = new ArrayList<>();
  private final Map<SyncId, DriftVerdict> verdicts = new HashMap<>();
  private final ReadBackCheck readBackCheck;
  private final ListForCheck listForCheck;
  private final BeginCheck beginCheck;

  InMemoryDrift(InMemoryEngine engine, PlatformGateway gateway, DriftPolicy policy) {
    this.engine = engine;
    InMemoryTrail trail = engine.trail();
    PlatformLookup platformLookup =
        new PlatformLookup(engine.platforms(), new Gateways(List.of(gateway)));
    DriftVerdicts driftVerdicts = new InMemoryVerdicts();
    DriftIncidents driftIncidents = engine.driftIncidents();
    PlatformChecks platformChecks = new NoPlatformChecks();
    RecordDeployedState recordDeployedState =
        new RecordDeployedState(
            engine.deployedStates(),
            driftVerdicts,
            driftIncidents,
            platformChecks,
            trail.snapshots(),
            trail.backlog(),
            policy);
    trail.facts().landingsObservedBy(recordDeployedState::landed);
    ReadWork readWork =
        new ReadWork(
            platformLookup,
            trail.logs(),
            trail.attemptOpening(),
            RetryPolicy.DEFAULT,
            InMemoryEngine.LONGEST,
            trail.clock());
    readBackCheck =
        new ReadBackCheck(
            readWork,
            trail.snapshots(),
            engine.deployedStates(),
            new RecordObservation(
                engine.deployedStates(),
                driftVerdicts,
                driftIncidents,
                platformChecks,
                trail.snapshots(),
                trail.backlog(),
                trail.clock()),
            policy,
            trail.clock());
    beginCheck =
        new BeginCheck(
            engine.platforms(),
            platformChecks,
            engine.deployedStates(),
            recordDeployedState,
            trail.backlog(),
            trail.facts(),
            trail.clock());
    listForCheck = new ListForCheck(readWork, beginCheck);
  }

  InMemoryEngine engine() {
    return engine;
  }

  /** Checks the whole platform. */
  void check() {
    beginCheck.ask(InMemoryTrail.CMS, "ann", null);
    run();
  }

  /** Checks one type. */
  void check(TypeKey typeKey) {
    beginCheck.ask(InMemoryTrail.CMS, List.of(typeKey), "ann", null);
    run();
  }

  /** Works until the backlog is empty. */
  void run() {
    while (!engine.trail().backlog().platforms().isEmpty()) {
      step();
    }
  }

  /** Works until a push has its outcome; its result is not read back yet. */
  void runUntilSettled(SyncId push) {
    while (!engine.sync(push).status().isTerminal()) {
      step();
    }
  }

  private void step() {
    Taken taken = engine.trail().take();
    try {
      switch (taken.kind()) {
        case CHECK -> readBackCheck.check(taken);
        case PLATFORM_CHECK -> listForCheck.list(taken);
        case SYNC, LISTING -> engine.work(taken);
      }
    } catch (FailureCase.Death e) {
      // the next step takes over what a stopped server leaves
    }
  }

  /** Returns what checks could not check at. */
  List<TypeListing.Skipped> skipped() {
    return List.copyOf(skipped);
  }

  Optional<DriftVerdict> verdict(SyncId sync) {
    return Optional.ofNullable(verdicts.get(sync));
  }

  /** Returns the types that have an ongoing drift incident. */
  Set<TypeKey> drifting() {
    return engine
        .driftIncidents()
        .list(
            new DriftIncidents.Filter(null, null, null, true, Period.ALWAYS),
            null,
            false,
            Integer.MAX_VALUE)
        .stream()
        .map(DriftIncident::typeKey)
        .collect(Collectors.toSet());
  }

  private final class InMemoryVerdicts implements DriftVerdicts {
    @Override
    public void save(DriftVerdict driftVerdict) {
      verdicts.put(driftVerdict.sync(), driftVerdict);
    }

    @Override
    public Optional<DriftVerdict> on(SyncId sync) {
      return verdict(sync);
    }

    @Override
    public Map<SyncId, DriftVerdict.Word> words(Collection<SyncId> syncs) {
      return syncs.stream()
          .flatMap(sync -> verdict(sync).stream())
          .collect(Collectors.toMap(DriftVerdict::sync, DriftVerdict::word));
    }
  }

  /** Stores only the skipped items; the test never reads platform checks. */
  private final class NoPlatformChecks implements PlatformChecks {
    @Override
    public void add(PlatformCheck platformCheck) {}

    @Override
    public Optional<PlatformCheck> find(UUID id) {
      return Optional.empty();
    }

    @Override
    public Optional<PlatformCheck> open(PlatformId platform) {
      return Optional.empty();
    }

    @Override
    public void begun(
        UUID id, Collection<UUID> checks, List<TypeListing.Skipped> skippedItems, Instant at) {
      skipped.addAll(skippedItems);
    }

    @Override
    public void failed(UUID id, String errorMessage, Instant at) {}

    @Override
    public void checked(UUID check, Instant at) {}

    @Override
    public List<PlatformCheck> list(
        @Nullable PlatformId platform, @Nullable UUID cursor, boolean backwards, int limit) {
      throw new UnsupportedOperationException("This test lists no platform checks");
    }
  }
}
