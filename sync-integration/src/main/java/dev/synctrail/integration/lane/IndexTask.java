package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.search.PayloadIndex;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Indexes stored payloads for the search, every few seconds. */
@ApplicationScoped
class IndexTask {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int AT_ONCE = 100;

  private final PayloadIndex index;

  @Inject
  IndexTask(PayloadIndex index) {
    this.index = index;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("payload-index", FixedDelay.of(EVERY)).execute(this::run);
  }

  private void run(TaskInstance<Void> instance, ExecutionContext context) {
    int done;
    do {
      done = index.catchUp(AT_ONCE);
    } while (done == AT_ONCE && !context.getSchedulerState().isShuttingDown());
  }
}
