package dev.synctrail.tracking;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.SyncEvent.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a user state the outcome of a sync whose outcome stays unknown, so that no other work waits
 * for it for ever. The statement is recorded as such, with the user's name and the reason.
 */
@ApplicationScoped
@Transactional
public class SettlingManually {
  private static final Failure NOT_KNOWN =
      Failure.of(FailureClass.REPORTED, "The outcome could not be determined");

  private final Syncs syncs;
  private final Snapshots snapshots;
  private final Settlement settlement;
  private final Clock clock;

  @Inject
  public SettlingManually(Syncs syncs, Snapshots snapshots, Settlement settlement, Clock clock) {
    this.syncs = syncs;
    this.snapshots = snapshots;
    this.settlement = settlement;
    this.clock = clock;
  }

  /**
   * Settles a sync.
   *
   * @param outcome SUCCESS or FAILED
   * @return the updated sync; empty when there is none
   * @throws IllegalTransition when it cannot be settled manually now, with the reason
   */
  public Optional<Sync> settle(SyncId id, SyncStatus outcome, String reason, String actor) {
    return syncs.lock(id).map(sync -> settle(sync, outcome, reason, actor));
  }

  private Sync settle(Sync sync, SyncStatus outcome, String reason, String actor) {
    String refusal = refusal(sync, syncs.attempts(sync.id()));
    if (refusal != null) {
      throw new IllegalTransition(refusal);
    }
    Instant now = clock.instant();
    return switch (outcome) {
      case SUCCESS -> succeeded(sync, now, said(sync, Kind.SUCCEEDED, now, actor, reason));
      case FAILED -> {
        Sync next = sync.failed(failure(sync, reason), false, SettledBy.PERSON, now);
        settlement.of(next, said(sync, Kind.FAILED, now, actor, reason));
        yield next;
      }
      case IN_PROGRESS, PARTIAL, UNKNOWN ->
          throw new IllegalTransition("The outcome must be SUCCESS or FAILED");
    };
  }

  private static SyncEvent said(Sync sync, Kind kind, Instant now, String actor, String reason) {
    return new SyncEvent(sync.id(), kind, now, actor, "settled by a user: " + reason);
  }

  private Sync succeeded(Sync sync, Instant now, SyncEvent event) {
    if (sync.intent().direction() == Direction.PULL) {
      throw new IllegalTransition(
          "Sync " + sync.id() + " is a pull without a payload; its outcome can only be FAILED");
    }
    PushResult result = PushResult.whole(sync.state().operation(), null).merging(merged(sync));
    Sync next = sync.concluded(result, SettledBy.PERSON, now);
    settlement.of(next, result, event);
    return next;
  }

  /** Returns the merged content that was sent in place of the intended content, if any. */
  private @Nullable Snapshot merged(Sync sync) {
    return PushBasis.mergedContent(syncs.basis(sync.id()).orElse(null), snapshots);
  }

  /** Keeps the failure class that made the sync unknown, because that class is counted. */
  private static Failure failure(Sync sync, String reason) {
    Failure lost = Objects.requireNonNullElse(sync.state().failure(), NOT_KNOWN);
    return new Failure(
        lost.failureClass(),
        "Set to failed by a user: " + reason + " (" + lost.message() + ")",
        lost.httpStatus(),
        lost.platformCode(),
        lost.fields(),
        null);
  }

  /** Returns why a sync cannot be settled manually now; null when it can. */
  public static @Nullable String refusal(Sync sync, List<Attempt> attempts) {
    if (sync.status() != SyncStatus.UNKNOWN) {
      return "Sync " + sync.id() + " is " + sync.status();
    }
    return attempts.stream().allMatch(attempt -> attempt.outcome() != null)
        ? null
        : "An attempt of sync " + sync.id() + " is still running and may determine the outcome";
  }
}
