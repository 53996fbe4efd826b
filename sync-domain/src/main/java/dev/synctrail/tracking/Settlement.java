package dev.synctrail.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.tracking.TrackingEvent.RunFinished;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Everything that is done once a sync of ours has its outcome, in the caller's transaction. */
@Dependent
@Transactional(MANDATORY)
public class Settlement {
  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Event<TrackingEvent> facts;

  @Inject
  public Settlement(Syncs syncs, Runs runs, Backlog backlog, Event<TrackingEvent> facts) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.facts = facts;
  }

  /** Keeps the outcome, takes the sync out of the backlog and counts it in its run. */
  void of(Sync settled, SyncEvent event) {
    syncs.update(settled);
    syncs.append(event);
    backlog.remove(settled.id().value());
    facts.fire(SyncSettled.of(settled, event.at()));
    if (settled.hasLanded()) {
      facts.fire(PushLanded.of(settled, event.at()));
    }
    RunId run = settled.intent().cause().run();
    if (run != null && runs.settled(run, settled.status(), event.at())) {
      facts.fire(new RunFinished(run));
    }
  }
}
