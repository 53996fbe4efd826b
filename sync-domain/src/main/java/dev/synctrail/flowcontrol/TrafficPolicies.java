package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.util.List;

/** Keeps how platforms are protected, every revision of it. */
public interface TrafficPolicies {

  /** Returns the current revision; {@link TrafficPolicy#unset} when there is none. */
  TrafficPolicy of(PlatformId platform);

  /** Returns every revision, the newest first. */
  List<TrafficPolicy> revisions(PlatformId platform);

  /** Adds the next revision in the caller's transaction; false when somebody else has. */
  boolean add(TrafficPolicy next);
}
