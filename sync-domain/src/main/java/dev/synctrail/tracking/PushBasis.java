package dev.synctrail.tracking;

import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a push was decided on. It is stored while the push is open, so that a later attempt neither
 * mistakes a change by others for the state that the first attempt found, nor expects anything
 * other than what was sent.
 *
 * @param found the state read by the first attempt that decided to write; null when the type was
 *     absent
 * @param merged what the last decision sends instead of the intended content, merged with changes
 *     by others; null when it sends the intended content
 */
public record PushBasis(@Nullable PayloadReference found, @Nullable PayloadReference merged) {

  /**
   * Returns the merged content that was sent instead of the intended content; null if the intended
   * content was sent.
   */
  public static @Nullable Snapshot mergedContent(@Nullable PushBasis basis, Snapshots snapshots) {
    return Optional.ofNullable(basis).map(PushBasis::merged).map(snapshots::require).orElse(null);
  }

  /** Returns the same basis with the result of a later decision. */
  PushBasis decidedAgain(@Nullable PayloadReference next) {
    return new PushBasis(found, next);
  }
}
