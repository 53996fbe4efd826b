package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.State;
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

/** Deployed states in a map. */
public final class InMemoryDeployedStates implements DeployedStates {
  private final Map<List<String>, DeployedState> deployedStates = new HashMap<>();

  @Override
  public Optional<DeployedState> lock(PlatformId platform, TypeKey typeKey) {
    return find(platform, typeKey);
  }

  @Override
  public Optional<DeployedState> find(PlatformId platform, TypeKey typeKey) {
    return Optional.ofNullable(deployedStates.get(List.of(platform.value(), typeKey.value())));
  }

  @Override
  public Optional<DeployedState> ofCheck(UUID check) {
    return deployedStates.values().stream().filter(one -> check.equals(one.check())).findFirst();
  }

  @Override
  public void save(DeployedState deployedState) {
    deployedStates.put(
        List.of(deployedState.platform().value(), deployedState.typeKey().value()), deployedState);
  }

  @Override
  public void forget(DeployedState deployedState) {
    deployedStates.remove(
        List.of(deployedState.platform().value(), deployedState.typeKey().value()));
  }

  @Override
  public Set<TypeKey> known(PlatformId platform) {
    return on(platform).map(DeployedState::typeKey).collect(Collectors.toSet());
  }

  @Override
  public Map<PlatformId, Map<State, Integer>> counts() {
    return deployedStates.values().stream()
        .collect(
            Collectors.groupingBy(
                DeployedState::platform,
                Collectors.groupingBy(DeployedState::state, Collectors.summingInt(one -> 1))));
  }

  private Stream<DeployedState> on(PlatformId platform) {
    return deployedStates.values().stream().filter(one -> one.platform().equals(platform));
  }

  @Override
  public List<DeployedState> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey cursor,
      boolean backwards,
      int limit) {
    return on(platform)
        .filter(one -> states.isEmpty() || states.contains(one.state()))
        .sorted(Comparator.comparing(one -> one.typeKey().value()))
        .limit(limit)
        .toList();
  }
}
