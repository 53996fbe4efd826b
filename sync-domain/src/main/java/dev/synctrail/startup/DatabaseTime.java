package dev.synctrail.startup;

import java.time.Duration;
import java.time.Instant;

/** Reads the clock of the database, which all servers share. */
public interface DatabaseTime {

  /** Returns the current time of the database. */
  Instant now();

  /** Returns the latest time that any server has recorded, or the epoch. */
  Instant latestRecorded();

  /**
   * Renews the leases of all lanes whose last heartbeat is older than {@code age}. After a step of
   * the clock, the real age of a heartbeat is unknown.
   */
  void renewLeases(Instant now, Duration age);
}
