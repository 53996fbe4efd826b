package dev.synctrail.tracking;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Halts;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.LateExchange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records facts of one attempt in one transaction. Either all of them are durable when a method
 * returns, or none.
 */
@ApplicationScoped
@Transactional(REQUIRES_NEW)
public class RecordFacts {
  private final Event<TrackingEvent> facts;
  private final Syncs syncs;
  private final Backlog backlog;
  private final Halts halts;

  @Inject
  public RecordFacts(Event<TrackingEvent> facts, Syncs syncs, Backlog backlog, Halts halts) {
    this.facts = facts;
    this.syncs = syncs;
    this.backlog = backlog;
    this.halts = halts;
  }

  /**
   * Records facts in order.
   *
   * @param rest what else is recorded in the transaction, after them
   * @throws StaleLane when another lane has taken over
   * @throws Unrecorded when the audit trail has not signed for an exchange
   */
  void record(AttemptKey key, List<TrackingEvent> inOrder, Runnable rest) {
    backlog.requireHeld(key);
    List<RecordingReceipt> receipts = inOrder.stream().flatMap(RecordFacts::receipt).toList();
    receipts.forEach(RecordingReceipt::withdraw);
    inOrder.forEach(facts::fire);
    if (!receipts.stream().allMatch(RecordingReceipt::isSigned)) {
      throw new Unrecorded(key);
    }
    syncs.confirm();
    rest.run();
  }

  private static Stream<RecordingReceipt> receipt(TrackingEvent fact) {
    if (fact instanceof ExchangeStarted started) {
      return Stream.of(started.receipt());
    }
    return fact instanceof ExchangeEnded ended ? Stream.of(ended.receipt()) : Stream.empty();
  }

  /** Records what a lane has exchanged with a platform although another one has taken over. */
  void recordLate(List<LateExchange> exchanges) {
    exchanges.forEach(facts::fire);
    syncs.confirm();
  }

  /**
   * Verifies that a request that changes nothing may be sent. Nothing is recorded yet.
   *
   * @throws StaleLane when another lane has taken over
   * @throws Deferred when the platform is halted
   */
  void permit(AttemptKey key, PlatformId platform, ExchangeLog.Request request) {
    if (!backlog.isHeld(key)) {
      throw new StaleLane(key);
    }
    halts.onBeginning(platform).requireNone(request.purpose(), request.startedAt());
  }
}
