package dev.synctrail.drift;

import dev.synctrail.platform.LiveState;
import dev.synctrail.platform.PlatformLookup;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells what others have changed of a type since our last push, for drift and for conflicts alike,
 * so that one is never seen without the other.
 *
 * <p>Bodies are compared, never entity tags: a platform may give the same tag to everything. What
 * the answer to a write did not show and the first read-back does is what the platform fills in by
 * itself; what is added later is somebody's change.
 */
public final class ChangesByOthers {
  private final Snapshots snapshots;
  private final DriftPolicy policy;

  /** Compares with payloads that are kept. */
  public ChangesByOthers(Snapshots snapshots, DriftPolicy policy) {
    this.snapshots = snapshots;
    this.policy = policy;
  }

  /**
   * Returns where what is there is not what our last push left; empty when it is.
   *
   * @return JSON Pointers (RFC 6901), in order; the whole type when nothing was left there
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
   * Returns where what is there is not what was read there before; empty when it is.
   *
   * @param before null for nothing
   * @param liveState null for nothing
   * @return JSON Pointers (RFC 6901), in order; the whole type where it came or went
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
