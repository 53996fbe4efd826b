package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.ledger.Backfill;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verifying;
import dev.synctrail.tracking.SyncEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Verifies the ledger: what was requested, and everything again after a period. */
@ApplicationScoped
class VerificationTask {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final LedgerKeys keys;
  private final LedgerGuard rollbacks;
  private final Verifying verifying;
  private final Backfill backfill;
  private final LaneSettings settings;
  private final Duration period;
  private final double share;

  @Inject
  VerificationTask(
      LedgerKeys keys,
      LedgerGuard rollbacks,
      Verifying verifying,
      Backfill backfill,
      LaneSettings settings,
      @ConfigProperty(name = "sync.ledger.verification-period", defaultValue = "P7D")
          Duration period,
      @ConfigProperty(name = "sync.ledger.verification-share", defaultValue = "0.25")
          double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "sync.ledger.verification-share must be more than 0 and at most 1, not " + share);
    }
    if (period.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "sync.ledger.verification-period must be at least one minute, not " + period);
    }
    this.keys = keys;
    this.rollbacks = rollbacks;
    this.verifying = verifying;
    this.backfill = backfill;
    this.settings = settings;
    this.period = period;
    this.share = share;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("ledger-verification", FixedDelay.of(settings.poll()))
        .execute(this::run);
  }

  private void run(TaskInstance<Void> instance, ExecutionContext context) {
    if (!keys.areAvailable()) {
      return;
    }
    if (backfill.isComplete()) {
      verifying.requestDue(period, SyncEvent.ENGINE);
    }
    BooleanSupplier stopping = () -> context.getSchedulerState().isShuttingDown();
    boolean more = true;
    while (more && !stopping.getAsBoolean()) {
      Optional<Verification> next = verifying.begin();
      next.ifPresent(verification -> verify(verification, stopping));
      more = next.isPresent();
    }
  }

  /** What somebody waits for is not slowed down. */
  private BooleanSupplier paced(Verification verification, BooleanSupplier stopping) {
    if (!verification.actor().equals(SyncEvent.ENGINE)) {
      return stopping;
    }
    Pace pace = new Pace(share, System::nanoTime, LockSupport::parkNanos);
    return () -> pace.rest(stopping);
  }

  private void verify(Verification verification, BooleanSupplier stopping) {
    try {
      rollbacks.compare();
      verifying
          .compare(verification, paced(verification, stopping))
          .ifPresent(outcome -> verifying.end(verification, outcome));
    } catch (RuntimeException e) {
      verifying.failed(verification, e.getClass().getSimpleName());
      throw e;
    }
  }
}
