package dev.synctrail.conflict;

import dev.synctrail.drift.Accepting;
import dev.synctrail.tracking.Facts;

/** Makes conflicts follow the pushes without a container. */
public final class ClosedConflicts {
  private ClosedConflicts() {}

  /** Lets the conflicts be closed by what is fired. */
  public static void observe(Facts facts, Conflicts conflicts, Accepting accepting) {
    CloseConflict closeConflict = new CloseConflict(conflicts, accepting);
    facts.landingsObservedBy(closeConflict::landed);
    facts.leftAloneObservedBy(closeConflict::leftAlone);
  }
}
