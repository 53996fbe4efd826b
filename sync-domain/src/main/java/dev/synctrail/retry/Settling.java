package dev.synctrail.retry;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.PushBasis;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.SettlingDelayed;
import dev.synctrail.tracking.TrackingEvent.SyncFailed;
import dev.synctrail.tracking.TrackingEvent.SyncRescheduled;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrackingEvent.WriteNotApplied;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Unrecorded;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Determines what a write of unknown outcome did, without guessing.
 *
 * <p>If the desired state is found, the sync succeeds. If the state before the write is found, a
 * new attempt follows, which may replace only that state; but not if a later push has been sent
 * since, which may have restored that state. Any other state is a later change and is not
 * overwritten. An unreachable platform is checked again and, after a while, the sync is left to a
 * user; a check that was not allowed to be sent does not count.
 */
@ApplicationScoped
public class Settling {
  private final PlatformLookup platformLookup;
  private final Snapshots snapshots;
  private final Versions versions;
  private final ExchangeLogs logs;
  private final RetryPolicy retries;
  private final SettlingPolicy policy;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public Settling(
      PlatformLookup platformLookup,
      Snapshots snapshots,
      Versions versions,
      ExchangeLogs logs,
      RetryPolicy retries,
      SettlingPolicy policy,
      RandomGenerator random,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.snapshots = snapshots;
    this.versions = versions;
    this.logs = logs;
    this.retries = retries;
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Checks the platform once. The result is recorded as a fact when this returns.
   *
   * @throws StaleLane when another lane has taken over
   * @throws RuntimeException when nothing at all can be recorded; the attempt stays open
   */
  public void settle(Opened opened) {
    TrailLog log = logs.of(opened);
    TrackingEvent outcome = check(opened, log);
    try {
      log.record(outcome);
    } catch (Unrecorded e) {
      log.record(delayed(opened, Concluding.unrecorded(opened, e)));
    }
  }

  private TrackingEvent check(Opened opened, TrailLog log) {
    try {
      return outcome(opened, readBack(opened, log));
    } catch (Deferred e) {
      return new SyncRescheduled(
          opened.key(), e.failure(), Outcome.DEFERRED, clock.instant(), e.notBefore());
    } catch (PlatformException e) {
      return delayed(opened, e.failure());
    } catch (RuntimeException e) {
      return delayed(opened, Concluding.ours(opened, e));
    }
  }

  private ReadBack readBack(Opened opened, TrailLog log) {
    Sync sync = opened.sync();
    Snapshot before = sync.payload(PayloadRole.BEFORE).map(snapshots::require).orElse(null);
    PlatformLookup.Reached there = platformLookup.to(sync.intent().platform());
    return there
        .gateway()
        .readBack(
            new PushOrder(
                    there.platform(),
                    sync.intent().typeKey(),
                    sent(opened),
                    sync.intent().options(),
                    opened.expected(),
                    log)
                .withOwnContents(versions.recentContents(sync.intent().typeKey())),
            before);
  }

  /**
   * Returns the state to look for. After a merge, it is the merged content, not the intended one.
   */
  private DesiredState sent(Opened opened) {
    Snapshot merged = merged(opened);
    return merged == null
        ? opened.sync().desiredState(snapshots::require)
        : new DesiredState.Content(merged);
  }

  private @Nullable Snapshot merged(Opened opened) {
    return PushBasis.mergedContent(opened.basis(), snapshots);
  }

  private TrackingEvent outcome(Opened opened, ReadBack found) {
    Instant now = clock.instant();
    return switch (found.finding()) {
      case WANTED ->
          new SyncSucceeded(
              opened.key(),
              PushResult.whole(opened.sync().state().operation(), null)
                  .with(found.found().map(PushBaseline::readBack).orElse(null))
                  .merging(merged(opened)),
              SettledBy.READ_BACK,
              null,
              now);
      case AS_BEFORE -> notApplied(opened, found, now);
      case OTHER ->
          conflict(
              opened,
              "The response to the write was lost, and the state on the platform is neither"
                  + " what was sent nor the previous state; it was not overwritten",
              now);
    };
  }

  private static TrackingEvent conflict(Opened opened, String message, Instant now) {
    Failure failure = Failure.of(FailureClass.CONFLICT_AFTER_UNKNOWN, message);
    return new SyncFailed(opened.key(), failure, counts(opened), SettledBy.READ_BACK, now);
  }

  private TrackingEvent notApplied(Opened opened, ReadBack found, Instant now) {
    if (opened.supersededBy() != null) {
      return conflict(
          opened,
          "The response to the write was lost, and the later push "
              + opened.supersededBy()
              + " was sent since; the state on the platform was not overwritten",
          now);
    }
    LiveState liveState = found.live();
    ExpectedState expectedState =
        liveState == null
            ? ExpectedState.ABSENT
            : liveState.tag().map(ExpectedState::new).orElse(null);
    if (!counts(opened)) {
      return new WriteNotApplied(opened.key(), expectedState, false, now, now);
    }
    Failure lost = Objects.requireNonNull(opened.sync().state().failure());
    return retries
        .next(lost, opened.sync().state().retryCount() + 1, random)
        .<TrackingEvent>map(
            delay -> new WriteNotApplied(opened.key(), expectedState, true, now, now.plus(delay)))
        .orElseGet(() -> new SyncFailed(opened.key(), lost, true, SettledBy.READ_BACK, now));
  }

  private TrackingEvent delayed(Opened opened, Failure failure) {
    Instant now = clock.instant();
    return new SettlingDelayed(opened.key(), failure, now, nextCheck(opened, failure, now));
  }

  /** A result that can never be recorded is not checked again. */
  private @Nullable Instant nextCheck(Opened opened, Failure failure, Instant now) {
    if (failure.failureClass() == FailureClass.UNRECORDABLE) {
      return null;
    }
    Instant firstSent = Objects.requireNonNullElse(opened.sync().state().firstSentAt(), now);
    return policy.next(firstSent, opened.failedSettlings() + 1, now, random).orElse(null);
  }

  private static boolean counts(Opened opened) {
    return opened.lastOutcome() != Outcome.INTERRUPTED;
  }
}
