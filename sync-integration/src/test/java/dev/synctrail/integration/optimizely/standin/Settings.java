package dev.synctrail.integration.optimizely.standin;

import java.time.Duration;

/**
 * The behaviour of the platform where the sources disagree or a test needs a variant.
 *
 * @param tokenLifetime lifetime of tokens, also returned in {@code expires_in}
 * @param rejectUnknown whether an unknown member is rejected (400) or silently dropped
 * @param staleReads how many reads after a write return the previous state
 * @param staleFor how long after a write reads return the previous state
 * @param disagreeing how many reads after a write alternate between a stale and a current replica
 * @param totals whether a list of v1 contains its total
 * @param namedMustExist whether referenced resources must exist
 */
public record Settings(
    Duration tokenLifetime,
    boolean rejectUnknown,
    int staleReads,
    Duration staleFor,
    int disagreeing,
    boolean totals,
    boolean namedMustExist) {
  static final Settings DEFAULTS =
      new Settings(Duration.ofMinutes(5), true, 0, Duration.ZERO, 0, true, false);

  /** Returns whether reads may return a previous state. */
  boolean lags() {
    return staleReads > 0 || !staleFor.isZero() || disagreeing > 0;
  }

  /** Returns these settings with this token lifetime. */
  public Settings withTokenLifetime(Duration lifetime) {
    return new Settings(
        lifetime, rejectUnknown, staleReads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** Returns these settings with unknown members rejected or dropped. */
  public Settings withRejectUnknown(boolean reject) {
    return new Settings(
        tokenLifetime, reject, staleReads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** Returns these settings with this number of stale reads after each write. */
  public Settings withStaleReads(int reads) {
    return new Settings(
        tokenLifetime, rejectUnknown, reads, staleFor, disagreeing, totals, namedMustExist);
  }

  /** Returns these settings with stale reads for this time after each write. */
  public Settings withStaleFor(Duration time) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, time, disagreeing, totals, namedMustExist);
  }

  /** Returns these settings with disagreeing replicas for this number of reads after each write. */
  public Settings withDisagreeing(int reads) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, reads, totals, namedMustExist);
  }

  /** Returns these settings with or without totals. */
  public Settings withTotals(boolean told) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, disagreeing, told, namedMustExist);
  }

  /** Returns these settings with references required to exist or not. */
  public Settings withNamedMustExist(boolean must) {
    return new Settings(
        tokenLifetime, rejectUnknown, staleReads, staleFor, disagreeing, totals, must);
  }
}
