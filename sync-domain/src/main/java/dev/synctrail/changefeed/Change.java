package dev.synctrail.changefeed;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change in the change feed.
 *
 * @param subject the id of the sync or run
 * @param sync the data of the sync; null for a run, and for a sync that was deleted
 */
public record Change(FeedPosition position, Kind kind, UUID subject, @Nullable OfSync sync) {

  /** The kind of object that changed. */
  public enum Kind {
    SYNC,
    DEPLOYMENT,
    RETRIEVAL
  }

  /**
   * The data of a changed sync.
   *
   * @param status the status after this change
   * @param run its deployment or pull run, or null
   */
  public record OfSync(
      String typeKey, String platform, String direction, String status, @Nullable UUID run) {}
}
