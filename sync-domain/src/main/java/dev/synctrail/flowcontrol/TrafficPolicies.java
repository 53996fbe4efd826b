package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.util.List;

/** Stores every revision of the traffic policies. */
public interface TrafficPolicies {

  /** Returns the current revision; {@link TrafficPolicy#unset} when there is none. */
  TrafficPolicy of(PlatformId platform);

  /** Returns every revision, the newest first. */
  List<TrafficPolicy> revisions(PlatformId platform);

  /**
   * Adds the next revision in the caller's transaction.
   *
   * @return false when another user added one at the same time
   */
  boolean add(TrafficPolicy next);
}
