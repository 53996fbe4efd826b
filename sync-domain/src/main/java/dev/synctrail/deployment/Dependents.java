package dev.synctrail.deployment;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rejects the removal of a type while other types on the platform reference it, as far as is known.
 */
@ApplicationScoped
public class Dependents {
  private static final int PAGE = 200;

  private final DeployedStates deployedStates;
  private final Runs runs;
  private final ReferencedTypes referencedTypes;

  @Inject
  Dependents(DeployedStates deployedStates, Runs runs, ReferencedTypes referencedTypes) {
    this.deployedStates = deployedStates;
    this.runs = runs;
    this.referencedTypes = referencedTypes;
  }

  /** Returns why a removal must not be sent; empty when it may. */
  Optional<Failure> refusal(Sync sync, ContentModel model) {
    if (sync.intent().options().is(PushFlag.DESPITE_DEPENDENTS)) {
      return Optional.empty();
    }
    TypeKey typeKey = sync.intent().typeKey();
    List<TypeKey> dependents =
        of(sync.intent().platform(), typeKey, model).stream()
            .filter(other -> !goesBefore(sync, other))
            .toList();
    if (dependents.isEmpty()) {
      return Optional.empty();
    }
    String names = dependents.stream().map(TypeKey::value).collect(Collectors.joining(", "));
    return Optional.of(
        Failure.of(
            FailureClass.HAS_DEPENDENTS,
            "Type " + typeKey + " is still referenced by " + names + "; nothing was written",
            dependents.stream()
                .map(other -> new Failure.FieldError(other.value(), "names " + typeKey))
                .toList()));
  }

  /**
   * In a dry run, the types that the same run removes are still there; in a real run they are gone
   * by now.
   */
  private boolean goesBefore(Sync sync, TypeKey other) {
    RunId run = sync.intent().cause().run();
    return run != null && sync.intent().options().dryRun() && runs.removes(run, other);
  }

  private List<TypeKey> of(PlatformId platform, TypeKey typeKey, ContentModel model) {
    List<TypeKey> dependents = new ArrayList<>();
    List<DeployedState> page = deployedStates.list(platform, Set.of(), null, false, PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .filter(DeployedState::isThere)
          .filter(other -> !other.typeKey().equals(typeKey))
          .filter(other -> referencedTypes.names(other, typeKey, model))
          .forEach(other -> dependents.add(other.typeKey()));
      TypeKey last = page.get(page.size() - 1).typeKey();
      page =
          page.size() < PAGE
              ? List.of()
              : deployedStates.list(platform, Set.of(), last, false, PAGE);
    }
    return dependents;
  }
}
