package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Gateways;
import dev.synctrail.platform.Manner;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformGateway;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Beginning;
import dev.synctrail.tracking.Beginning.Wanted;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Role;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts back what a deployment has changed, in a new one: each type as it was right before the
 * deployment's first write of it, and one that was not there is removed.
 *
 * <p>What a later push has changed since is refused and recorded so, unless overwriting is asked
 * for.
 */
@Dependent
@Transactional
public class RollingBack {
  private final Platforms platforms;
  private final Gateways gateways;
  private final Runs runs;
  private final Syncs syncs;
  private final Versions versions;
  private final Snapshots snapshots;
  private final Beginning beginning;

  @Inject
  public RollingBack(
      Platforms platforms,
      Gateways gateways,
      Runs runs,
      Syncs syncs,
      Versions versions,
      Snapshots snapshots,
      Beginning beginning) {
    this.platforms = platforms;
    this.gateways = gateways;
    this.runs = runs;
    this.syncs = syncs;
    this.versions = versions;
    this.snapshots = snapshots;
    this.beginning = beginning;
  }

  /**
   * Records what is to be put back and queues it.
   *
   * @return empty when there is no such deployment
   * @throws IllegalTransition with the reason when nothing can be put back
   * @throws UnknownPlatform when the platform is no longer configured
   */
  public Optional<Run> rollBack(RunId id, PushOptions options, Intent.Cause cause) {
    return runs.find(id)
        .filter(run -> run.direction() == Direction.PUSH)
        .map(run -> rollBack(run, options.with(Manner.EXACTLY), cause));
  }

  private Run rollBack(Run run, PushOptions options, Intent.Cause cause) {
    refusal(run)
        .ifPresent(
            why -> {
              throw new IllegalTransition(why);
            });
    ContentModel model = model(run);
    Map<TypeKey, Undone> changed = changed(run.id());
    if (changed.isEmpty()) {
      throw new IllegalTransition("The deployment has changed nothing");
    }
    Run next =
        beginning.run(
            Direction.PUSH,
            run.platform(),
            options,
            cause,
            Run.Origin.undoing(run.id()),
            changed.size());
    Intent.Cause part = cause.in(next.id());
    for (Step step : steps(changed, model)) {
      Failure why = refusal(step.undone(), options);
      Wanted wanted = wanted(step.undone());
      if (why == null) {
        beginning.sync(wanted, run.platform(), options, part, step.stage());
      } else {
        beginning.refused(wanted, run.platform(), options, part, why);
      }
    }
    beginning.queued(run.platform());
    return next;
  }

  /** Tells why a deployment as a whole cannot be put back now. */
  static Optional<String> refusal(Run run) {
    if (!run.status().isFinal()) {
      return Optional.of(
          "The deployment is " + run.status() + "; it can be put back when it is over");
    }
    return run.options().dryRun()
        ? Optional.of("The deployment was a dry run and has changed nothing")
        : Optional.empty();
  }

  private ContentModel model(Run run) {
    return gateways
        .forKind(platforms.require(run.platform()).kind())
        .map(PlatformGateway::contentModel)
        .orElse(ContentModel.OWN);
  }

  private Map<TypeKey, Undone> changed(RunId run) {
    Map<TypeKey, Undone> changed = new LinkedHashMap<>();
    Stream.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL)
        .flatMap(status -> runs.standing(run, status).stream())
        .sorted(Comparator.comparing(SyncId::startedAt).thenComparing(SyncId::toString))
        .map(id -> syncs.lock(id).orElseThrow())
        .filter(sync -> sync.state().operation() != Operation.NONE)
        .forEach(
            sync ->
                changed.merge(
                    sync.intent().typeKey(),
                    new Undone(sync, sync),
                    (earlier, later) -> new Undone(earlier.first(), later.last())));
    return changed;
  }

  /** What is put there goes first, what it names before it; what is removed goes last. */
  private List<Step> steps(Map<TypeKey, Undone> changed, ContentModel model) {
    Map<TypeKey, Set<TypeKey>> put = new LinkedHashMap<>();
    Map<TypeKey, Set<TypeKey>> removed = new LinkedHashMap<>();
    changed.forEach(
        (typeKey, undone) -> {
          Evidence before = undone.before();
          if (before == null) {
            removed.put(typeKey, names(undone.last().evidence(Role.INTENDED).orElse(null), model));
          } else {
            put.put(typeKey, names(before, model));
          }
        });
    List<Step> steps = new ArrayList<>();
    int stages = 0;
    for (Map.Entry<TypeKey, Sequence.Place> entry : Sequence.of(put).entrySet()) {
      int stage = entry.getValue().last();
      stages = Math.max(stages, stage + 1);
      steps.add(new Step(requireNonNull(changed.get(entry.getKey())), stage));
    }
    Sequence.removing(removed, stages)
        .forEach(
            (typeKey, stage) -> steps.add(new Step(requireNonNull(changed.get(typeKey)), stage)));
    steps.sort(Comparator.comparingInt(Step::stage));
    return steps;
  }

  private Set<TypeKey> names(@Nullable Evidence content, ContentModel model) {
    if (content == null || content.truncated()) {
      return Set.of();
    }
    try {
      return snapshots
          .find(content.checksum(), false)
          .map(kept -> model.references(StrictJson.readObject(kept.bytes()).object()))
          .orElse(Set.of());
    } catch (MalformedJson e) {
      return Set.of();
    }
  }

  private Wanted wanted(Undone undone) {
    Evidence before = undone.before();
    TypeKey typeKey = undone.first().intent().typeKey();
    return new Wanted(
        Direction.PUSH, typeKey, before == null ? VersionLink.NONE : link(typeKey, before), before);
  }

  /** What a platform held is of a version only where it means the same. */
  private VersionLink link(TypeKey typeKey, Evidence before) {
    return snapshots
        .find(before.checksum(), before.truncated())
        .flatMap(kept -> ContentHash.ifReadable(kept.bytes()))
        .map(
            hash ->
                new VersionLink(
                    versions.tree(typeKey).nodes().stream()
                        .filter(version -> version.contentHash().equals(hash))
                        .reduce((earlier, later) -> later)
                        .map(version -> version.id().hex())
                        .orElse(null),
                    hash.hex()))
        .orElse(VersionLink.NONE);
  }

  private @Nullable Failure refusal(Undone undone, PushOptions options) {
    Evidence before = undone.before();
    if (before != null && before.truncated()) {
      return Failure.of(
          FailureClass.PAYLOAD_TOO_LARGE,
          "Only the beginning is kept of the "
              + before.originalSize()
              + " bytes that were there; at most "
              + Snapshot.LIMIT
              + " are kept");
    }
    if (before != null && snapshots.find(before.checksum(), false).isEmpty()) {
      return Failure.of(
          FailureClass.INVALID_CONTENT,
          "What was there before was purged and is not kept any more");
    }
    return syncs
        .overtakenBy(undone.last(), EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)))
        .filter(later -> options.onConflict() != OnConflict.OVERWRITE)
        .map(
            later ->
                Failure.of(
                    FailureClass.OVERTAKEN,
                    "Sync "
                        + undone.last().id()
                        + " was overtaken by the later push "
                        + later
                        + ", which putting back would undo unseen"))
        .orElse(null);
  }

  /** A type that the deployment has changed, by its first and its last push of it. */
  private record Undone(Sync first, Sync last) {
    @Nullable Evidence before() {
      return first.state().operation() == Operation.CREATE
          ? null
          : first.evidence(Role.BEFORE).orElse(null);
    }
  }

  private record Step(Undone undone, int stage) {}
}
