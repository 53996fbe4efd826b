package dev.synctrail.tracking;

import static dev.synctrail.tracking.SyncEvent.ENGINE;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records every fact before the next step depends on it.
 *
 * <p>Each observer commits in its own transaction, so a request is sent only after its row is
 * durable, and the outcome, the run's counters and the backlog are always consistent. A holder
 * whose fencing token is stale is rejected.
 */
@ApplicationScoped
@Transactional(REQUIRES_NEW)
public class AuditTrail {
  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Snapshots snapshots;
  private final Settlement settlement;
  private final Halts halts;

  @Inject
  public AuditTrail(
      Syncs syncs,
      Runs runs,
      Backlog backlog,
      Snapshots snapshots,
      Settlement settlement,
      Halts halts) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.snapshots = snapshots;
    this.settlement = settlement;
    this.halts = halts;
  }

  void decided(@Observes @Priority(1) PushDecided fact) {
    Sync sync = held(fact.of());
    syncs.decided(sync.id(), new PushBasis(keep(fact.found()), keepWhole(fact.merged())));
    syncs.confirm();
  }

  void exchangeStarted(@Observes @Priority(1) ExchangeStarted fact) {
    AttemptKey key = fact.of();
    ExchangeLog.Request request = fact.request();
    Optional<PlatformId> platform = requireHeld(key);
    Optional<Sync> of = sync(key);
    if (request.purpose() == RequestPurpose.WRITE) {
      of.ifPresent(this::requireNotCancelled);
    }
    PayloadReference body = keep(request.body());
    // last, because setting a halt waits from here on until the request is recorded
    platform
        .map(halts::onBeginning)
        .orElse(Halt.NONE)
        .requireNone(request.purpose(), request.startedAt());
    int number = syncs.exchanges(key.workId(), key.number()).size() + 1;
    syncs.started(
        new Exchange(
            key.workId(),
            key.number(),
            number,
            request.purpose(),
            request.method(),
            request.url(),
            request.headers(),
            body,
            request.startedAt(),
            null,
            List.of(),
            null,
            null,
            null,
            null));
    of.map(sync -> sync.sending(request.startedAt()))
        .map(sync -> request.purpose() == RequestPurpose.WRITE ? sync.writing(body) : sync)
        .ifPresent(syncs::update);
    syncs.confirm();
    fact.receipt().sign(number);
  }

  /** A cancelled run stops before its next write. */
  private void requireNotCancelled(Sync sync) {
    RunId run = sync.intent().cause().run();
    if (run != null && runs.isCancelled(run)) {
      throw new Rejected(Failure.of(FailureClass.CANCELLED, Cancelling.MESSAGE));
    }
  }

  void exchangeEnded(@Observes @Priority(1) ExchangeEnded fact) {
    AttemptKey key = fact.of();
    ExchangeLog.Answer answer = fact.answer();
    requireHeld(key);
    Optional<Sync> of = sync(key);
    Exchange started =
        syncs.exchanges(key.workId(), key.number()).stream()
            .filter(exchange -> exchange.number() == fact.number() && exchange.endedAt() == null)
            .findFirst()
            .orElseThrow(() -> new IllegalTransition("No such open exchange in attempt " + key));
    PayloadReference body = started.purpose() == RequestPurpose.TOKEN ? null : keep(answer.body());
    Failure failure = answer.failure();
    syncs.ended(
        new Exchange(
            started.workId(),
            started.attempt(),
            started.number(),
            started.purpose(),
            started.method(),
            started.url(),
            started.requestHeaders(),
            started.request(),
            started.startedAt(),
            answer.status(),
            answer.headers(),
            body,
            answer.endedAt(),
            failure == null ? null : failure.failureClass(),
            failure == null ? null : failure.message()));
    of.map(sync -> answered(sync, started.purpose(), answer, body)).ifPresent(syncs::update);
    syncs.confirm();
    fact.receipt().sign(fact.number());
  }

  private Sync answered(
      Sync sync,
      RequestPurpose requestPurpose,
      ExchangeLog.Answer answer,
      @Nullable PayloadReference body) {
    Integer status = answer.status();
    boolean found = status != null && status / 100 == 2 && answer.failure() == null;
    return switch (requestPurpose) {
      case TOKEN -> sync;
      case READ ->
          sync.intent().direction() == Direction.PUSH
              ? sync.holding(PayloadRole.BEFORE, found ? read(answer, body) : null)
                  .holding(PayloadRole.ANSWERED, body)
              : sync.holding(PayloadRole.ANSWERED, body);
      case WRITE, READ_BACK -> sync.holding(PayloadRole.ANSWERED, body);
    };
  }

  /** Returns the decoded state of a response, because later comparisons use decoded text. */
  private @Nullable PayloadReference read(
      ExchangeLog.Answer answer, @Nullable PayloadReference body) {
    return answer.text() == null ? body : keep(answer.text());
  }

  void succeeded(@Observes @Priority(1) SyncSucceeded fact) {
    Sync sync = held(fact.of());
    Sync linked = fact.version() == null ? sync : sync.linkedTo(fact.version());
    conclude(
        fact.of(),
        linked.concluded(fact.result(), fact.settledBy(), fact.at()),
        fact.result(),
        Outcome.SUCCEEDED,
        null,
        event(sync, Kind.SUCCEEDED, fact.at(), "settled by " + fact.settledBy()));
  }

  void partlyFailed(@Observes @Priority(1) SyncPartlyFailed fact) {
    Sync sync = held(fact.of());
    conclude(
        fact.of(),
        sync.concluded(fact.result(), SettledBy.ANSWER, fact.at()),
        fact.result(),
        Outcome.PARTLY,
        null,
        event(sync, Kind.PARTLY_FAILED, fact.at(), null));
  }

  void failed(@Observes @Priority(1) SyncFailed fact) {
    Sync sync = held(fact.of());
    conclude(
        fact.of(),
        sync.failed(fact.failure(), fact.counts(), fact.settledBy(), fact.at()),
        null,
        Outcome.FAILED,
        fact.failure(),
        event(sync, Kind.FAILED, fact.at(), fact.failure().message()));
  }

  void rescheduled(@Observes @Priority(1) SyncRescheduled fact) {
    Sync sync = held(fact.of());
    boolean tried = fact.outcome() == Outcome.FAILED;
    if (tried) {
      syncs.update(sync.tried(fact.failure()));
    }
    close(fact.of(), fact.outcome(), fact.failure(), fact.at());
    syncs.append(
        event(
            sync,
            tried ? Kind.TRY_FAILED : Kind.DEFERRED,
            fact.at(),
            fact.due().isAfter(fact.at())
                ? fact.failure().message() + "; next attempt at " + fact.due()
                : fact.failure().message()));
    backlog.release(fact.of(), fact.due(), null);
    syncs.confirm();
  }

  void outcomeLost(@Observes @Priority(1) OutcomeLost fact) {
    Sync sync = held(fact.of());
    syncs.update(sync.unknown(fact.failure()));
    close(fact.of(), Outcome.UNKNOWN, fact.failure(), fact.at());
    syncs.append(event(sync, Kind.BECAME_UNKNOWN, fact.at(), fact.failure().message()));
    backlog.release(fact.of(), fact.due(), null);
    syncs.confirm();
  }

  void settlingDelayed(@Observes @Priority(1) SettlingDelayed fact) {
    Sync sync = held(fact.of());
    close(fact.of(), Outcome.UNKNOWN, fact.failure(), fact.at());
    Instant due = fact.due();
    if (due == null) {
      syncs.append(event(sync, Kind.LEFT_TO_A_PERSON, fact.at(), fact.failure().message()));
      backlog.remove(fact.of().workId());
    } else {
      syncs.append(event(sync, Kind.SETTLING_DELAYED, fact.at(), fact.failure().message()));
      backlog.release(fact.of(), due, null);
    }
    syncs.confirm();
  }

  void notApplied(@Observes @Priority(1) WriteNotApplied fact) {
    Sync sync = held(fact.of());
    syncs.update(sync.notApplied(fact.counts()));
    close(fact.of(), Outcome.NOT_APPLIED, null, fact.at());
    syncs.append(
        event(
            sync,
            Kind.NOT_APPLIED,
            fact.at(),
            "the platform still has the state before the write"));
    backlog.release(fact.of(), fact.due(), fact.expected());
    syncs.confirm();
  }

  private void conclude(
      AttemptKey key,
      Sync next,
      @Nullable PushResult result,
      Outcome outcome,
      @Nullable Failure failure,
      SyncEvent event) {
    close(key, outcome, failure, event.at());
    settlement.of(next, result, event);
    syncs.confirm();
  }

  private void close(AttemptKey key, Outcome outcome, @Nullable Failure failure, Instant at) {
    Attempt open =
        syncs.attempts(new SyncId(key.workId())).stream()
            .filter(attempt -> attempt.number() == key.number())
            .findFirst()
            .orElseThrow(() -> new IllegalTransition("Attempt " + key + " was never opened"));
    syncs.close(open.ended(outcome, failure, at));
  }

  private Sync held(AttemptKey key) {
    requireHeld(key);
    return sync(key).orElseThrow(() -> new IllegalTransition("Unknown sync: " + key.workId()));
  }

  private Optional<PlatformId> requireHeld(AttemptKey key) {
    return key.fence() == AttemptKey.UNFENCED
        ? Optional.empty()
        : Optional.of(backlog.requireHeld(key));
  }

  private Optional<Sync> sync(AttemptKey key) {
    UUID id = key.workId();
    return syncs.lock(new SyncId(id));
  }

  private @Nullable PayloadReference keep(@Nullable Snapshot body) {
    return body == null ? null : snapshots.keep(body);
  }

  /** Stores the whole result of a merge, because it may have to be sent again. */
  private @Nullable PayloadReference keepWhole(@Nullable Snapshot merged) {
    return merged == null ? null : snapshots.keepWhole(merged);
  }

  private static SyncEvent event(Sync sync, Kind kind, Instant at, @Nullable String cause) {
    return new SyncEvent(sync.id(), kind, at, ENGINE, cause);
  }
}
