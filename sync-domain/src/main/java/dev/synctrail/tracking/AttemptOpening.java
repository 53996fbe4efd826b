package dev.synctrail.tracking;

import static dev.synctrail.tracking.SyncEvent.ENGINE;
import static jakarta.transaction.Transactional.TxType.REQUIRED;

import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.Backlog.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes work from the backlog and opens an attempt for it.
 *
 * <p>An attempt that is still open belongs to a server that stopped. If it may have sent a write,
 * the outcome is unknown and must be settled; otherwise nothing was changed and the attempt is
 * repeated. In both cases the interrupted attempt does not count as failed, but after {@value
 * Taken#MAX_INTERRUPTIONS} of them the sync waits for a user.
 */
@ApplicationScoped
@Transactional(REQUIRED)
public class AttemptOpening {
  private static final Set<SyncStatus> MAY_HAVE_WRITTEN =
      EnumSet.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL, SyncStatus.UNKNOWN);

  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Traces traces;
  private final Clock clock;

  @Inject
  public AttemptOpening(Syncs syncs, Runs runs, Backlog backlog, Traces traces, Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.traces = traces;
    this.clock = clock;
  }

  /**
   * Takes the next due entry of a platform for a lane. Entries that the lane left open come first.
   */
  public Optional<Taken> take(PlatformId platform, String lane) {
    return backlog.take(platform, lane, clock.instant());
  }

  /** Takes more due syncs of a run for a lane that already holds one of them. */
  public List<Taken> takeAlong(Taken taken, RunId run, int atMost) {
    return backlog.takeAlong(taken.platform(), run, taken.lane(), clock.instant(), atMost);
  }

  /** Postpones work; this does not count as an attempt. */
  public void postpone(AttemptKey key, Instant due) {
    backlog.release(key, due, null);
  }

  /** Postpones work because it failed. */
  public void retry(AttemptKey key, Instant due) {
    backlog.retry(key, due);
  }

  /** Opens the next attempt of a sync. Returns nothing when the sync already has its outcome. */
  public Optional<Opened> open(Taken taken) {
    backlog.requireHeld(taken.key());
    SyncId id = new SyncId(taken.workId());
    Sync sync = syncs.lock(id).orElseThrow(() -> new IllegalTransition("Unknown sync: " + id));
    if (sync.status().isTerminal()) {
      backlog.remove(taken.workId());
      return Optional.empty();
    }
    Instant now = clock.instant();
    List<Attempt> attempts = syncs.attempts(id);
    if (attempts.stream().anyMatch(attempt -> attempt.outcome() == null)) {
      sync = interruptLeftOpen(sync, attempts, now);
      attempts = syncs.attempts(id);
    }
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      leaveToAPerson(sync, taken, gaveUp.get(), now);
      return Optional.empty();
    }
    sync = withNothingToSettle(sync);
    Trigger trigger = trigger(sync, attempts.isEmpty());
    AttemptKey key = new AttemptKey(id.value(), attempts.size() + 1, taken.fence());
    Trace trace = traces.begin(key, cause(sync, attempts));
    syncs.open(Attempt.open(key, trigger, taken.lane(), now, trace));
    syncs.append(
        new SyncEvent(
            id,
            SyncEvent.Kind.TRY_OPENED,
            now,
            ENGINE,
            "attempt " + key.number() + ", " + trigger));
    RunId run = sync.intent().cause().run();
    if (run != null) {
      runs.started(run, now);
    }
    return Optional.of(
        new Opened(
            key,
            sync,
            trigger,
            taken.expected(),
            !attempts.isEmpty() && syncs.wrote(id),
            trigger == Trigger.SETTLE
                ? syncs.supersededBy(sync, MAY_HAVE_WRITTEN).orElse(null)
                : null,
            attempts.isEmpty() ? null : syncs.basis(id).orElse(null),
            attempts));
  }

  private static Optional<Trace> cause(Sync sync, List<Attempt> earlier) {
    Trace requested = sync.intent().cause().trace();
    return requested != null
        ? Optional.of(requested)
        : earlier.stream().findFirst().map(Attempt::trace);
  }

  private static Trigger trigger(Sync sync, boolean first) {
    if (sync.status() == SyncStatus.UNKNOWN) {
      return Trigger.SETTLE;
    }
    if (!first) {
      return Trigger.RETRY;
    }
    return sync.intent().cause().retryOf() == null ? Trigger.FIRST : Trigger.MANUAL;
  }

  private Sync interruptLeftOpen(Sync sync, List<Attempt> attempts, Instant now) {
    Sync next = sync;
    for (Attempt attempt : attempts) {
      if (attempt.outcome() != null) {
        continue;
      }
      boolean wrote = wrote(attempt);
      syncs.close(attempt.key(), Outcome.INTERRUPTED, null, now);
      syncs.append(
          new SyncEvent(
              sync.id(),
              SyncEvent.Kind.INTERRUPTED,
              now,
              ENGINE,
              wrote
                  ? "the server stopped during the attempt"
                  : "the server stopped before the attempt wrote anything; its last read may be missing"));
      if (wrote) {
        Failure failure =
            Failure.of(
                FailureClass.CONNECTION_RESET,
                "The server stopped after the write may have been sent and before its outcome"
                    + " was recorded");
        next = next.unknown(failure);
        syncs.update(next);
        syncs.append(
            new SyncEvent(
                sync.id(), SyncEvent.Kind.BECAME_UNKNOWN, now, ENGINE, failure.message()));
      }
    }
    return next;
  }

  private void leaveToAPerson(Sync sync, Taken taken, Failure failure, Instant now) {
    syncs.update(sync.unknown(failure));
    syncs.append(
        new SyncEvent(sync.id(), SyncEvent.Kind.LEFT_TO_A_PERSON, now, ENGINE, failure.message()));
    backlog.remove(taken.workId());
  }

  /**
   * A sync that was left to a user because it was interrupted too often, and that never sent a
   * write, has nothing to settle and is processed as usual.
   */
  private Sync withNothingToSettle(Sync sync) {
    boolean cutOff =
        sync.status() == SyncStatus.UNKNOWN
            && Objects.requireNonNull(sync.state().failure()).failureClass()
                == FailureClass.INTERRUPTED;
    if (!cutOff || syncs.wrote(sync.id())) {
      return sync;
    }
    Sync next = sync.notApplied(false);
    syncs.update(next);
    return next;
  }

  private boolean wrote(Attempt attempt) {
    return syncs.exchanges(attempt.syncId().value(), attempt.number()).stream()
        .anyMatch(exchange -> exchange.purpose() == RequestPurpose.WRITE);
  }

  /** Returns an entry that a lane could not finish; it is taken again when it is due. */
  public void abandon(Taken taken, Instant due) {
    backlog.abandon(taken.key(), due);
  }

  /**
   * An open attempt, held by a lane.
   *
   * @param expected the state that the write may replace; null for whatever is read
   * @param wroteBefore whether an earlier attempt may have sent a write
   * @param supersededBy when settling, a later push of the type that may have written already; no
   *     further one can write while this attempt is open
   * @param basis the state that an earlier attempt was decided on; null when there is none
   * @param earlier the earlier attempts of the sync, with their outcomes
   */
  public record Opened(
      AttemptKey key,
      Sync sync,
      Trigger trigger,
      @Nullable ExpectedState expected,
      boolean wroteBefore,
      @Nullable SyncId supersededBy,
      @Nullable PushBasis basis,
      List<Attempt> earlier) {

    public Opened {
      earlier = List.copyOf(earlier);
    }

    /** Returns the outcome of the last attempt that was not a settling attempt. */
    public @Nullable Outcome lastOutcome() {
      return earlier.stream()
          .filter(attempt -> attempt.trigger() != Trigger.SETTLE)
          .reduce((first, last) -> last)
          .map(Attempt::outcome)
          .orElse(null);
    }

    /** Returns how many settling attempts since then failed, not counting deferred ones. */
    public int failedSettlings() {
      int settlings = 0;
      for (Attempt attempt : earlier) {
        if (attempt.trigger() != Trigger.SETTLE) {
          settlings = 0;
        } else if (attempt.outcome() != Outcome.DEFERRED) {
          settlings++;
        }
      }
      return settlings;
    }
  }
}
