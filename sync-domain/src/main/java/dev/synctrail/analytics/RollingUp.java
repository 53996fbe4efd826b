package dev.synctrail.analytics;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/**
 * Brings the roll-ups up to date, a bounded piece in each transaction, so that one that is broken
 * off has lost nothing and the next one goes on.
 */
@Dependent
@Transactional
public class RollingUp {
  /**
   * How many transitions one transaction takes over. Each may be of a series and quarter of its
   * own, with a sketch of some kilobytes, and a server has 256 MB.
   */
  static final int BATCH = 4_000;

  private final RollUps rollUps;
  private final Clock clock;

  @Inject
  public RollingUp(RollUps rollUps, Clock clock) {
    this.rollUps = rollUps;
    this.clock = clock;
  }

  /** Takes over what has happened; true when more may be waiting. */
  public boolean takeOver() {
    return rollUps.consume(BATCH) == BATCH;
  }

  /** Frees the room of what was taken over. */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void tidy() {
    rollUps.tidy();
  }

  /** Rebuilds one day, when a rebuild was asked for; true when more may be waiting. */
  public boolean rebuildNext() {
    return rollUps.rebuildNext(clock.instant());
  }

  /** Asks for a rebuild from the rows; false when one is under way. */
  public boolean askRebuild(String actor) {
    return rollUps.askRebuild(actor, clock.instant());
  }

  /** Returns what became of the last rebuild. */
  public Rebuild rebuild() {
    return rollUps.rebuild();
  }
}
