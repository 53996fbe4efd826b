package dev.synctrail.export;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.tracking.SyncId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be exported.
 *
 * @param after the last sync that somebody has already; null to begin at the beginning
 * @param parts what goes along with each sync
 */
public record ExportQuery(
    SyncFilter filter, SyncOrder order, @Nullable SyncId after, Set<Part> parts) {

  public ExportQuery {
    parts = Set.copyOf(parts);
  }

  /** What can go along with a sync. */
  public enum Part {
    /** The exact bytes of its payloads. */
    DATA,
    /** Its tries with their exchanges, and its events. */
    TRAIL
  }
}
