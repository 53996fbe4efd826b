package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement.State;
import dev.synctrail.platform.PlatformId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Placements in a map. */
public final class InMemoryPlacements implements Placements {
  private final Map<List<String>, Placement> placements = new HashMap<>();

  @Override
  public Optional<Placement> lock(PlatformId platform, TypeKey typeKey) {
    return find(platform, typeKey);
  }

  @Override
  public Optional<Placement> find(PlatformId platform, TypeKey typeKey) {
    return Optional.ofNullable(placements.get(List.of(platform.value(), typeKey.value())));
  }

  @Override
  public Optional<Placement> lookedAtBy(UUID check) {
    return placements.values().stream().filter(one -> check.equals(one.check())).findFirst();
  }

  @Override
  public void save(Placement placement) {
    placements.put(List.of(placement.platform().value(), placement.typeKey().value()), placement);
  }

  @Override
  public void forget(Placement placement) {
    placements.remove(List.of(placement.platform().value(), placement.typeKey().value()));
  }

  @Override
  public Set<TypeKey> known(PlatformId platform) {
    return on(platform).map(Placement::typeKey).collect(Collectors.toSet());
  }

  @Override
  public Map<PlatformId, Map<State, Integer>> counts() {
    return placements.values().stream()
        .collect(
            Collectors.groupingBy(
                Placement::platform,
                Collectors.groupingBy(Placement::state, Collectors.summingInt(one -> 1))));
  }

  private Stream<Placement> on(PlatformId platform) {
    return placements.values().stream().filter(one -> one.platform().equals(platform));
  }

  @Override
  public List<Placement> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey beside,
      boolean backwards,
      int limit) {
    return on(platform)
        .filter(one -> states.isEmpty() || states.contains(one.state()))
        .sorted(Comparator.comparing(one -> one.typeKey().value()))
        .limit(limit)
        .toList();
  }
}
