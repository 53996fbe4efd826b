package dev.synctrail.tracking;

import static dev.synctrail.tracking.SyncEvent.ENGINE;
import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Halts;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.LateExchange;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.TargetChosen;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records every fact in the transaction of {@link RecordFacts}, so that the outcome, the run's
 * counters and the backlog are always consistent.
 */
@ApplicationScoped
@Transactional(MANDATORY)
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

  void targetChosen(@Observes @Priority(1) TargetChosen fact) {
    syncs.update(sync(fact.of()).targeting(fact.target()));
  }

  void decided(@Observes @Priority(1) PushDecided fact) {
    SyncId id = new SyncId(fact.of().workId());
    Snapshot found = fact.found(); // stored with the read that found it
    PayloadReference basis = found == null ? null : PayloadReference.of(found);
    syncs.decided(id, new PushBasis(basis, keepWhole(fact.merged())));
  }

  void exchangeStarted(@Observes @Priority(1) ExchangeStarted fact) {
    AttemptKey key = fact.of();
    ExchangeLog.Request request = fact.request();
    Optional<Sync> of = find(key);
    boolean write = request.purpose() == RequestPurpose.WRITE;
    if (write) {
      of.ifPresent(this::requireNotCancelled);
    }
    PayloadReference body = keep(request.body());
    if (write) {
      // last, because setting a halt waits from here on until the request is recorded
      of.ifPresent(sync -> requireNotHalted(sync, request));
    }
    syncs.started(Exchange.started(key, fact.number(), request, body));
    of.map(sync -> sync.sending(request.startedAt()))
        .map(sync -> write ? sync.writing(body) : sync)
        .ifPresent(syncs::update);
    fact.receipt().sign();
  }

  /** A cancelled run stops before its next write. */
  private void requireNotCancelled(Sync sync) {
    RunId run = sync.intent().cause().run();
    if (run != null && runs.isCancelled(run)) {
      throw new Rejected(Failure.of(FailureClass.CANCELLED, Cancelling.MESSAGE));
    }
  }

  private void requireNotHalted(Sync sync, ExchangeLog.Request request) {
    halts.onBeginning(sync.intent().platform()).requireNone(request.purpose(), request.startedAt());
  }

  void exchangeEnded(@Observes @Priority(1) ExchangeEnded fact) {
    Optional<Sync> of = find(fact.of());
    Exchange exchange = ended(fact);
    if (!syncs.ended(exchange)) {
      throw new IllegalTransition(
          "Exchange " + exchange.number() + " of attempt " + fact.of() + " has ended already");
    }
    of.map(sync -> sync.sending(exchange.startedAt()))
        .map(sync -> answered(sync, exchange.purpose(), fact.answer(), exchange.response()))
        .ifPresent(syncs::update);
    fact.receipt().sign();
  }

  void exchangedLate(@Observes @Priority(1) LateExchange fact) {
    boolean unused = syncs.ended(ended(fact.of())); // its end may have been recorded in time
  }

  private Exchange ended(ExchangeEnded fact) {
    ExchangeLog.Request request = fact.request();
    boolean token = request.purpose() == RequestPurpose.TOKEN;
    return Exchange.started(fact.of(), fact.number(), request, sent(request))
        .ended(fact.answer(), token ? null : keep(fact.answer().body()));
  }

  /** Returns the body of a request; that of a write was stored before it was sent. */
  private @Nullable PayloadReference sent(ExchangeLog.Request request) {
    Snapshot body = request.body();
    return body != null && request.purpose() == RequestPurpose.WRITE
        ? PayloadReference.of(body)
        : keep(body);
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
    Sync sync = sync(fact.of());
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
    Sync sync = sync(fact.of());
    conclude(
        fact.of(),
        sync.concluded(fact.result(), SettledBy.ANSWER, fact.at()),
        fact.result(),
        Outcome.PARTLY,
        null,
        event(sync, Kind.PARTLY_FAILED, fact.at(), null));
  }

  void failed(@Observes @Priority(1) SyncFailed fact) {
    Sync sync = sync(fact.of());
    conclude(
        fact.of(),
        sync.failed(fact.failure(), fact.counts(), fact.settledBy(), fact.at()),
        null,
        Outcome.FAILED,
        fact.failure(),
        event(sync, Kind.FAILED, fact.at(), fact.failure().message()));
  }

  void rescheduled(@Observes @Priority(1) SyncRescheduled fact) {
    Sync sync = sync(fact.of());
    boolean tried = fact.outcome() == Outcome.FAILED;
    if (tried) {
      syncs.update(sync.tried(fact.failure()));
    }
    syncs.close(fact.of(), fact.outcome(), fact.failure(), fact.at());
    syncs.append(
        event(
            sync,
            tried ? Kind.TRY_FAILED : Kind.DEFERRED,
            fact.at(),
            fact.due().isAfter(fact.at())
                ? fact.failure().message() + "; next attempt at " + fact.due()
                : fact.failure().message()));
    backlog.release(fact.of(), fact.due(), null);
  }

  void outcomeLost(@Observes @Priority(1) OutcomeLost fact) {
    Sync sync = sync(fact.of());
    syncs.update(sync.unknown(fact.failure()));
    syncs.close(fact.of(), Outcome.UNKNOWN, fact.failure(), fact.at());
    syncs.append(event(sync, Kind.BECAME_UNKNOWN, fact.at(), fact.failure().message()));
    backlog.release(fact.of(), fact.due(), null);
  }

  void settlingDelayed(@Observes @Priority(1) SettlingDelayed fact) {
    Sync sync = sync(fact.of());
    syncs.close(fact.of(), Outcome.UNKNOWN, fact.failure(), fact.at());
    Instant due = fact.due();
    if (due == null) {
      syncs.append(event(sync, Kind.LEFT_TO_A_PERSON, fact.at(), fact.failure().message()));
      backlog.remove(fact.of().workId());
    } else {
      syncs.append(event(sync, Kind.SETTLING_DELAYED, fact.at(), fact.failure().message()));
      backlog.release(fact.of(), due, null);
    }
  }

  void notApplied(@Observes @Priority(1) WriteNotApplied fact) {
    Sync sync = sync(fact.of());
    syncs.update(sync.notApplied(fact.counts()));
    syncs.close(fact.of(), Outcome.NOT_APPLIED, null, fact.at());
    syncs.append(
        event(
            sync,
            Kind.NOT_APPLIED,
            fact.at(),
            "the platform still has the state before the write"));
    backlog.release(fact.of(), fact.due(), fact.expected());
  }

  private void conclude(
      AttemptKey key,
      Sync next,
      @Nullable PushResult result,
      Outcome outcome,
      @Nullable Failure failure,
      SyncEvent event) {
    syncs.close(key, outcome, failure, event.at());
    settlement.of(next, result, event);
  }

  private Sync sync(AttemptKey key) {
    return find(key).orElseThrow(() -> new IllegalTransition("Unknown sync: " + key.workId()));
  }

  /** Returns the sync of an attempt; empty where the work is a listing or a check. */
  private Optional<Sync> find(AttemptKey key) {
    return syncs.lock(new SyncId(key.workId()));
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
