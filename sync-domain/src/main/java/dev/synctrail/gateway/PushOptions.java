package dev.synctrail.gateway;

import java.util.EnumSet;
import java.util.Set;

/**
 * The options of a push, recorded with it.
 *
 * @param dryRun compute the changes and write nothing
 * @param ignoreDataLossWarnings allow changes that the platform calls breaking
 * @param onConflict what to do when others have changed what we pushed
 * @param flags the flags of the push
 */
public record PushOptions(
    boolean dryRun, boolean ignoreDataLossWarnings, OnConflict onConflict, Set<PushFlag> flags) {
  /** A real push; the platform rejects changes that may lose data. */
  public static final PushOptions NONE = new PushOptions(false, false);

  public PushOptions {
    flags = Set.copyOf(flags);
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
    return new PushOptions(true, ignoreDataLossWarnings, onConflict, flags);
  }

  /** Returns the same options with another conflict handling. */
  public PushOptions on(OnConflict conflict) {
    return new PushOptions(dryRun, ignoreDataLossWarnings, conflict, flags);
  }

  /** Returns the same options with one more flag. */
  public PushOptions with(PushFlag pushFlag) {
    EnumSet<PushFlag> more = EnumSet.of(pushFlag);
    more.addAll(flags);
    return new PushOptions(dryRun, ignoreDataLossWarnings, onConflict, more);
  }

  /** Returns whether a flag is set. */
  public boolean is(PushFlag pushFlag) {
    return flags.contains(pushFlag);
  }
}
