package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import dev.synctrail.metrics.JobRan;
import jakarta.enterprise.event.Event;

/** Fires {@link JobRan} after each run of a job. */
final class JobRunListener extends AbstractSchedulerListener {
  private final Event<JobRan> runs;

  JobRunListener(Event<JobRan> runs) {
    this.runs = runs;
  }

  @Override
  public void onExecutionComplete(ExecutionComplete done) {
    runs.fire(
        new JobRan(
            done.getExecution().getTaskName(),
            done.getResult() == ExecutionComplete.Result.OK,
            done.getDuration()));
  }
}
