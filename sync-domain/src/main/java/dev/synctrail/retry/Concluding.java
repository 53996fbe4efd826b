package dev.synctrail.retry;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Decides what follows an attempt. The fact that it fires is the whole decision. */
@ApplicationScoped
public class Concluding {
  private static final System.Logger LOG = System.getLogger(Concluding.class.getName());

  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public Concluding(RetryPolicy policy, RandomGenerator random, Clock clock) {
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Concludes a push or pull that threw an exception.
   *
   * @param log the log of the attempt, which knows what was allowed to be sent
   * @throws StaleLane when another lane has taken over
   * @throws RuntimeException when nothing at all can be recorded; the attempt stays open
   */
  public void failed(Opened opened, TrailLog log, RuntimeException thrown) {
    conclude(
        opened,
        log,
        thrown instanceof PlatformException e
            ? outcome(opened, log, e)
            : cameToNothing(opened, log.wrote(), ours(opened, thrown)));
  }

  private TrackingEvent outcome(Opened opened, TrailLog log, PlatformException thrown) {
    Failure failure = thrown.failure();
    if (thrown instanceof Deferred deferred) {
      return new SyncRescheduled(
          opened.key(), failure, Outcome.DEFERRED, clock.instant(), deferred.notBefore());
    } else if (thrown instanceof OutcomeUnknown) {
      return outcomeLost(opened, failure);
    } else if (thrown instanceof Unavailable) {
      return retryOrFail(opened, failure);
    } else if (log.sent() && failure.failureClass() != FailureClass.CANCELLED) {
      return new SyncFailed(opened.key(), failure, true, SettledBy.ANSWER, clock.instant());
    }
    return refusal(opened, failure);
  }

  /**
   * Records the outcome of an attempt. If that fails, the failure to record is recorded instead and
   * counts as an attempt, so that a response that cannot be recorded is not requested endlessly.
   *
   * @param log the log of the attempt, which knows what was allowed to be sent
   * @throws StaleLane when another lane has taken over
   * @throws RuntimeException when nothing at all can be recorded; the attempt stays open
   */
  public void conclude(Opened opened, TrailLog log, TrackingEvent outcome) {
    try {
      log.record(outcome);
    } catch (Unrecorded e) {
      log.record(cameToNothing(opened, log.wrote(), unrecorded(opened, e)));
    }
  }

  private TrackingEvent cameToNothing(Opened opened, boolean wrote, Failure failure) {
    return wrote ? outcomeLost(opened, failure) : retryOrFail(opened, failure);
  }

  static Failure unrecorded(Opened opened, RuntimeException thrown) {
    return unrecorded("Sync", opened.sync().id(), thrown);
  }

  private static Failure unrecorded(String subject, Object id, RuntimeException thrown) {
    LOG.log(Level.ERROR, () -> subject + " " + id + ": the audit trail cannot be written", thrown);
    return Unrecorded.failure(thrown);
  }

  static Failure ours(Opened opened, RuntimeException thrown) {
    return ours("Sync", opened.sync().id(), "attempt", thrown);
  }

  /**
   * Returns the failure for a fault of ours: the audit trail cannot be written, or there is a
   * defect. Only the log has the details.
   *
   * @param subject what the work belongs to, and its id
   * @param kind what the fault ended
   * @throws StaleLane when another lane has taken over
   */
  static Failure ours(String subject, Object id, String kind, RuntimeException thrown) {
    if (thrown instanceof StaleLane) {
      throw thrown;
    }
    if (thrown instanceof Unrecorded) {
      return unrecorded(subject, id, thrown);
    }
    String message = "An internal error ended the " + kind + "; see the log for " + id;
    LOG.log(
        Level.ERROR, () -> subject + " " + id + ": an internal error ended the " + kind, thrown);
    return Failure.of(FailureClass.INTERNAL, message);
  }

  /** Rejects a sync by our own check, before anything was sent. */
  public void refused(Opened opened, TrailLog log, Failure failure) {
    conclude(opened, log, refusal(opened, failure));
  }

  private SyncFailed refusal(Opened opened, Failure failure) {
    return new SyncFailed(opened.key(), failure, false, SettledBy.CHECK, clock.instant());
  }

  private TrackingEvent outcomeLost(Opened opened, Failure failure) {
    Instant now = clock.instant();
    return new OutcomeLost(opened.key(), failure, now, now);
  }

  private TrackingEvent retryOrFail(Opened opened, Failure failure) {
    Instant now = clock.instant();
    return policy
        .next(failure, opened.sync().state().retryCount() + 1, random)
        .<TrackingEvent>map(
            delay ->
                new SyncRescheduled(opened.key(), failure, Outcome.FAILED, now, now.plus(delay)))
        .orElseGet(() -> new SyncFailed(opened.key(), failure, true, settledBy(failure), now));
  }

  private static SettledBy settledBy(Failure failure) {
    return switch (failure.failureClass()) {
      case RECORDING_FAILED, UNRECORDABLE -> SettledBy.CHECK;
      default -> SettledBy.ANSWER;
    };
  }
}
