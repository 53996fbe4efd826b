package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.platform.ExpectedState;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushBaseline;
import dev.synctrail.platform.PushResult;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact about the way of data, told the same for push and pull. Facts hold ids and values, never
 * an entity or a token; senders inject {@code Event<TrackingEvent>}, observers name the record.
 */
public sealed interface TrackingEvent {

  /** Work for a platform was committed; fired inside the transaction that creates it. */
  record WorkQueued(PlatformId platform) implements TrackingEvent {}

  /**
   * A sync has its outcome, ours or reported from outside; fired inside the transaction that writes
   * it, for those who count.
   *
   * @param failureClass null unless it failed
   * @param took from the first byte sent; null when none was
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
   * A push of ours has put a type on its platform, wholly or in part, or removed it, or found it as
   * wanted; fired inside the transaction that writes the outcome.
   *
   * @param operation {@link Operation#NONE} when it changed nothing; null when nobody said
   * @param intended what it wanted there; null to have it gone
   * @param base what the type was right after it; null for nothing, and when nobody said
   * @param merged what it put there instead, with others' changes in it; null when nothing else
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
          sync.wantsGone() ? null : sync.evidence(PayloadRole.INTENDED).orElse(null),
          result.base(),
          result.merged(),
          sync.intent().cause().actor(),
          at);
    }
  }

  /**
   * A push of ours has left what it found as it is, wanted or not; fired inside the transaction
   * that writes the outcome.
   */
  record FoundLeftAlone(SyncId sync, Instant at) implements TrackingEvent {}

  /** Every sync of a run has an outcome. */
  record RunFinished(RunId run) implements TrackingEvent {}

  /**
   * A push was decided on what it has read, and writes next.
   *
   * @param found what it has read; null for nothing
   * @param merged what it puts there instead of what is intended; null when nothing else
   */
  record PushDecided(AttemptKey of, @Nullable Snapshot found, @Nullable Snapshot merged)
      implements TrackingEvent {}

  /** A request is about to leave; it may not before the receipt is signed. */
  record ExchangeStarted(AttemptKey of, ExchangeLog.Request request, RecordingReceipt receipt)
      implements TrackingEvent {}

  /** A request was answered, or failed on the wire. */
  record ExchangeEnded(
      AttemptKey of, int number, ExchangeLog.Answer answer, RecordingReceipt receipt)
      implements TrackingEvent {}

  /** The outcome is certain and good. */
  record SyncSucceeded(
      AttemptKey of,
      PushResult result,
      SettledBy settledBy,
      @Nullable VersionLink version,
      Instant at)
      implements TrackingEvent {}

  /** The platform took some parts and refused others. */
  record SyncPartlyFailed(AttemptKey of, PushResult result, Instant at) implements TrackingEvent {}

  /** The outcome is certain and bad. */
  record SyncFailed(AttemptKey of, Failure failure, boolean counts, SettledBy settledBy, Instant at)
      implements TrackingEvent {}

  /** The try failed or could not start, and another is due. */
  record SyncRescheduled(
      AttemptKey of, Failure failure, Attempt.Outcome outcome, Instant at, Instant due)
      implements TrackingEvent {}

  /** A write left and no trustworthy answer came; settling is due. */
  record OutcomeLost(AttemptKey of, Failure failure, Instant at, Instant due)
      implements TrackingEvent {}

  /** Settling could not be done now; null {@code due} leaves it to a person. */
  record SettlingDelayed(AttemptKey of, Failure failure, Instant at, @Nullable Instant due)
      implements TrackingEvent {}

  /** A read-back found nothing applied: a new try, only over the state found. */
  record WriteNotApplied(
      AttemptKey of, @Nullable ExpectedState expected, boolean counts, Instant at, Instant due)
      implements TrackingEvent {}
}
