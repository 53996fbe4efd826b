package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a transfer, the same for push and pull. Facts hold ids and values, never an entity
 * or a token. Senders inject {@code Event<TrackingEvent>}; observers name the record.
 */
public sealed interface TrackingEvent {

  /** Work for a platform was queued; fired inside the transaction that creates it. */
  record WorkQueued(PlatformId platform) implements TrackingEvent {}

  /**
   * A sync has its outcome, whether ours or reported from outside. Fired inside the transaction
   * that writes it, for metrics and statistics.
   *
   * @param failureClass null unless it failed
   * @param took the duration from the first byte sent; null when nothing was sent
   */
  record SyncSettled(
      PlatformId platform,
      Direction direction,
      boolean dryRun,
      SyncStatus status,
      @Nullable FailureClass failureClass,
      @Nullable Duration took)
      implements TrackingEvent {

    static SyncSettled of(Sync sync, Instant at) {
      Failure failure = sync.state().failure();
      Instant sent = sync.state().firstSentAt();
      return new SyncSettled(
          sync.intent().platform(),
          sync.intent().direction(),
          sync.intent().options().dryRun(),
          sync.status(),
          failure == null ? null : failure.failureClass(),
          sent == null ? null : Duration.between(sent, at));
    }
  }

  /**
   * A push of ours has written a type to its platform, wholly or in part, or removed it, or found
   * it in the desired state. Fired inside the transaction that writes the outcome.
   *
   * @param operation {@link Operation#NONE} when it changed nothing; null when unknown
   * @param intended the intended content; null for a removal
   * @param base the type right after the push; null when absent or unknown
   * @param merged the content written in place of the intended one, merged with changes by others;
   *     null when there is none
   */
  record PushLanded(
      SyncId sync,
      PlatformId platform,
      TypeKey typeKey,
      @Nullable Operation operation,
      @Nullable PayloadReference intended,
      @Nullable PushBaseline base,
      @Nullable Snapshot merged,
      String actor,
      Instant at)
      implements TrackingEvent {
    static PushLanded of(Sync sync, PushResult result, Instant at) {
      return new PushLanded(
          sync.id(),
          sync.intent().platform(),
          sync.intent().typeKey(),
          sync.state().operation(),
          sync.isRemoval() ? null : sync.payload(PayloadRole.INTENDED).orElse(null),
          result.base(),
          result.merged(),
          sync.intent().cause().actor(),
          at);
    }
  }

  /**
   * A push of ours left the type on the platform unchanged, whether or not that was intended. Fired
   * inside the transaction that writes the outcome.
   */
  record FoundLeftAlone(SyncId sync, Instant at) implements TrackingEvent {}

  /** Every sync of a run has an outcome. */
  record RunFinished(RunId run) implements TrackingEvent {}

  /**
   * A push has been decided on the state that it read; the write follows.
   *
   * @param found the state that was read; null when the type is absent
   * @param merged the content to be written in place of the intended one; null when there is none
   */
  record PushDecided(AttemptKey of, @Nullable Snapshot found, @Nullable Snapshot merged)
      implements TrackingEvent {}

  /** The settings with which an attempt reaches the platform. */
  record TargetChosen(AttemptKey of, Sync.Target target) implements TrackingEvent {}

  /** A request is about to be sent; a write must not be sent before the receipt is signed. */
  record ExchangeStarted(
      AttemptKey of, int number, ExchangeLog.Request request, RecordingReceipt receipt)
      implements TrackingEvent {}

  /** A request was answered, or failed on the network. Its start may not be recorded yet. */
  record ExchangeEnded(
      AttemptKey of,
      int number,
      ExchangeLog.Request request,
      ExchangeLog.Answer answer,
      RecordingReceipt receipt)
      implements TrackingEvent {}

  /**
   * A request was answered, or failed on the network, after another lane had taken over. It is
   * evidence only: the sync stays as the other lane has it.
   */
  record LateExchange(ExchangeEnded of) implements TrackingEvent {}

  /** The sync succeeded; the outcome is confirmed. */
  record SyncSucceeded(
      AttemptKey of,
      PushResult result,
      SettledBy settledBy,
      @Nullable VersionLink version,
      Instant at)
      implements TrackingEvent {}

  /** The platform accepted some parts and rejected others. */
  record SyncPartlyFailed(AttemptKey of, PushResult result, Instant at) implements TrackingEvent {}

  /** The sync failed; the outcome is confirmed. */
  record SyncFailed(AttemptKey of, Failure failure, boolean counts, SettledBy settledBy, Instant at)
      implements TrackingEvent {}

  /** The attempt failed or could not start, and another is due. */
  record SyncRescheduled(
      AttemptKey of, Failure failure, Attempt.Outcome outcome, Instant at, Instant due)
      implements TrackingEvent {}

  /** A write was sent and no reliable response came; settling is due. */
  record OutcomeLost(AttemptKey of, Failure failure, Instant at, Instant due)
      implements TrackingEvent {}

  /** Settling was not possible now; a null {@code due} leaves it to a user. */
  record SettlingDelayed(AttemptKey of, Failure failure, Instant at, @Nullable Instant due)
      implements TrackingEvent {}

  /**
   * A read-back found that nothing was applied: a new attempt follows, which may replace only the
   * state found.
   */
  record WriteNotApplied(
      AttemptKey of, @Nullable ExpectedState expected, boolean counts, Instant at, Instant due)
      implements TrackingEvent {}
}
