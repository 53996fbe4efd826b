package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RecordIntent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests a push: one sync per type, pinned to its version, all committed together or not at all.
 *
 * <p>Referenced types go before the types that reference them; removals go last, in the reverse
 * order. Types of a cycle that are not on the platform yet are pushed twice: first without each
 * other, then whole.
 */
@ApplicationScoped
@Transactional
public class Deploying {
  private final Platforms platforms;
  private final Gateways gateways;
  private final DeployedStates deployedStates;
  private final Versions versions;
  private final Snapshots snapshots;
  private final Syncs syncs;
  private final Runs runs;
  private final RecordIntent recordIntent;
  private final Pins pins;
  private final Pinning pinning;

  @Inject
  public Deploying(
      Platforms platforms,
      Gateways gateways,
      DeployedStates deployedStates,
      Versions versions,
      Snapshots snapshots,
      Syncs syncs,
      Runs runs,
      RecordIntent recordIntent,
      Pins pins,
      Pinning pinning) {
    this.platforms = platforms;
    this.gateways = gateways;
    this.deployedStates = deployedStates;
    this.versions = versions;
    this.snapshots = snapshots;
    this.syncs = syncs;
    this.runs = runs;
    this.recordIntent = recordIntent;
    this.pins = pins;
    this.pinning = pinning;
  }

  /**
   * Records the deployment and queues it.
   *
   * @throws UnknownPlatform when the platform is not configured
   * @throws UnknownTypes when a named type has no version here; nothing is recorded then
   * @throws UnknownVersion when there is no such version
   * @throws InvalidPlan when the plan was not made for this platform
   * @throws IllegalArgumentException when a version is to be restored in a batch
   */
  public Run deploy(DeploymentOrder order) {
    Platform platform = platforms.require(order.platform());
    ContentModel model = gateways.modelFor(platform.kind());
    boolean restores = order.selection() instanceof Exactly;
    InvalidPlan.check(order.plan(), runs, platform.id(), null);
    requireNotPinnedSince(order);
    PushOptions options =
        restores
            ? BatchRules.none(order.options()).with(PushFlag.EXACTLY).with(PushFlag.RESTORE)
            : order.options();
    Wants wants = wanted(order);
    List<Push> pushes = pushes(platform.id(), order, wants.versions(), options, model);
    Run run =
        recordIntent.run(
            Direction.PUSH,
            platform.id(),
            options,
            order.cause(),
            (restores ? undoing(platform.id(), pushes) : Run.Origin.NONE).planned(order.plan()),
            pushes.size());
    pins.skipped(run.id(), wants.skipped());
    Intent.Cause part = order.cause().in(run.id());
    for (Push push : pushes) {
      SyncId sync =
          recordIntent.sync(push.wanted(), platform.id(), push.options(), part, push.stage());
      if ((restores || push.options().is(PushFlag.REMOVAL)) && !options.dryRun()) {
        pinning.pin(sync, platform.id(), push.wanted(), run.id(), part);
      }
    }
    if (!options.dryRun()) {
      byName(order).stream()
          .filter(typeKey -> !order.removed().contains(typeKey))
          .forEach(typeKey -> pinning.deployed(platform.id(), typeKey, part));
    }
    recordIntent.queued(platform.id());
    return run;
  }

  /** Rejects a plan that would undo a rollback made after it. */
  private void requireNotPinnedSince(DeploymentOrder order) {
    if (order.plan() == null) {
      return;
    }
    Instant planned = runs.find(order.plan()).orElseThrow().createdAt();
    byName(order).stream()
        .flatMap(typeKey -> pins.holding(order.platform(), typeKey).stream())
        .filter(pin -> pin.at().isAfter(planned))
        .findFirst()
        .ifPresent(
            pin -> {
              throw new InvalidPlan(pin.what() + " since the plan was made; plan again");
            });
  }

  private static Set<TypeKey> byName(DeploymentOrder order) {
    Set<TypeKey> named = new LinkedHashSet<>(order.removed());
    if (order.selection() instanceof Named selection) {
      named.addAll(selection.typeKeys());
    }
    return named;
  }

  /**
   * Returns the deployment whose work is undone by a restore: the one that last pushed the type.
   */
  private Run.Origin undoing(PlatformId platform, List<Push> pushes) {
    return pushes.stream()
        .findFirst()
        .flatMap(push -> deployedStates.find(platform, push.wanted().typeKey()))
        .map(DeployedState::pushed)
        .flatMap(syncs::find)
        .map(Sync::intent)
        .map(Intent::cause)
        .map(cause -> Run.Origin.undoing(cause.run()))
        .orElse(Run.Origin.NONE);
  }

  private List<Push> pushes(
      PlatformId platform,
      DeploymentOrder order,
      List<ContentTypeVersion> wanted,
      PushOptions options,
      ContentModel model) {
    Map<TypeKey, Candidate> candidates = new LinkedHashMap<>();
    Map<TypeKey, Set<TypeKey>> names = new LinkedHashMap<>();
    for (ContentTypeVersion version : wanted) {
      Candidate candidate = candidate(version, model);
      candidates.put(version.typeKey(), candidate);
      names.put(version.typeKey(), candidate.names());
    }
    List<Push> pushes = new ArrayList<>();
    List<Push> wholes = new ArrayList<>();
    int stages = 0;
    for (Map.Entry<TypeKey, DependencyOrder.Place> entry : DependencyOrder.of(names).entrySet()) {
      Candidate candidate = requireNonNull(candidates.get(entry.getKey()));
      DependencyOrder.Place place = entry.getValue();
      stages = Math.max(stages, place.last() + 1);
      boolean twice = !place.circle().isEmpty() && !isThere(platform, entry.getKey());
      if (twice) {
        pushes.add(firstPhase(candidate, place, options, model));
      }
      PushOptions whole = twice ? options.with(PushFlag.SECOND_PHASE) : options;
      wholes.add(new Push(candidate.whole(), whole, place.last()));
    }
    pushes.addAll(wholes);
    pushes.sort(Comparator.comparingInt(Push::stage));
    pushes.addAll(removals(order, options, model, stages));
    return pushes;
  }

  private boolean isThere(PlatformId platform, TypeKey typeKey) {
    return deployedStates.find(platform, typeKey).filter(DeployedState::isThere).isPresent();
  }

  private Push firstPhase(
      Candidate candidate, DependencyOrder.Place place, PushOptions options, ContentModel model) {
    ContentTypeVersion version = candidate.version();
    Set<TypeKey> others = new LinkedHashSet<>(place.circle());
    others.remove(version.typeKey());
    Snapshot content = versions.content(version).orElseThrow();
    Snapshot first = Snapshot.ofText(model.without(read(content), others).toString());
    return new Push(
        new Wanted(
            Direction.PUSH,
            version.typeKey(),
            new VersionLink(version.id().hex(), ContentHash.of(first.bytes()).hex()),
            snapshots.keep(first)),
        options.with(PushFlag.FIRST_PHASE),
        place.stage());
  }

  private List<Push> removals(
      DeploymentOrder order, PushOptions options, ContentModel model, int stages) {
    Map<TypeKey, Set<TypeKey>> names = new LinkedHashMap<>();
    Map<TypeKey, VersionLink> links = new LinkedHashMap<>();
    for (TypeKey typeKey : new LinkedHashSet<>(order.removed())) {
      ContentTypeVersion head = versions.head(typeKey).orElse(null);
      names.put(typeKey, head == null ? Set.of() : candidate(head, model).names());
      links.put(typeKey, head == null ? VersionLink.NONE : new VersionLink(head.id().hex(), null));
    }
    List<Push> removals = new ArrayList<>();
    DependencyOrder.removing(names, stages)
        .forEach(
            (typeKey, stage) ->
                removals.add(
                    new Push(
                        new Wanted(
                            Direction.PUSH,
                            typeKey,
                            links.getOrDefault(typeKey, VersionLink.NONE),
                            null),
                        options.with(PushFlag.REMOVAL),
                        stage)));
    return removals;
  }

  private Wants wanted(DeploymentOrder order) {
    if (order.selection() instanceof Named named) {
      return new Wants(named(named.typeKeys()), List.of());
    }
    if (order.selection() instanceof Exactly exactly) {
      return new Wants(
          List.of(
              versions
                  .find(exactly.version())
                  .orElseThrow(() -> new UnknownVersion(exactly.version()))),
          List.of());
    }
    Set<TypeKey> removed = Set.copyOf(order.removed());
    Map<TypeKey, Pin> pinned =
        pins.holding(order.platform(), null, false, Integer.MAX_VALUE).stream()
            .collect(Collectors.toMap(Pin::typeKey, pin -> pin));
    List<ContentTypeVersion> wanted = new ArrayList<>();
    List<Pin> skipped = new ArrayList<>();
    versions.heads(null, false, Integer.MAX_VALUE).stream()
        .filter(head -> !removed.contains(head.typeKey()))
        .filter(head -> order.selection() instanceof All || isChanged(head, order.platform()))
        .forEach(
            head -> {
              Pin pin = pinned.get(head.typeKey());
              if (pin == null) {
                wanted.add(head);
              } else {
                skipped.add(pin);
              }
            });
    return new Wants(wanted, skipped);
  }

  private List<ContentTypeVersion> named(List<TypeKey> typeKeys) {
    List<ContentTypeVersion> found = new ArrayList<>();
    List<TypeKey> unknown = new ArrayList<>();
    for (TypeKey typeKey : new LinkedHashSet<>(typeKeys)) {
      versions.head(typeKey).ifPresentOrElse(found::add, () -> unknown.add(typeKey));
    }
    if (!unknown.isEmpty()) {
      throw new UnknownTypes(unknown);
    }
    return found;
  }

  /**
   * Refers to the version's own bytes, unless they exceed the payload limit, in which case only
   * their beginning is stored for the audit trail.
   */
  private Candidate candidate(ContentTypeVersion version, ContentModel model) {
    Snapshot content =
        versions
            .content(version)
            .orElseThrow(
                () -> new IllegalStateException("No content is stored of version " + version.id()));
    boolean tooLarge = content.size() > Snapshot.LIMIT;
    return new Candidate(
        version,
        tooLarge
            ? snapshots.keep(content)
            : new PayloadReference(version.content(), content.size(), false),
        tooLarge ? Set.of() : model.references(read(content)));
  }

  private static JsonObject read(Snapshot content) {
    return StrictJson.readObject(content.bytes()).object();
  }

  private boolean isChanged(ContentTypeVersion head, PlatformId platform) {
    return syncs
        .lastPushed(head.typeKey(), platform)
        .map(VersionLink::versionHash)
        .filter(head.contentHash().hex()::equals)
        .isEmpty();
  }

  /**
   * A version that may be pushed.
   *
   * @param names the types that it references
   */
  private record Candidate(
      ContentTypeVersion version, PayloadReference intended, Set<TypeKey> names) {
    Wanted whole() {
      return new Wanted(
          Direction.PUSH,
          version.typeKey(),
          new VersionLink(version.id().hex(), version.contentHash().hex()),
          intended);
    }
  }

  /**
   * The types selected by an order.
   *
   * @param skipped the pins of rolled-back types that are left out
   */
  private record Wants(List<ContentTypeVersion> versions, List<Pin> skipped) {}

  /** One sync to begin. */
  private record Push(Wanted wanted, PushOptions options, int stage) {}
}
