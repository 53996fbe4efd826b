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

/** Keeps where types stand. Writes join the caller's transaction and fail without one. */
public interface DeployedStates {

  /** Returns a type's placement and holds it for the transaction, whether it is there or not. */
  Optional<DeployedState> lock(PlatformId platform, TypeKey typeKey);

  /** Returns a type's placement. */
  Optional<DeployedState> find(PlatformId platform, TypeKey typeKey);

  /** Returns the placement that a look is for. */
  Optional<DeployedState> lookedAtBy(UUID check);

  /** Keeps a placement. */
  void save(DeployedState deployedState);

  /** A type that we never pushed is there no more. */
  void forget(DeployedState deployedState);

  /** Returns the keys of every type known on a platform. */
  Set<TypeKey> known(PlatformId platform);

  /** Returns how many types stand in which way, of every platform that any are known on. */
  Map<PlatformId, Map<State, Integer>> counts();

  /**
   * Returns placements in the order of their keys.
   *
   * @param states only these; all of them when empty
   * @param beside the key beside which they begin, itself not among them; null for the first
   */
  List<DeployedState> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey beside,
      boolean backwards,
      int limit);
}
