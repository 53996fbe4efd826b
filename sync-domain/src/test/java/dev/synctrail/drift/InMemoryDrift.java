package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.platform.Gateways;
import dev.synctrail.platform.Mishap;
import dev.synctrail.platform.PlatformGateway;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Reach;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An engine that also reads back and checks, all of it in memory. */
final class InMemoryDrift {
  private final InMemoryEngine engine;
  private final Map<SyncId, Verdict> verdicts = new HashMap<>();
  private final Checking checking;
  private final Surveying surveying;
  private final Surveyed surveyed;

  InMemoryDrift(InMemoryEngine engine, PlatformGateway gateway, DriftPolicy policy) {
    this.engine = engine;
    InMemoryTrail trail = engine.trail();
    Reach reach = new Reach(engine.platforms(), new Gateways(List.of(gateway)));
    Verdicts kept = new KeptVerdicts();
    Episodes times = engine.episodes();
    Surveys surveys = new KeptSurveys();
    Placing placing =
        new Placing(
            engine.placements(), kept, times, surveys, trail.snapshots(), trail.backlog(), policy);
    trail.facts().landingsObservedBy(placing::landed);
    checking =
        new Checking(
            reach,
            trail.snapshots(),
            engine.placements(),
            new Observing(
                engine.placements(),
                kept,
                times,
                surveys,
                trail.snapshots(),
                trail.backlog(),
                trail.clock()),
            trail.logs(),
            RetryPolicy.DEFAULT,
            InMemoryEngine.LONGEST,
            policy,
            trail.clock());
    surveyed =
        new Surveyed(
            engine.platforms(),
            surveys,
            engine.placements(),
            placing,
            trail.backlog(),
            trail.facts(),
            trail.clock());
    surveying =
        new Surveying(
            reach,
            trail.logs(),
            surveyed,
            RetryPolicy.DEFAULT,
            InMemoryEngine.LONGEST,
            trail.clock());
  }

  InMemoryEngine engine() {
    return engine;
  }

  /** Checks the whole platform. */
  void check() {
    surveyed.ask(InMemoryTrail.CMS, "ann", null);
    run();
  }

  /** Works until nothing is left to do. */
  void run() {
    while (!engine.trail().backlog().platforms().isEmpty()) {
      step();
    }
  }

  /** Works until a push has its outcome; what it left is not read back yet. */
  void runUntilSettled(SyncId push) {
    while (!engine.sync(push).status().isTerminal()) {
      step();
    }
  }

  private void step() {
    Taken taken = engine.trail().take();
    try {
      switch (taken.kind()) {
        case CHECK -> checking.check(taken);
        case SURVEY -> surveying.survey(taken);
        case SYNC, LISTING -> engine.work(taken);
      }
    } catch (Mishap.Death e) {
      // what a death leaves is found by the next step
    }
  }

  Optional<Verdict> verdict(SyncId sync) {
    return Optional.ofNullable(verdicts.get(sync));
  }

  /** Returns the types that have an episode that lasts. */
  Set<TypeKey> drifting() {
    return engine.episodes().list(null, null, true, null, false, Integer.MAX_VALUE).stream()
        .map(Episode::typeKey)
        .collect(Collectors.toSet());
  }

  private final class KeptVerdicts implements Verdicts {
    @Override
    public void give(Verdict verdict) {
      verdicts.put(verdict.sync(), verdict);
    }

    @Override
    public Optional<Verdict> on(SyncId sync) {
      return verdict(sync);
    }
  }

  /** Only one at a time, and nobody asks how it went. */
  private static final class KeptSurveys implements Surveys {
    @Override
    public void add(Survey survey) {}

    @Override
    public Optional<Survey> find(UUID id) {
      return Optional.empty();
    }

    @Override
    public Optional<Survey> open(PlatformId platform) {
      return Optional.empty();
    }

    @Override
    public void begun(UUID id, Collection<UUID> looks, Instant at) {}

    @Override
    public void failed(UUID id, String errorMessage, Instant at) {}

    @Override
    public void looked(UUID look, Instant at) {}

    @Override
    public List<Survey> list(
        @Nullable PlatformId platform, @Nullable UUID beside, boolean backwards, int limit) {
      throw new UnsupportedOperationException("Nobody lists here");
    }
  }
}
