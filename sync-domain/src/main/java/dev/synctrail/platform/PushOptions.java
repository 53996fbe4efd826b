package dev.synctrail.platform;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a push is meant, recorded with it.
 *
 * @param dryRun compute what would be done and write nothing
 * @param ignoreDataLossWarnings let a change through that the platform calls breaking
 * @param onConflict what to do where somebody else has changed what we put there
 * @param manners what is particular about it
 */
public record PushOptions(
    boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict, Set<PushFlag> manners) {
  /** Write for real, and let the platform refuse what may lose data. */
  public static final PushOptions NONE = new PushOptions(false, false);

  public PushOptions {
    manners = Set.copyOf(manners);
  }

  /** Options with nothing particular. */
  public PushOptions(boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict) {
    this(dryRun, ignoreDataLossWarnings, onConflict, Set.of());
  }

  /** Options under which a conflict is refused. */
  public PushOptions(boolean dryRun, boolean ignoreDataLossWarnings) {
    this(dryRun, ignoreDataLossWarnings, OnConflict.REFUSE);
  }

  /** The same, with nothing written. */
  public PushOptions asDryRun() {
    return new PushOptions(true, ignoreDataLossWarnings, onConflict, manners);
  }

  /** The same, but for conflicts. */
  public PushOptions on(OnConflict conflict) {
    return new PushOptions(dryRun, ignoreDataLossWarnings, conflict, manners);
  }

  /** The same, in one manner more. */
  public PushOptions with(PushFlag pushFlag) {
    EnumSet<PushFlag> more = EnumSet.of(pushFlag);
    more.addAll(manners);
    return new PushOptions(dryRun, ignoreDataLossWarnings, onConflict, more);
  }

  /** Tells whether it is meant in a manner. */
  public boolean is(PushFlag pushFlag) {
    return manners.contains(pushFlag);
  }
}
