package dev.synctrail.platform;

/**
 * How a push is meant, recorded with it.
 *
 * @param dryRun compute what would be done and write nothing
 * @param ignoreDataLossWarnings let a change through that the platform calls breaking
 */
public record PushOptions(boolean dryRun, boolean ignoreDataLossWarnings) {
  /** Write for real, and let the platform refuse what may lose data. */
  public static final PushOptions NONE = new PushOptions(false, false);
}
