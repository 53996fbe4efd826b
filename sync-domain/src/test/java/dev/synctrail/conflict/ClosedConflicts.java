package dev.synctrail.conflict;

import dev.synctrail.drift.Accepting;
import dev.synctrail.tracking.Facts;

/** Closes conflicts after pushes, without a container. */
public final class ClosedConflicts {
  private ClosedConflicts() {}

  /** Registers the observers that close conflicts. */
  public static void observe(Facts facts, Conflicts conflicts, Accepting accepting) {
    CloseConflict closeConflict = new CloseConflict(conflicts, accepting);
    facts.landingsObservedBy(closeConflict::landed);
    facts.leftAloneObservedBy(closeConflict::leftAlone);
  }
}
