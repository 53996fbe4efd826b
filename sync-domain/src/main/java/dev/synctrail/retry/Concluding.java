package dev.synctrail.retry;

import dev.synctrail.platform.Deferred;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.OutcomeUnknown;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.Unavailable;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Trying.Opened;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Says what follows a try that threw: the fact it fires is the whole decision. */
@Dependent
public class Concluding {
  private static final System.Logger LOG = System.getLogger(Concluding.class.getName());

  private final Event<TrackingEvent> facts;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public Concluding(
      Event<TrackingEvent> facts, RetryPolicy policy, RandomGenerator random, Clock clock) {
    this.facts = facts;
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Concludes a push or pull that threw.
   *
   * @param log of the try, which knows what was allowed to leave
   * @throws Unrecorded when the trail could not be written; the try stays open and nothing is said
   * @throws StaleLane when another lane has taken over
   */
  public void failed(Opened opened, TrailLog log, RuntimeException thrown) {
    if (thrown instanceof PlatformException e) {
      failed(opened, log, e);
      return;
    }
    Failure defect = defect(opened, thrown);
    if (log.wrote()) {
      outcomeLost(opened, defect);
    } else {
      retryOrFail(opened, defect);
    }
  }

  private void failed(Opened opened, TrailLog log, PlatformException thrown) {
    Failure failure = thrown.failure();
    if (thrown instanceof Deferred deferred) {
      facts.fire(
          new SyncRescheduled(
              opened.key(), failure, Outcome.DEFERRED, clock.instant(), deferred.notBefore()));
    } else if (thrown instanceof OutcomeUnknown) {
      outcomeLost(opened, failure);
    } else if (thrown instanceof Unavailable) {
      retryOrFail(opened, failure);
    } else if (log.sent() && failure.failureClass() != FailureClass.CANCELLED) {
      facts.fire(new SyncFailed(opened.key(), failure, true, SettledBy.ANSWER, clock.instant()));
    } else {
      refused(opened, failure);
    }
  }

  /**
   * Says what a defect of ours is recorded as; what it was is only in the log.
   *
   * @throws Unrecorded when the trail could not be written; the try stays open and nothing is said
   * @throws StaleLane when another lane has taken over
   */
  static Failure defect(Opened opened, RuntimeException thrown) {
    if (thrown instanceof Unrecorded || thrown instanceof StaleLane) {
      throw thrown;
    }
    LOG.log(Level.ERROR, () -> "Sync " + opened.sync().id() + ": a defect ended the try", thrown);
    return Failure.of(
        FailureClass.INTERNAL, "A defect ended the try; see the log for " + opened.sync().id());
  }

  /** Refuses a sync by our own check, before anything was sent. */
  public void refused(Opened opened, Failure failure) {
    facts.fire(new SyncFailed(opened.key(), failure, false, SettledBy.CHECK, clock.instant()));
  }

  private void outcomeLost(Opened opened, Failure failure) {
    Instant now = clock.instant();
    facts.fire(new OutcomeLost(opened.key(), failure, now, now));
  }

  private void retryOrFail(Opened opened, Failure failure) {
    Instant now = clock.instant();
    policy
        .next(failure, opened.sync().state().retryCount() + 1, random)
        .ifPresentOrElse(
            delay ->
                facts.fire(
                    new SyncRescheduled(
                        opened.key(), failure, Outcome.FAILED, now, now.plus(delay))),
            () -> facts.fire(new SyncFailed(opened.key(), failure, true, SettledBy.ANSWER, now)));
  }
}
