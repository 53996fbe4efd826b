package dev.synctrail.drift;

import dev.synctrail.platform.Live;
import dev.synctrail.platform.Reach;
import dev.synctrail.snapshot.Evidence;
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
  public List<String> changes(Placement placement, Live live, Reach.Reached there) {
    Evidence base = placement.base();
    if (base == null) {
      return placement.pushed() == null ? List.of() : List.of("");
    }
    return changes(base, placement.isBaseRead(), live, there);
  }

  /**
   * Returns where what is there is not what was read there before; empty when it is.
   *
   * @param before null for nothing
   * @param live null for nothing
   * @return JSON Pointers (RFC 6901), in order; the whole type where it came or went
   */
  public List<String> changes(@Nullable Evidence before, @Nullable Live live, Reach.Reached there) {
    if (before == null || live == null) {
      return before == null && live == null ? List.of() : List.of("");
    }
    return changes(before, true, live, there);
  }

  private List<String> changes(Evidence base, boolean isRead, Live live, Reach.Reached there) {
    Snapshot left = snapshots.require(base);
    if (left.checksum().equals(live.content().checksum())) {
      return List.of();
    }
    SortedSet<String> changed =
        new TreeSet<>(there.gateway().differences(there.platform(), live.content(), left));
    if (isRead) {
      changed.addAll(there.gateway().differences(there.platform(), left, live.content()));
    }
    return policy.regarded(List.copyOf(changed));
  }
}
