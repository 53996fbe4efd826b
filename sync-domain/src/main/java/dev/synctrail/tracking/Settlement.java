package dev.synctrail.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.gateway.PushResult;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.tracking.TrackingEvent.RunFinished;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Completes a sync of ours once it has its outcome, in the caller's transaction. */
@ApplicationScoped
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

  /** Stores an outcome of a sync that wrote nothing. */
  void of(Sync settled, SyncEvent event) {
    of(settled, null, event);
  }

  /**
   * Stores the outcome, removes the sync from the backlog and counts it in its run.
   *
   * @param result the result of a sync that succeeded, wholly or in part; null of any other
   */
  void of(Sync settled, @Nullable PushResult result, SyncEvent event) {
    syncs.update(settled);
    syncs.append(event);
    backlog.remove(settled.id().value());
    facts.fire(SyncSettled.of(settled, event.at()));
    if (result != null && settled.hasLanded()) {
      facts.fire(
          result.leftAlone()
              ? new FoundLeftAlone(settled.id(), event.at())
              : PushLanded.of(settled, result, event.at()));
    }
    RunId run = settled.intent().cause().run();
    if (run != null && runs.settled(run, settled.status(), event.at())) {
      facts.fire(new RunFinished(run));
    }
  }
}
