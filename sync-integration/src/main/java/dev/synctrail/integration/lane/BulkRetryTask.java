package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.bulkretry.BulkRetrying;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Runs the pending bulk retry jobs. */
@ApplicationScoped
class BulkRetryTask {
  private final BulkRetrying retrying;
  private final LaneSettings settings;

  @Inject
  BulkRetryTask(BulkRetrying retrying, LaneSettings settings) {
    this.retrying = retrying;
    this.settings = settings;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("bulk-retry", FixedDelay.of(settings.poll())).execute(this::run);
  }

  private void run(TaskInstance<Void> instance, ExecutionContext context) {
    Optional<UUID> job = retrying.next();
    while (job.isPresent() && !context.getSchedulerState().isShuttingDown()) {
      step(job.get());
      job = retrying.next();
    }
  }

  private void step(UUID job) {
    try {
      retrying.step(job);
    } catch (RuntimeException e) {
      retrying.failed(job, e.getClass().getSimpleName());
      throw e;
    }
  }
}
