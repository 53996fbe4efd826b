package dev.synctrail.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/**
 * Updates the roll-ups in transactions of bounded size. If one is aborted, nothing is lost and the
 * next one continues.
 */
@ApplicationScoped
@Transactional
public class RollingUp {
  /**
   * The number of transitions per transaction. It is limited because each transition may belong to
   * a different series and quarter hour with a sketch of some kilobytes, and a server has 256 MB.
   */
  static final int BATCH = 4_000;

  private final RollUps rollUps;
  private final Clock clock;

  @Inject
  public RollingUp(RollUps rollUps, Clock clock) {
    this.rollUps = rollUps;
    this.clock = clock;
  }

  /** Adds pending transitions to the roll-ups; returns true if more may be pending. */
  public boolean rollUp() {
    return rollUps.consume(BATCH) == BATCH;
  }

  /** Frees the space of processed transitions. */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void tidy() {
    rollUps.tidy();
  }

  /** Rebuilds one day if a rebuild was requested; returns true if more may be pending. */
  public boolean rebuildNext() {
    return rollUps.rebuildNext(clock.instant());
  }

  /** Requests a rebuild from the sync rows; returns false if one is queued or in progress. */
  public boolean requestRebuild(String actor) {
    return rollUps.requestRebuild(actor, clock.instant());
  }

  /** Returns the state of the last rebuild. */
  public Rebuild rebuild() {
    return rollUps.rebuild();
  }
}
