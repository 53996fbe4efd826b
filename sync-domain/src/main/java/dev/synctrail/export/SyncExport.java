package dev.synctrail.export;

import dev.synctrail.tracking.SyncId;
import java.io.IOException;
import java.util.Collection;

/** Gives out whole stretches of the history, of any length, in the memory of one sync. */
public interface SyncExport {

  /**
   * Writes every sync that is wanted, as all of them were at one moment.
   *
   * @throws UnknownExportPosition when the order needs to see the sync to go on after, and it is
   *     gone
   * @throws IOException when the sink fails; nothing is held any more then
   */
  void write(ExportQuery query, Sink sink) throws IOException;

  /** Writes some syncs with their tries and events; those that are not there are left out. */
  void write(Collection<SyncId> ids, Sink sink) throws IOException;

  /** Takes one sync after the other. */
  interface Sink {
    void take(ExportedSync sync) throws IOException;
  }
}
