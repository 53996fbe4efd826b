package dev.synctrail.conflict;

import dev.synctrail.drift.Accepting;
import dev.synctrail.tracking.Facts;

/** Makes conflicts follow the pushes without a container. */
public final class Overtakings {
  private Overtakings() {}

  /** Lets the conflicts be closed by what is fired. */
  public static void observe(Facts facts, Disputes disputes, Accepting accepting) {
    Overtaking overtaking = new Overtaking(disputes, accepting);
    facts.landingsObservedBy(overtaking::landed);
    facts.leftAloneObservedBy(overtaking::leftAlone);
  }
}
