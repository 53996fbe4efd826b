package dev.synctrail.drift;

import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Detects what others have changed in a type since our last push. Drift and conflicts both use it,
 * so that they always agree.
 *
 * <p>It compares bodies, never entity tags: a platform may give the same tag to everything. A
 * member that the response to a write did not contain and the first read-back does was filled in by
 * the platform; a member that is added later is a change by others.
 */
public final class ChangesByOthers {
  private final Snapshots snapshots;
  private final DriftPolicy policy;

  /** Creates a comparison with stored payloads. */
  public ChangesByOthers(Snapshots snapshots, DriftPolicy policy) {
    this.snapshots = snapshots;
    this.policy = policy;
  }

  /**
   * Returns where the live state differs from the one that our last push left; empty when it does
   * not.
   *
   * @return JSON Pointers (RFC 6901), in order; the whole type when the push left nothing there
   */
  public List<String> changes(
      DeployedState deployedState, LiveState liveState, PlatformLookup.Reached there) {
    PayloadReference base = deployedState.base();
    if (base == null) {
      return deployedState.pushed() == null ? List.of() : List.of("");
    }
    return changes(base, deployedState.isBaseRead(), liveState, there);
  }

  /**
   * Returns where the live state differs from the one that was read before; empty when it does not.
   *
   * @param before null when the type was absent
   * @param liveState null when the type is absent
   * @return JSON Pointers (RFC 6901), in order; the whole type where it appeared or disappeared
   */
  public List<String> changes(
      @Nullable PayloadReference before,
      @Nullable LiveState liveState,
      PlatformLookup.Reached there) {
    if (before == null || liveState == null) {
      return before == null && liveState == null ? List.of() : List.of("");
    }
    return changes(before, true, liveState, there);
  }

  private List<String> changes(
      PayloadReference base, boolean isRead, LiveState liveState, PlatformLookup.Reached there) {
    Snapshot left = snapshots.require(base);
    if (left.checksum().equals(liveState.content().checksum())) {
      return List.of();
    }
    SortedSet<String> changed =
        new TreeSet<>(there.gateway().differences(there.platform(), liveState.content(), left));
    if (isRead) {
      changed.addAll(there.gateway().differences(there.platform(), left, liveState.content()));
    }
    return policy.regarded(List.copyOf(changed));
  }
}
