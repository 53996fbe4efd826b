package dev.synctrail.tracking;

import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.ExchangeStarted;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.LateExchange;
import dev.synctrail.tracking.TrackingEvent.OutcomeLost;
import dev.synctrail.tracking.TrackingEvent.PushDecided;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.TargetChosen;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CDI event source without a container: it notifies the audit trail as CDI would and remembers
 * what was fired.
 */
public final class Facts implements Event<TrackingEvent> {
  private final List<TrackingEvent> fired = new ArrayList<>();
  private @Nullable AuditTrail trail;
  private final List<Consumer<PushLanded>> landings = new ArrayList<>();
  private final List<Consumer<FoundLeftAlone>> leftAlone = new ArrayList<>();
  private BiConsumer<TrackingEvent, Runnable> recorder = (fact, recording) -> recording.run();

  private Runnable beforeTransaction = () -> {};
  private Runnable afterCommit = () -> {};

  /** Registers the audit trail as the observer. */
  public void observedBy(AuditTrail observer) {
    trail = observer;
  }

  /** Registers an observer of the pushes that landed. */
  public void landingsObservedBy(Consumer<PushLanded> observer) {
    landings.add(observer);
  }

  /** Registers an observer of the pushes that left the platform unchanged. */
  public void leftAloneObservedBy(Consumer<FoundLeftAlone> observer) {
    leftAlone.add(observer);
  }

  /**
   * Replaces the recording of facts: {@code other} receives each fact and the action that records
   * it.
   */
  public void recordedBy(BiConsumer<TrackingEvent, Runnable> other) {
    recorder = other;
  }

  /** Sets what happens right before a transaction begins. */
  public void beforeTransaction(Runnable other) {
    beforeTransaction = other;
  }

  void beginning() {
    beforeTransaction.run();
  }

  /** Sets what happens after a transaction was committed and before its sender continues. */
  public void afterCommit(Runnable other) {
    afterCommit = other;
  }

  void committed() {
    afterCommit.run();
  }

  /** Removes all observers. */
  public void unobserved() {
    trail = null;
  }

  /** Returns the facts of one kind, in order. */
  public <T extends TrackingEvent> List<T> fired(Class<T> kind) {
    return fired.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void fire(TrackingEvent fact) {
    fired.add(fact);
    if (fact instanceof PushLanded landed) {
      landings.forEach(observer -> observer.accept(landed));
    } else if (fact instanceof FoundLeftAlone left) {
      leftAlone.forEach(observer -> observer.accept(left));
    }
    AuditTrail observer = trail;
    if (observer != null) {
      recorder.accept(fact, () -> tell(observer, fact));
    }
  }

  private static void tell(AuditTrail trail, TrackingEvent fact) {
    if (fact instanceof TargetChosen chosen) {
      trail.targetChosen(chosen);
    } else if (fact instanceof LateExchange late) {
      trail.exchangedLate(late);
    } else if (fact instanceof PushDecided decided) {
      trail.decided(decided);
    } else if (fact instanceof ExchangeStarted started) {
      trail.exchangeStarted(started);
    } else if (fact instanceof ExchangeEnded ended) {
      trail.exchangeEnded(ended);
    } else if (fact instanceof SyncSucceeded succeeded) {
      trail.succeeded(succeeded);
    } else if (fact instanceof SyncPartlyFailed partly) {
      trail.partlyFailed(partly);
    } else if (fact instanceof SyncFailed failed) {
      trail.failed(failed);
    } else if (fact instanceof SyncRescheduled rescheduled) {
      trail.rescheduled(rescheduled);
    } else if (fact instanceof OutcomeLost lost) {
      trail.outcomeLost(lost);
    } else if (fact instanceof SettlingDelayed delayed) {
      trail.settlingDelayed(delayed);
    } else if (fact instanceof WriteNotApplied notApplied) {
      trail.notApplied(notApplied);
    }
  }

  @Override
  public <U extends TrackingEvent> CompletionStage<U> fireAsync(U fact) {
    throw new UnsupportedOperationException("The trail is never asynchronous");
  }

  @Override
  public <U extends TrackingEvent> CompletionStage<U> fireAsync(
      U fact, NotificationOptions options) {
    throw new UnsupportedOperationException("The trail is never asynchronous");
  }

  @Override
  public Event<TrackingEvent> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException("Facts have no qualifiers");
  }

  @Override
  public <U extends TrackingEvent> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException("Facts are fired as they are");
  }

  @Override
  public <U extends TrackingEvent> Event<U> select(
      TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException("Facts are fired as they are");
  }
}
