package dev.synctrail.gateway;

import java.util.EnumSet;
import java.util.Set;

/**
 * The options of a push, recorded with it.
 *
 * @param dryRun compute the changes and write nothing
 * @param ignoreDataLossWarnings allow changes that the platform calls breaking
 * @param onConflict what to do when others have changed what we pushed
 * @param manners the flags of the push
 */
public record PushOptions(
    boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict, Set<PushFlag> manners) {
  /** A real push; the platform rejects changes that may lose data. */
  public static final PushOptions NONE = new PushOptions(false, false);

  public PushOptions {
    manners = Set.copyOf(manners);
  }

  /** Creates options without flags. */
  public PushOptions(boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict) {
    this(dryRun, ignoreDataLossWarnings, onConflict, Set.of());
  }

  /** Creates options under which a conflict is refused. */
  public PushOptions(boolean dryRun, boolean ignoreDataLossWarnings) {
    this(dryRun, ignoreDataLossWarnings, OnConflict.REFUSE);
  }

  /** Returns the same options as a dry run. */
  public PushOptions asDryRun() {
    return new PushOptions(true, ignoreDataLossWarnings, onConflict, manners);
  }

  /** Returns the same options with another conflict handling. */
  public PushOptions on(OnConflict conflict) {
    return new PushOptions(dryRun, ignoreDataLossWarnings, conflict, manners);
  }

  /** Returns the same options with one more flag. */
  public PushOptions with(PushFlag pushFlag) {
    EnumSet<PushFlag> more = EnumSet.of(pushFlag);
    more.addAll(manners);
    return new PushOptions(dryRun, ignoreDataLossWarnings, onConflict, more);
  }

  /** Returns whether a flag is set. */
  public boolean is(PushFlag pushFlag) {
    return manners.contains(pushFlag);
  }
}
