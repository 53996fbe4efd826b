package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.ledger.Backfill;
import dev.synctrail.ledger.LedgerAltered;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.Sequencing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Gives committed entries of the ledger their place in the log, every second, and rows from before
 * the ledger their entries.
 */
@ApplicationScoped
class LedgerTask {
  private static final Logger LOG = System.getLogger(LedgerTask.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 4_000;

  /**
   * The next run takes fewer entries than these. A batch of long ones may be smaller than asked.
   */
  private static final int WORTH_ANOTHER_BATCH = 100;

  private final LedgerKeys keys;
  private final LedgerGuard rollbacks;
  private final Sequencing sequencing;
  private final Backfill backfill;
  private volatile String reported = "";

  @Inject
  LedgerTask(LedgerKeys keys, LedgerGuard rollbacks, Sequencing sequencing, Backfill backfill) {
    this.keys = keys;
    this.rollbacks = rollbacks;
    this.sequencing = sequencing;
    this.backfill = backfill;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("ledger", FixedDelay.of(EVERY)).execute(this::run);
  }

  private void run(TaskInstance<Void> instance, ExecutionContext context) {
    if (!keys.areAvailable() || !rollbacks.allowsWork()) {
      return;
    }
    try {
      boolean more;
      do {
        more = backfill.next();
        int sequenced = sequencing.sequence(AT_ONCE);
        if (sequenced > 0) {
          rollbacks.keep();
        }
        more |= sequenced >= WORTH_ANOTHER_BATCH;
      } while (more && !context.getSchedulerState().isShuttingDown());
      reported = "";
    } catch (LedgerAltered e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  /** Every run finds the same until a person acts, so it is reported once. */
  private void report(String finding) {
    if (!finding.equals(reported)) {
      LOG.log(Level.ERROR, "The ledger was altered, and nothing is appended to it: {0}", finding);
      reported = finding;
    }
  }
}
