package dev.synctrail.tracking;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import jakarta.enterprise.event.Event;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The exchange log of one attempt: nothing is sent before the audit trail has signed for it. */
public final class TrailLog implements ExchangeLog {
  private final Event<TrackingEvent> facts;
  private final AttemptKey key;
  private boolean sent;
  private boolean wrote;

  TrailLog(Event<TrackingEvent> facts, AttemptKey key) {
    this.facts = facts;
    this.key = key;
  }

  @Override
  public int starting(Request request) {
    int number = confirmed(recordingReceipt -> new ExchangeStarted(key, request, recordingReceipt));
    sent = true;
    wrote |= request.purpose() == RequestPurpose.WRITE;
    return number;
  }

  @Override
  public void ended(int number, Answer answer) {
    confirmed(recordingReceipt -> new ExchangeEnded(key, number, answer, recordingReceipt));
  }

  @Override
  public boolean sent() {
    return sent;
  }

  /**
   * Records what a push was decided on, before it writes.
   *
   * @param found the state that was read; null when the type is absent
   * @param merged the content to be written in place of the intended one; null when there is none
   */
  public void decided(@Nullable Snapshot found, @Nullable Snapshot merged) {
    fire(new PushDecided(key, found, merged));
  }

  /** Returns whether this attempt was allowed to send a write. */
  public boolean wrote() {
    return wrote;
  }

  private int confirmed(Function<RecordingReceipt, TrackingEvent> fact) {
    RecordingReceipt recordingReceipt = new RecordingReceipt();
    fire(fact.apply(recordingReceipt));
    return recordingReceipt.number().orElseThrow(() -> new Unrecorded(key));
  }

  private void fire(TrackingEvent fact) {
    try {
      facts.fire(fact);
    } catch (PlatformException | StaleLane e) {
      throw e; // the request may not be sent; recording itself did not fail
    } catch (RuntimeException e) {
      throw new Unrecorded(key, e);
    }
  }
}
