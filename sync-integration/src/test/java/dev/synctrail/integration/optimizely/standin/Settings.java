package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;

/**
 * Where the sources disagree, or a test needs it otherwise: how the platform behaves.
 *
 * @param tokenLifetime what {@code expires_in} says and is held to
 * @param rejectUnknown whether an unknown member is refused (400) or dropped without a word
 * @param staleReads how many reads after a write still answer what was there before
 * @param staleFor how long after a write reads still answer what was there before
 * @param disagreeing how many reads after a write are answered in turn by a replica that has not
 *     seen it and one that has
 * @param totals whether a list of v1 tells its total
 */
public record Settings(
    Duration tokenLifetime,
    boolean rejectUnknown,
    int staleReads,
    Duration staleFor,
    int disagreeing,
    boolean totals,
    boolean namedMustExist) {
  static final Settings USUAL =
      new Settings(Duration.ofMinutes(5), true, 0, Duration.ZERO, 0, true, false);

  /** Tells whether reads may not see what was written. */
  boolean lags() {
    return staleReads > 0 || !staleFor.isZero() || disagreeing > 0;
  }

  /** The same, with tokens that live that long. */
  public Settings withTokenLifetime(Duration lifetime) {
    return new Settings(
        lifetime, rejectUnknown, staleReads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** The same, refusing or dropping unknown members. */
  public Settings withRejectUnknown(boolean reject) {
    return new Settings(
        tokenLifetime, reject, staleReads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** The same, with that many stale reads after each write. */
  public Settings withStaleReads(int reads) {
    return new Settings(
        tokenLifetime, rejectUnknown, reads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** The same, with reads stale for that long after each write. */
  public Settings withStaleFor(Duration time) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, time, disagreeing, totals, namedMustExist);
  }

  /** The same, with replicas that disagree for that many reads after each write. */
  public Settings withDisagreeing(int reads) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, reads, totals, namedMustExist);
  }

  /** The same, telling totals or not. */
  public Settings withTotals(boolean told) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, disagreeing, told, namedMustExist);
  }

  /** The same, refusing types that name others that are not there. */
  public Settings withNamedMustExist(boolean must) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, disagreeing, totals, must);
  }
}
