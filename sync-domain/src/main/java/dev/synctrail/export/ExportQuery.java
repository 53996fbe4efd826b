package dev.synctrail.export;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.tracking.SyncId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects what to export.
 *
 * @param after the last sync that the client already has; null to start at the beginning
 * @param parts the optional parts to include with each sync
 */
public record ExportQuery(
    SyncFilter filter, SyncOrder order, @Nullable SyncId after, Set<Part> parts) {

  public ExportQuery {
    parts = Set.copyOf(parts);
  }

  /** The optional parts of an exported sync. */
  public enum Part {
    /** The exact bytes of its payloads. */
    DATA,
    /** Its attempts with their exchanges, and its events. */
    TRAIL
  }
}
