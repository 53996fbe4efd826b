package dev.synctrail.tracking;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.tracking.Run.Cancellation;
import dev.synctrail.tracking.SyncEvent.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a run. Waiting syncs are recorded as cancelled at once; a sync that a lane holds stops
 * before its next write; a write that may have been sent already is settled as usual.
 */
@ApplicationScoped
@Transactional
public class Cancelling {
  static final String MESSAGE = "The run was cancelled before the write";

  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Settlement settlement;
  private final Clock clock;

  @Inject
  public Cancelling(Syncs syncs, Runs runs, Backlog backlog, Settlement settlement, Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.settlement = settlement;
    this.clock = clock;
  }

  /**
   * Cancels a run.
   *
   * @return whether there is such a run
   * @throws IllegalTransition when it is finished or was cancelled already
   */
  public boolean cancel(RunId id, String actor, @Nullable String reason) {
    Optional<Run> found = runs.find(id);
    found.ifPresent(run -> cancel(run, actor, reason));
    return found.isPresent();
  }

  private void cancel(Run run, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    if (!runs.cancel(run.id(), new Cancellation(now, actor, reason))) {
      throw new IllegalTransition(
          run.cancellation() == null
              ? "The run is " + run.status() + " and can no longer be cancelled"
              : "The run is already cancelled");
    }
    if (run.listing() && backlog.withdraw(run.id().value())) {
      runs.listed(run.id(), 0, now);
    }
    for (SyncId waiting : runs.inStatus(run.id(), SyncStatus.IN_PROGRESS)) {
      if (backlog.withdraw(waiting.value())) {
        leaveUndone(waiting, now, actor);
      }
    }
  }

  private void leaveUndone(SyncId id, Instant now, String actor) {
    Sync sync = syncs.lock(id).orElseThrow();
    Failure failure = Failure.of(FailureClass.CANCELLED, MESSAGE);
    settlement.of(
        sync.failed(failure, false, SettledBy.CHECK, now),
        new SyncEvent(id, Kind.FAILED, now, actor, failure.message()));
  }
}
