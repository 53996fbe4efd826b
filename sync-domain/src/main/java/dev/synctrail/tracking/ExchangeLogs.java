package dev.synctrail.tracking;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.AttemptOpening.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Creates the exchange log of an attempt for a gateway. Every exchange becomes a fact that the
 * audit trail must sign.
 */
@ApplicationScoped
public class ExchangeLogs {
  private final RecordFacts recordFacts;

  @Inject
  public ExchangeLogs(RecordFacts recordFacts) {
    this.recordFacts = recordFacts;
  }

  /**
   * Returns the log of an attempt at a platform. Anything that prevents a fact from being recorded
   * is thrown as {@link Unrecorded}.
   */
  public TrailLog of(AttemptKey key, PlatformId platform) {
    return new TrailLog(recordFacts, key, platform);
  }

  /** Returns the log of an attempt of a sync. */
  public TrailLog of(Opened opened) {
    return of(opened.key(), opened.sync().intent().platform());
  }
}
