package dev.synctrail.tracking;

import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
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

  /** Returns the log of a try. */
  public ExchangeLog of(Try key) {
    return new ExchangeLog() {
      @Override
      public int starting(Request request) {
        Receipt receipt = new Receipt();
        facts.fire(new ExchangeStarted(key, request, receipt));
        return receipt.number().orElseThrow(() -> new Unrecorded(key));
      }

      @Override
      public void ended(int number, Answer answer) {
        Receipt receipt = new Receipt();
        facts.fire(new ExchangeEnded(key, number, answer, receipt));
        receipt.number().orElseThrow(() -> new Unrecorded(key));
      }
    };
  }
}
