package dev.synctrail.startup;

import java.time.Instant;

/** The time of the database, which all servers share. */
public interface DatabaseTime {

  /** Returns what the clock of the database shows. */
  Instant now();

  /** Returns the latest time that a server has recorded of its own work, or the epoch. */
  Instant latestRecorded();

  /**
   * Gives every holder of a lane its whole lease again, as after a jump of time no heartbeat says
   * how long ago it was.
   */
  void renewLeases(Instant now);
}
