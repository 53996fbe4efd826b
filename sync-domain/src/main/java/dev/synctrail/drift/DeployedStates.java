package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.platform.PlatformId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores deployed states. Writes join the caller's transaction and fail without one. */
public interface DeployedStates {

  /**
   * Returns the deployed state of a type and locks it for the transaction, whether it exists or
   * not.
   */
  Optional<DeployedState> lock(PlatformId platform, TypeKey typeKey);

  /** Returns the deployed state of a type. */
  Optional<DeployedState> find(PlatformId platform, TypeKey typeKey);

  /** Returns the deployed state that a check is for. */
  Optional<DeployedState> ofCheck(UUID check);

  /** Stores a deployed state. */
  void save(DeployedState deployedState);

  /** Deletes the state of a type that we never pushed and that is no longer on the platform. */
  void forget(DeployedState deployedState);

  /** Returns the keys of every type known on a platform. */
  Set<TypeKey> known(PlatformId platform);

  /** Returns the number of types in each state, for every platform that has known types. */
  Map<PlatformId, Map<State, Integer>> counts();

  /**
   * Returns deployed states ordered by type key.
   *
   * @param states only these; all of them when empty
   * @param cursor the key next to which the page begins, itself excluded; null for the first
   */
  List<DeployedState> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey cursor,
      boolean backwards,
      int limit);
}
