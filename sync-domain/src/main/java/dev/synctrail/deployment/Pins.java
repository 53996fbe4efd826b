package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores pins. Reads return only pins in force. Writes join the caller's transaction and fail
 * without one.
 */
public interface Pins {

  /**
   * Adds a pin that has not ended. An earlier pin of the type on its platform ends as replaced,
   * also one that a concurrent transaction adds.
   */
  void add(Pin pin);

  /** Ends the pin of a type, if there is one that has not ended. */
  void end(PlatformId platform, TypeKey typeKey, Pin.Ended how);

  /**
   * Records that the push of a pin has landed, or need not land, so that its record may be purged.
   */
  void landed(SyncId sync);

  /**
   * Records that a push that rolls back is retried by another.
   *
   * @return whether the push has a pin
   */
  boolean retried(SyncId sync, SyncId by);

  /** Returns the pin in force of a type on a platform. */
  Optional<Pin> holding(PlatformId platform, TypeKey typeKey);

  /** Returns the pins in force of a type on all platforms, ordered by platform. */
  List<Pin> holding(TypeKey typeKey);

  /**
   * Returns the pins in force on a platform, ordered by type key.
   *
   * @param cursor the key next to which the page begins, itself excluded; null for the first
   */
  List<Pin> holding(PlatformId platform, @Nullable TypeKey cursor, boolean backwards, int limit);

  /** Records which pins kept types out of a deployment. */
  void skipped(RunId run, Collection<Pin> pins);

  /**
   * Returns the pins that kept types out of a deployment, whether they are still in force or not.
   */
  List<Pin> skippedBy(RunId run);
}
