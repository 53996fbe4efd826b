package dev.synctrail.changefeed;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param subject the sync's or the run's id
 * @param sync what is known of the sync; null for a run, and for a sync that is gone
 */
public record Change(FeedPosition place, Kind kind, UUID subject, @Nullable OfSync sync) {

  /** What changed. */
  public enum Kind {
    SYNC,
    DEPLOYMENT,
    RETRIEVAL
  }

  /**
   * A sync that changed.
   *
   * @param status as it was after this change
   * @param run its deployment or retrieval, or null
   */
  public record OfSync(
      String typeKey, String platform, String direction, String status, @Nullable UUID run) {}
}
