package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteReschedule;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.integration.tracing.Spans;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.tracking.AttemptOpening;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.StaleLane;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Processes the due entries of one platform, one after the other.
 *
 * <p>An entry that fails unexpectedly is postponed; the lane that takes it next decides from the
 * record what may be done. When postponing fails too, for example because the database is
 * unreachable, the entry stays assigned to the lane, which finds it again as an orphan. When a
 * circuit breaker or a token bucket has refused an attempt, the lane takes no entry before the
 * given time: every further entry would be refused and recorded. Without the key of the ledger
 * nothing can be recorded, so it takes no entry; nor while the ledger was set back and nobody has
 * acknowledged it.
 */
@ApplicationScoped
class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  /** After this time a lane returns its thread to the others. */
  private static final Duration TURN = Duration.ofSeconds(20);

  /** How often a lane looks whether the ledger can be written again. */
  private static final Duration LEDGER_WAIT = Duration.ofSeconds(10);

  private final LedgerKeys keys;
  private final LedgerGuard rollbacks;
  private final AttemptOpening attemptOpening;
  private final Backlog backlog;
  private final WorkDispatcher workDispatcher;
  private final BreakerStatuses breakerStatuses;
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final Spans spans;
  private final Clock clock;

  @Inject
  Lane(
      LedgerKeys keys,
      LedgerGuard rollbacks,
      AttemptOpening attemptOpening,
      Backlog backlog,
      WorkDispatcher workDispatcher,
      BreakerStatuses breakerStatuses,
      RetryPolicy retries,
      RandomGenerator random,
      Spans spans,
      Clock clock) {
    this.keys = keys;
    this.rollbacks = rollbacks;
    this.attemptOpening = attemptOpening;
    this.backlog = backlog;
    this.workDispatcher = workDispatcher;
    this.breakerStatuses = breakerStatuses;
    this.retries = retries;
    this.random = random;
    this.spans = spans;
    this.clock = clock;
  }

  CompletionHandler<Void> run(TaskInstance<Void> instance, ExecutionContext context) {
    LaneId lane = LaneId.parse(instance.getId());
    Instant end = clock.instant().plus(TURN);
    while (!context.getSchedulerState().isShuttingDown() && clock.instant().isBefore(end)) {
      if (!keys.areAvailable() || !rollbacks.allowsWork()) {
        return at(clock.instant().plus(LEDGER_WAIT));
      }
      Optional<Instant> refused = breakerStatuses.refusedUntil(lane.platform());
      if (refused.isPresent()) {
        return at(refused.get());
      }
      Optional<Taken> taken = attemptOpening.take(lane.platform(), lane.toString());
      if (taken.isEmpty()) {
        return sleep(lane);
      }
      work(taken.get());
    }
    return at(clock.instant());
  }

  private void work(Taken taken) {
    try {
      workDispatcher.on(taken);
    } catch (StaleLane e) {
      stale(taken, e);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          () -> taken.kind() + " " + taken.workId() + " was interrupted by an unexpected error",
          e);
      abandon(taken);
    } finally {
      spans.end();
    }
  }

  private void abandon(Taken taken) {
    try {
      Duration wait = retries.backoff(taken.interruptions() + 1, random);
      attemptOpening.abandon(taken, clock.instant().plus(wait));
    } catch (StaleLane e) {
      stale(taken, e);
    }
  }

  private static void stale(Taken taken, StaleLane e) {
    LOG.log(Level.WARNING, () -> "Sync " + taken.workId() + ": " + e.getMessage());
  }

  private CompletionHandler<Void> sleep(LaneId lane) {
    return backlog.nextDue(lane.platform()).map(this::at).orElseGet(OnCompleteRemove::new);
  }

  private CompletionHandler<Void> at(Instant due) {
    Instant now = clock.instant();
    return new OnCompleteReschedule<>(once(due.isBefore(now) ? now : due));
  }

  private static Schedule once(Instant due) {
    return new Schedule() {
      @Override
      public Instant getNextExecutionTime(
          com.github.kagkarlsson.scheduler.task.ExecutionComplete complete) {
        return due;
      }

      @Override
      public boolean isDeterministic() {
        return false;
      }
    };
  }
}
