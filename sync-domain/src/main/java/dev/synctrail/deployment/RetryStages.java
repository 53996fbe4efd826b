package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The stages of pushes that are repeated, ordered as in {@link Deploying}: referenced types before
 * the types that reference them, removals last and in the reverse order.
 */
@ApplicationScoped
class RetryStages {
  private final Platforms platforms;
  private final Gateways gateways;
  private final DeployedStates deployedStates;
  private final ReferencedTypes referencedTypes;

  @Inject
  RetryStages(
      Platforms platforms,
      Gateways gateways,
      DeployedStates deployedStates,
      ReferencedTypes referencedTypes) {
    this.platforms = platforms;
    this.gateways = gateways;
    this.deployedStates = deployedStates;
    this.referencedTypes = referencedTypes;
  }

  /** Returns the stage of each sync, from 0; a pull is in the first stage. */
  Map<SyncId, Integer> of(Collection<Sync> syncs) {
    Map<SyncId, Integer> stages = new HashMap<>();
    syncs.stream()
        .filter(sync -> sync.intent().direction() == Direction.PUSH)
        .collect(Collectors.groupingBy(sync -> sync.intent().platform()))
        .forEach((platform, pushes) -> place(pushes, model(platform), stages));
    syncs.forEach(sync -> stages.putIfAbsent(sync.id(), 0));
    return stages;
  }

  private ContentModel model(PlatformId platform) {
    return platforms
        .find(platform)
        .map(Platform::kind)
        .map(gateways::modelFor)
        .orElseGet(gateways::defaultModel);
  }

  private void place(List<Sync> pushes, ContentModel model, Map<SyncId, Integer> stages) {
    Map<TypeKey, Set<TypeKey>> put = new LinkedHashMap<>();
    Map<TypeKey, Set<TypeKey>> removed = new LinkedHashMap<>();
    for (Sync push : pushes) {
      (push.isRemoval() ? removed : put)
          .computeIfAbsent(push.intent().typeKey(), typeKey -> new LinkedHashSet<>())
          .addAll(names(push, model));
    }
    Map<TypeKey, DependencyOrder.Place> places = DependencyOrder.of(put);
    int after = places.values().stream().mapToInt(place -> place.last() + 1).max().orElse(0);
    Map<TypeKey, Integer> removals = DependencyOrder.removing(removed, after);
    for (Sync push : pushes) {
      TypeKey typeKey = push.intent().typeKey();
      stages.put(
          push.id(),
          push.isRemoval()
              ? requireNonNull(removals.get(typeKey))
              : stage(push, requireNonNull(places.get(typeKey))));
    }
  }

  private static int stage(Sync push, DependencyOrder.Place place) {
    return push.intent().options().is(PushFlag.FIRST_PHASE) ? place.stage() : place.last();
  }

  private Set<TypeKey> names(Sync push, ContentModel model) {
    return push.isRemoval()
        ? deployedStates
            .find(push.intent().platform(), push.intent().typeKey())
            .map(there -> referencedTypes.in(ReferencedTypes.content(there), model))
            .orElse(Set.of())
        : referencedTypes.in(push.payload(PayloadRole.INTENDED).orElse(null), model);
  }
}
