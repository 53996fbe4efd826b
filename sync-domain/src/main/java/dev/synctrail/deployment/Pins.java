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
 * Keeps pins. Reads give only those that hold. Writes join the caller's transaction and fail
 * without one.
 */
public interface Pins {

  /** Adds a pin that nobody has ended; the type must have no other one on its platform. */
  void add(Pin pin);

  /** Ends the pin of a type, if there is one that nobody has ended. */
  void end(PlatformId platform, TypeKey typeKey, Pin.Ended how);

  /** Notes that the push of a pin has landed, so that its record may be purged. */
  void landed(SyncId sync);

  /**
   * Notes that a push which rolls back is retried by another.
   *
   * @return whether a pin was of it
   */
  boolean retried(SyncId sync, SyncId by);

  /** Returns the pin that holds of a type. */
  Optional<Pin> holding(PlatformId platform, TypeKey typeKey);

  /** Returns the pins that hold of a type on any platform, in the order of the platforms. */
  List<Pin> holding(TypeKey typeKey);

  /**
   * Returns the pins that hold on a platform, in the order of the keys.
   *
   * @param beside the key beside which they begin, itself not among them; null for the first
   */
  List<Pin> holding(PlatformId platform, @Nullable TypeKey beside, boolean backwards, int limit);

  /** Notes which pins kept types out of a deployment. */
  void skipped(RunId run, Collection<Pin> pins);

  /** Returns the pins that kept types out of a deployment, whether they still hold or not. */
  List<Pin> skippedBy(RunId run);
}
