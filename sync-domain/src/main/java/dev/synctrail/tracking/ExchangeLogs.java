package dev.synctrail.tracking;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Gives a gateway the log of one try: every exchange becomes a fact that the trail must sign. */
@Dependent
public class ExchangeLogs {
  private final Event<TrackingEvent> facts;

  @Inject
  public ExchangeLogs(Event<TrackingEvent> facts) {
    this.facts = facts;
  }

  /** Returns the log of a try; whatever keeps a fact from the trail arrives as Unrecorded. */
  public TrailLog of(AttemptKey key) {
    return new TrailLog(facts, key);
  }
}
