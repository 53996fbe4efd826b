package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.analytics.Rebuild;
import dev.synctrail.analytics.RollingUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps the roll-ups up to date and rebuilds them on request. */
@ApplicationScoped
class RollUpTask {
  private static final System.Logger LOG = System.getLogger(RollUpTask.class.getName());

  private final RollingUp rollingUp;
  private final Duration every;

  @Inject
  RollUpTask(
      RollingUp rollingUp,
      @ConfigProperty(name = "sync.analytics.every", defaultValue = "PT2S") Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("sync.analytics.every must be positive, not " + every);
    }
    this.rollingUp = rollingUp;
    this.every = every;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("roll-up", FixedDelay.of(every)).execute(this::run);
  }

  private void run(TaskInstance<Void> instance, ExecutionContext context) {
    boolean full = false;
    while (!context.getSchedulerState().isShuttingDown() && rollingUp.rollUp()) {
      full = true;
    }
    if (full) {
      rollingUp.tidy();
    }
    if (rollingUp.rebuild().isOpen()) {
      rebuild(context);
    }
  }

  private void rebuild(ExecutionContext context) {
    while (!context.getSchedulerState().isShuttingDown() && rollingUp.rebuildNext()) {
      // one day per transaction
    }
    Rebuild done = rollingUp.rebuild();
    if (!done.isOpen()) {
      LOG.log(
          Level.INFO,
          "Rebuilt roll-ups from {0} syncs; {1} differed",
          done.syncs(),
          done.differences());
    }
  }
}
