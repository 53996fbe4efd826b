package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;

/**
 * Where the sources disagree, or a test needs it otherwise: how the platform behaves.
 *
 * @param tokenLifetime what {@code expires_in} says and is held to
 * @param rejectUnknown whether an unknown member is refused (400) or dropped without a word
 * @param staleReads how many reads after a write still answer what was there before
 * @param staleFor how long after a write reads still answer what was there before
 * @param totals whether a list of v1 tells its total
 */
public record Settings(
    Duration tokenLifetime,
    boolean rejectUnknown,
    int staleReads,
    Duration staleFor,
    boolean totals) {
  static final Settings USUAL = new Settings(Duration.ofMinutes(5), true, 0, Duration.ZERO, true);

  /** The same, with tokens that live that long. */
  public Settings withTokenLifetime(Duration lifetime) {
    return new Settings(lifetime, rejectUnknown, staleReads, staleFor, totals);
  }

  /** The same, refusing or dropping unknown members. */
  public Settings withRejectUnknown(boolean reject) {
    return new Settings(tokenLifetime, reject, staleReads, staleFor, totals);
  }

  /** The same, with that many stale reads after each write. */
  public Settings withStaleReads(int reads) {
    return new Settings(tokenLifetime, rejectUnknown, reads, staleFor, totals);
  }

  /** The same, with reads stale for that long after each write. */
  public Settings withStaleFor(Duration time) {
    return new Settings(tokenLifetime, rejectUnknown, staleReads, time, totals);
  }

  /** The same, telling totals or not. */
  public Settings withTotals(boolean told) {
    return new Settings(tokenLifetime, rejectUnknown, staleReads, staleFor, told);
  }
}
