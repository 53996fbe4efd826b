package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RecordIntent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rolls back a deployment in a new one: each type returns to its state right before the
 * deployment's first write of it, and a type that was absent is removed.
 *
 * <p>A type that a later push has changed is rejected and recorded as such, unless overwriting is
 * requested.
 */
@ApplicationScoped
@Transactional
public class RollingBack {
  private final Platforms platforms;
  private final Gateways gateways;
  private final Runs runs;
  private final Syncs syncs;
  private final Versions versions;
  private final Snapshots snapshots;
  private final RecordIntent recordIntent;
  private final Pinning pinning;
  private final RollbackGuard guard;

  @Inject
  public RollingBack(
      Platforms platforms,
      Gateways gateways,
      Runs runs,
      Syncs syncs,
      Versions versions,
      Snapshots snapshots,
      RecordIntent recordIntent,
      Pinning pinning) {
    this.platforms = platforms;
    this.gateways = gateways;
    this.runs = runs;
    this.syncs = syncs;
    this.versions = versions;
    this.snapshots = snapshots;
    this.recordIntent = recordIntent;
    this.pinning = pinning;
    this.guard = new RollbackGuard(syncs, runs, snapshots);
  }

  /**
   * Records the rollback and queues it.
   *
   * @param plan the dry run that was confirmed as its plan; null for none
   * @return empty when there is no such deployment
   * @throws IllegalTransition with the reason when nothing can be rolled back
   * @throws UnknownPlatform when the platform is no longer configured
   * @throws InvalidPlan when the plan was not made for this rollback
   * @throws IllegalArgumentException when it is to be sent in a batch
   */
  public Optional<Run> rollBack(
      RunId id, PushOptions options, @Nullable RunId plan, Intent.Cause cause) {
    return runs.find(id)
        .filter(run -> run.direction() == Direction.PUSH)
        .map(run -> rollBack(run, BatchRules.none(options).with(PushFlag.EXACTLY), plan, cause));
  }

  private Run rollBack(Run run, PushOptions options, @Nullable RunId plan, Intent.Cause cause) {
    InvalidPlan.check(plan, runs, run.platform(), run.id());
    refusal(run)
        .ifPresent(
            why -> {
              throw new IllegalTransition(why);
            });
    Platform platform = platforms.require(run.platform());
    Map<TypeKey, Undone> changed = changed(run.id(), platform);
    if (changed.isEmpty()) {
      throw new IllegalTransition(DetermineActions.NOTHING_CHANGED);
    }
    Run next =
        recordIntent.run(
            Direction.PUSH,
            run.platform(),
            options,
            cause,
            Run.Origin.undoing(run.id()).planned(plan),
            changed.size());
    Intent.Cause part = cause.in(next.id());
    for (Step step : steps(changed)) {
      Undone undone = step.undone();
      Failure why =
          guard
              .refusal(undone.last(), undone.before(), undone.kept(), options.onConflict())
              .orElse(null);
      PushOptions how = undone.before() == null ? options.with(PushFlag.REMOVAL) : options;
      if (why == null) {
        SyncId sync = recordIntent.sync(undone.wanted(), run.platform(), how, part, step.stage());
        if (!options.dryRun()) {
          pinning.pin(sync, run.platform(), undone.wanted(), next.id(), part);
        }
      } else {
        recordIntent.refused(undone.wanted(), run.platform(), how, part, why);
      }
    }
    recordIntent.queued(run.platform());
    return next;
  }

  /** Returns why a deployment as a whole cannot be rolled back now. */
  static Optional<String> refusal(Run run) {
    if (!run.status().isFinal()) {
      return Optional.of(
          "The deployment is " + run.status() + "; it can be rolled back when it is finished");
    }
    return run.options().dryRun()
        ? Optional.of("The deployment was a dry run and changed nothing")
        : Optional.empty();
  }

  private Map<TypeKey, Undone> changed(RunId run, Platform platform) {
    Map<TypeKey, Sync> first = new LinkedHashMap<>();
    Map<TypeKey, Sync> last = new HashMap<>();
    Stream.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL)
        .flatMap(status -> runs.inStatus(run, status).stream())
        .sorted(Comparator.comparing(SyncId::startedAt).thenComparing(SyncId::toString))
        .map(id -> syncs.find(id).orElseThrow())
        .filter(RollbackGuard::hasChangedSomething)
        .forEach(
            sync -> {
              first.putIfAbsent(sync.intent().typeKey(), sync);
              last.put(sync.intent().typeKey(), sync);
            });
    Map<TypeKey, Undone> changed = new LinkedHashMap<>();
    first.forEach(
        (typeKey, sync) ->
            changed.put(typeKey, undone(sync, requireNonNull(last.get(typeKey)), platform)));
    return changed;
  }

  /** Reads the bytes once for everything that is needed of them, because they may be large. */
  private Undone undone(Sync first, Sync last, Platform platform) {
    ContentModel model = gateways.modelFor(platform.kind());
    boolean made = first.state().operation() == Operation.CREATE;
    PayloadReference before = made ? null : first.payload(PayloadRole.BEFORE).orElse(null);
    PayloadReference content =
        before == null ? last.payload(PayloadRole.INTENDED).orElse(null) : before;
    Optional<Snapshot> kept =
        content == null
            ? Optional.empty()
            : snapshots.find(content.checksum(), content.truncated());
    return new Undone(
        last,
        before,
        kept.isPresent(),
        kept.map(bytes -> ReferencedTypes.in(bytes, model)).orElse(Set.of()),
        before == null
            ? VersionLink.NONE
            : kept.map(bytes -> link(first, platform, bytes)).orElse(VersionLink.NONE));
  }

  /** Writes go first, referenced types before the types that reference them; removals go last. */
  private static List<Step> steps(Map<TypeKey, Undone> changed) {
    Map<TypeKey, Set<TypeKey>> put = new LinkedHashMap<>();
    Map<TypeKey, Set<TypeKey>> removed = new LinkedHashMap<>();
    changed.forEach(
        (typeKey, undone) ->
            (undone.before() == null ? removed : put).put(typeKey, undone.names()));
    List<Step> steps = new ArrayList<>();
    int stages = 0;
    for (Map.Entry<TypeKey, DependencyOrder.Place> entry : DependencyOrder.of(put).entrySet()) {
      int stage = entry.getValue().last();
      stages = Math.max(stages, stage + 1);
      steps.add(new Step(requireNonNull(changed.get(entry.getKey())), stage));
    }
    DependencyOrder.removing(removed, stages)
        .forEach(
            (typeKey, stage) -> steps.add(new Step(requireNonNull(changed.get(typeKey)), stage)));
    steps.sort(Comparator.comparingInt(Step::stage));
    return steps;
  }

  /**
   * Links an earlier state of the platform to the version that means the same or, where the
   * platform altered what it stored, to the version whose push left this state.
   */
  private VersionLink link(Sync first, Platform platform, Snapshot before) {
    String hash = ContentHash.ifReadable(before.bytes()).map(ContentHash::hex).orElse(null);
    if (hash == null) {
      return VersionLink.NONE;
    }
    return versions.tree(first.intent().typeKey()).nodes().stream()
        .filter(version -> version.contentHash().hex().equals(hash))
        .reduce((earlier, later) -> later)
        .map(version -> new VersionLink(version.id().hex(), hash))
        .or(
            () ->
                syncs
                    .landedBefore(first)
                    .filter(push -> hasLeft(push, platform, before))
                    .map(Sync::version))
        .orElseGet(() -> new VersionLink(null, hash));
  }

  /**
   * Returns whether a push left this state: it has all that the push intended, or is what the
   * platform answered to the write.
   */
  private boolean hasLeft(Sync push, Platform platform, Snapshot state) {
    if (push.status() != SyncStatus.SUCCESS) {
      return false;
    }
    PlatformGateway gateway = gateways.forKind(platform.kind()).orElse(null);
    Iterable<Snapshot> own = versions.recentContents(push.intent().typeKey());
    return gateway != null
        && Stream.of(PayloadRole.INTENDED, PayloadRole.ANSWERED)
            .filter(role -> role == PayloadRole.INTENDED || RollbackGuard.hasChangedSomething(push))
            .flatMap(role -> push.payload(role).stream())
            .flatMap(left -> snapshots.find(left.checksum(), left.truncated()).stream())
            .filter(left -> ContentHash.ifReadable(left.bytes()).isPresent())
            .anyMatch(left -> gateway.differences(platform, state, left, own).isEmpty());
  }

  /**
   * A type that the deployment has changed.
   *
   * @param last its last push of the type
   * @param before the state before its first push; null when the type was absent
   * @param kept whether the bytes are stored
   * @param names the types that it referenced then or, if it is to be removed, references now
   * @param version the version of the earlier state
   */
  private record Undone(
      Sync last,
      @Nullable PayloadReference before,
      boolean kept,
      Set<TypeKey> names,
      VersionLink version) {
    Wanted wanted() {
      return new Wanted(Direction.PUSH, last.intent().typeKey(), version, before);
    }
  }

  private record Step(Undone undone, int stage) {}
}
