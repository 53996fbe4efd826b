package dev.synctrail.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/**
 * Creates the exchange log of an attempt for a gateway. Every exchange becomes a fact that the
 * audit trail must sign.
 */
@ApplicationScoped
public class ExchangeLogs {
  private final Event<TrackingEvent> facts;

  @Inject
  public ExchangeLogs(Event<TrackingEvent> facts) {
    this.facts = facts;
  }

  /**
   * Returns the log of an attempt. Anything that prevents a fact from being recorded is thrown as
   * {@link Unrecorded}.
   */
  public TrailLog of(AttemptKey key) {
    return new TrailLog(facts, key);
  }
}
