package dev.synctrail.tracking;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.LateExchange;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import dev.synctrail.tracking.TrackingEvent.TargetChosen;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchange log of one attempt.
 *
 * <p>A write is recorded before it is sent. Everything else is recorded in one transaction with
 * what follows it: the next request, a wait, or the outcome. No transaction spans a request, and
 * few of them wait for the disk. A crash can therefore lose a read, but never a write.
 */
public final class TrailLog implements ExchangeLog {
  private static final System.Logger LOG = System.getLogger(TrailLog.class.getName());

  private final RecordFacts recordFacts;
  private final AttemptKey key;
  private final PlatformId platform;
  private final List<TrackingEvent> pending = new ArrayList<>();
  private @Nullable Request current;
  private int exchanges;
  private boolean wrote;

  TrailLog(RecordFacts recordFacts, AttemptKey key, PlatformId platform) {
    this.recordFacts = recordFacts;
    this.key = key;
    this.platform = platform;
  }

  @Override
  public int starting(Request request) {
    int number = exchanges + 1;
    if (request.purpose() == RequestPurpose.WRITE) {
      record(new ExchangeStarted(key, number, request, new RecordingReceipt()));
      wrote = true;
    } else {
      if (pending.stream().anyMatch(ExchangeEnded.class::isInstance)) {
        record();
      }
      requirePermitted(request);
    }
    exchanges = number;
    current = request;
    return number;
  }

  private void requirePermitted(Request request) {
    try {
      recordFacts.permit(key, platform, request);
    } catch (PlatformException | StaleLane e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, () -> "It could not be determined whether " + platform + " is paused", e);
      throw new Deferred(
          Failure.of(
              FailureClass.INTERNAL,
              "It could not be determined whether " + platform + " is paused"),
          request.startedAt().plusSeconds(1));
    }
  }

  @Override
  public void ended(int number, Answer answer) {
    Request request = current;
    if (request == null || number != exchanges) {
      throw new IllegalTransition("No such open exchange in attempt " + key);
    }
    current = null;
    pending.add(new ExchangeEnded(key, number, request, answer, new RecordingReceipt()));
  }

  @Override
  public void waiting() {
    record();
  }

  @Override
  public boolean sent() {
    return exchanges > 0;
  }

  /** Records the settings with which the platform is reached. */
  public void targeting(Sync.Target target) {
    pending.add(new TargetChosen(key, target));
  }

  /**
   * Records what a push was decided on, before it writes.
   *
   * @param found the state that was read; null when the type is absent
   * @param merged the content to be written in place of the intended one; null when there is none
   */
  public void decided(@Nullable Snapshot found, @Nullable Snapshot merged) {
    pending.add(new PushDecided(key, found, merged));
  }

  /** Returns whether this attempt was allowed to send a write. */
  public boolean wrote() {
    return wrote;
  }

  /**
   * Records everything so far, and then these facts.
   *
   * @throws StaleLane when another lane has taken over
   * @throws PlatformException when the request that would follow must not be sent
   * @throws Unrecorded when something cannot be recorded; it is dropped unless the database may
   *     accept it later
   */
  public void record(TrackingEvent... facts) {
    record(List.of(facts), () -> {});
  }

  /**
   * Records everything so far, and then what {@code rest} records in the same transaction.
   *
   * @throws Unrecorded as {@link #record(TrackingEvent...)} does
   */
  public void record(Runnable rest) {
    record(List.of(), rest);
  }

  private void record(List<TrackingEvent> facts, Runnable rest) {
    try {
      if (!pending.isEmpty()) {
        try {
          recordTogether(facts, rest);
          return;
        } catch (Unrecorded e) {
          LOG.log(
              Level.WARNING,
              () -> "Attempt " + key + " is recorded step by step: " + e.getMessage());
          recordPendingAlone();
        }
      }
      recordTogether(facts, rest);
    } catch (StaleLane e) {
      recordLate();
      throw e;
    }
  }

  private void recordTogether(List<TrackingEvent> facts, Runnable rest) {
    List<TrackingEvent> all = new ArrayList<>(pending);
    all.addAll(facts);
    recorded(() -> recordFacts.record(key, all, rest));
    pending.clear();
  }

  /**
   * Records what is pending step by step, so that one answer that cannot be recorded hides nothing
   * else, not even its own request. What failed is tried again with the next fact if the database
   * may accept it then, and is dropped otherwise.
   */
  private void recordPendingAlone() {
    while (!pending.isEmpty()) {
      TrackingEvent fact = pending.get(0);
      try {
        recordAlone(fact);
      } catch (Unrecorded e) {
        if (!e.mayPass()) {
          drop(fact);
        }
        throw e;
      }
      pending.remove(0);
    }
  }

  /** A decision is dropped with the read that it was made on. */
  private void drop(TrackingEvent fact) {
    pending.remove(fact);
    if (fact instanceof ExchangeEnded) {
      pending.removeIf(PushDecided.class::isInstance);
    }
  }

  private void recordAlone(TrackingEvent fact) {
    if (fact instanceof ExchangeEnded ended && ended.request().purpose() != RequestPurpose.WRITE) {
      recordOne(new ExchangeStarted(key, ended.number(), ended.request(), new RecordingReceipt()));
    }
    recordOne(fact);
  }

  private void recordOne(TrackingEvent fact) {
    recorded(() -> recordFacts.record(key, List.of(fact), () -> {}));
  }

  /** Keeps the exchanges as evidence; nothing else of a stale lane is recorded. */
  private void recordLate() {
    List<LateExchange> late =
        pending.stream()
            .filter(ExchangeEnded.class::isInstance)
            .map(ExchangeEnded.class::cast)
            .map(LateExchange::new)
            .toList();
    pending.clear();
    if (late.isEmpty()) {
      return;
    }
    try {
      recordFacts.recordLate(late);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "The exchanges of the stale attempt " + key + " are lost", e);
    }
  }

  private void recorded(Runnable recording) {
    try {
      recording.run();
    } catch (PlatformException | StaleLane | Unrecorded e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Unrecorded(key, e);
    }
  }
}
