package dev.synctrail.export;

import dev.synctrail.tracking.SyncId;
import java.io.IOException;
import java.util.Collection;

/** Exports any number of syncs, holding only one in memory at a time. */
public interface SyncExport {

  /**
   * Writes all matching syncs from one consistent snapshot of the database.
   *
   * @throws UnknownExportPosition if the order requires the sync to resume after, and it no longer
   *     exists
   * @throws IOException if the sink fails; all resources are released then
   */
  void write(ExportQuery query, Sink sink) throws IOException;

  /** Writes the given syncs with their attempts and events; unknown ones are omitted. */
  void write(Collection<SyncId> ids, Sink sink) throws IOException;

  /** Receives one sync after the other. */
  interface Sink {
    void take(ExportedSync sync) throws IOException;
  }
}
