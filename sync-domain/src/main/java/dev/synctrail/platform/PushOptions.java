package dev.synctrail.platform;

/**
 * How a push is meant, recorded with it.
 *
 * @param dryRun compute what would be done and write nothing
 * @param ignoreDataLossWarnings let a change through that the platform calls breaking
 * @param onConflict what to do where somebody else has changed what we put there
 */
public record PushOptions(boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict) {
  /** Write for real, and let the platform refuse what may lose data. */
  public static final PushOptions NONE = new PushOptions(false, false);

  /** Options under which a conflict is refused. */
  public PushOptions(boolean dryRun, boolean ignoreDataLossWarnings) {
    this(dryRun, ignoreDataLossWarnings, OnConflict.REFUSE);
  }

  /** The same, but for conflicts. */
  public PushOptions on(OnConflict conflict) {
    return new PushOptions(dryRun, ignoreDataLossWarnings, conflict);
  }
}
