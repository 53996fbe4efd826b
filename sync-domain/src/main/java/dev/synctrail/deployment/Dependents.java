package dev.synctrail.deployment;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement;
import dev.synctrail.drift.Placements;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Manner;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps a type from being removed while others that are there name it, as far as is known here. */
@Dependent
public class Dependents {
  private static final int PAGE = 200;

  private final Placements placements;
  private final Runs runs;
  private final Naming naming;

  @Inject
  Dependents(Placements placements, Runs runs, Naming naming) {
    this.placements = placements;
    this.runs = runs;
    this.naming = naming;
  }

  /** Tells why a removal may not go out; empty when it may. */
  Optional<Failure> refusal(Sync sync, ContentModel model) {
    if (sync.intent().options().is(Manner.DESPITE_DEPENDENTS)) {
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
        new Failure(
            FailureClass.DEPENDED_UPON,
            "Type " + typeKey + " is still named by " + names + "; nothing was written",
            null,
            null,
            dependents.stream()
                .map(other -> new Failure.FieldError(other.value(), "names " + typeKey))
                .toList(),
            null));
  }

  /** In a dry run what the same run removes is still there; in a real one it is gone by now. */
  private boolean goesBefore(Sync sync, TypeKey other) {
    RunId run = sync.intent().cause().run();
    return run != null && sync.intent().options().dryRun() && runs.removes(run, other);
  }

  private List<TypeKey> of(PlatformId platform, TypeKey typeKey, ContentModel model) {
    List<TypeKey> dependents = new ArrayList<>();
    List<Placement> page = placements.list(platform, Set.of(), null, false, PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .filter(Placement::isThere)
          .filter(other -> !other.typeKey().equals(typeKey))
          .filter(other -> naming.names(other, typeKey, model))
          .forEach(other -> dependents.add(other.typeKey()));
      TypeKey last = page.get(page.size() - 1).typeKey();
      page =
          page.size() < PAGE ? List.of() : placements.list(platform, Set.of(), last, false, PAGE);
    }
    return dependents;
  }
}
